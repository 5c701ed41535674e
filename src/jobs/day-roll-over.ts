import type pg from 'pg';
import type { Actor } from '../domain/directory/actor.ts';
import { PitError } from '../domain/errors.ts';
import { logger } from '../logger.ts';
import {
  noteSettledDay,
  openRollOver,
  purgeKeys,
  recountNext,
  rollOverBatch,
} from '../services/maintenance/day-roll-over.ts';
import type { TaskPlace } from '../services/plan/projects/durations.ts';
import { systemActor } from '../domain/directory/actor.ts';
import { listOrganisations } from '../services/directory/platform.ts';
import { runMutation } from '../services/transaction/mutation-transaction.ts';
import type { Command } from '../services/transaction/command.ts';
import { NEVER_STOPPED, withJobLease, type StopSignal } from './job-lease.ts';

/**
 * Where a new day has begun since the last run, or settings have changed, updates the statuses and roll-ups that follow from them; elsewhere does
 * nothing. Of several processes one runs. Each batch is a transaction of its own, so that nobody waits long for a project.
 */
export async function rollOverDays(pool: pg.Pool, stop = NEVER_STOPPED): Promise<void> {
  await withJobLease(pool, { name: 'day roll-over', signal: stop }, async (signal) => {
    for (const orgId of await listOrganisations(pool)) {
      if (signal.aborted) return;
      await rollOverOrganisation(pool, systemActor(orgId), signal).catch((error: unknown) => {
        logger.error({ err: error, orgId }, 'the day roll-over of an organisation failed');
      });
    }
  });
}

async function rollOverOrganisation(pool: pg.Pool, actor: Actor, signal: StopSignal): Promise<void> {
  const run = <T extends object>(verb: Command<T>): Promise<T> =>
    runMutation(pool, actor, { name: 'dayRollOver', input: {} }, verb);
  await run(purgeKeys);
  const { due } = await run(async (tx) => ({ due: await openRollOver(tx) }));
  if (due === null) return;
  let place: TaskPlace | null = null;
  do {
    if (signal.aborted) return;
    const from: TaskPlace | null = place;
    const { last }: { last: TaskPlace | null } = await run((tx) => recountNext(tx, from));
    place = last;
  } while (place !== null);
  for (const projectId of due.projectIds) {
    let after: string | undefined;
    do {
      if (signal.aborted) return;
      const { last } = await run((tx) => rollOverBatch(tx, projectId, after)).catch(skipDeleted);
      after = last ?? undefined;
    } while (after !== undefined);
  }
  await run((tx) => noteSettledDay(tx, due.settings));
}

/** A project that was deleted meanwhile needs no update. */
function skipDeleted(error: unknown): { last: null } {
  if (error instanceof PitError && error.code === 'NOT_FOUND') return { last: null };
  throw error;
}

import type pg from 'pg';
import type { Actor } from '../domain/directory/actor.ts';
import { PitError } from '../domain/errors.ts';
import { logger } from '../logger.ts';
import {
  nextProjects,
  noteSettledDay,
  openRollOver,
  purgeKeys,
  recountNext,
  rollOverBatch,
  type RollOverPlace,
  type SizedProject,
} from '../services/maintenance/day-roll-over.ts';
import { expireAcceptances, remindOfAcceptances } from '../services/intake/acceptance-expiry.ts';
import { lapseExtensions } from '../services/maintenance/extension-lapse.ts';
import { rollOverSet } from '../services/maintenance/day-roll-over-set.ts';
import { remindOfEvidence } from '../services/notifications/evidence-reminders.ts';
import { systemActor } from '../domain/directory/actor.ts';
import { listOrganisations } from '../services/directory/platform.ts';
import { runMutation } from '../services/transaction/mutation-transaction.ts';
import type { Command } from '../services/transaction/command.ts';
import { NEVER_STOPPED, withJobLease, type StopSignal } from './job-lease.ts';
import { Pace } from './pace.ts';
import { lapseProofsOf } from './proof-lapse.ts';
import { makeOccurrencesOf } from './recurrence/occurrences.ts';

/** Tasks of one transaction, whose projects are locked for as long, and the part of the time that the work takes. */
const PACE = { batchMs: 150, share: 0.8, units: { first: 200, least: 20, most: 1_000 } };
/** Tasks whose durations one transaction counts; where a calendar has changed, each of them is written and audited. */
const COUNTING = { batchMs: 400, share: 0.8, units: { first: 500, least: 20, most: 2_000 } };

/**
 * Counts proof anew that has lapsed, and makes the work that comes again. Where a new day has begun since the last run, or settings have changed, updates the statuses and roll-ups that follow from them; elsewhere does
 * nothing. Of several processes one runs; each goes on where the one before it has come to. Projects are taken in sets, each a
 * transaction of its own, so that nobody waits long for one.
 */
export async function rollOverDays(pool: pg.Pool, stop = NEVER_STOPPED): Promise<void> {
  await withJobLease(pool, { name: 'day roll-over', signal: stop }, async (signal) => {
    for (const orgId of await listOrganisations(pool)) {
      if (signal.aborted) return;
      await new OrganisationRollOver(pool, systemActor(orgId), signal).run().catch((error: unknown) => {
        logger.error({ err: error, orgId }, 'the day roll-over of an organisation failed');
      });
    }
  });
}

/** One run over one organisation. */
class OrganisationRollOver {
  private readonly pace = new Pace(PACE);
  private readonly counting = new Pace(COUNTING);

  constructor(
    private readonly pool: pg.Pool,
    private readonly actor: Actor,
    private readonly signal: StopSignal,
  ) {}

  async run(): Promise<void> {
    await this.write(purgeKeys);
    while (!this.signal.aborted && (await this.write(lapseExtensions)).isMore);
    while (!this.signal.aborted && (await this.write(expireAcceptances)).isMore);
    await lapseProofsOf((command) => this.write(command), this.signal);
    await makeOccurrencesOf((command) => this.write(command), this.signal);
    const { due } = await this.write(async (tx) => ({ due: await openRollOver(tx) }));
    if (due === null) return;
    while (!this.signal.aborted && (await this.write(remindOfEvidence)).isMore);
    while (!this.signal.aborted && (await this.write(remindOfAcceptances)).isMore);
    const isOver = (await this.countDurations(due.place)) && (await this.turnProjects(due.place.turned));
    if (isOver) await this.write((tx) => noteSettledDay(tx, due.settings));
  }

  /** @returns false where it was told to stop, as `turnProjects` does. */
  private async countDurations({ counted, turned }: RollOverPlace): Promise<boolean> {
    if (turned !== null) return true;
    let place = counted;
    do {
      if (this.signal.aborted) return false;
      const after = place;
      ({ last: place } = await this.counted((units) => this.write((tx) => recountNext(tx, after, units))));
    } while (place !== null);
    return true;
  }

  /** Tries again with half as many where the database ended a statement because it took too long. */
  private async counted<T>(count: (units: number) => Promise<T>): Promise<T> {
    for (;;) {
      const { units } = this.counting;
      try {
        return await this.counting.run(units, () => count(units));
      } catch (error) {
        if (!isTooLong(error) || !this.counting.shrink()) throw error;
      }
    }
  }

  private async turnProjects(turned: string | null): Promise<boolean> {
    let place = turned;
    for (;;) {
      if (this.signal.aborted) return false;
      const after = place;
      const { units } = this.pace;
      const next = await this.write((tx) => nextProjects(tx, after, units));
      if (next.length === 0) return true;
      const tasks = next.reduce((sum, { taskCount }) => sum + taskCount, 0);
      if (!(await this.pace.run(tasks, () => this.turn(next, tasks)))) return false;
      place = next.at(-1)?.id ?? null;
    }
  }

  /** Together where they are small enough for one transaction; what cannot be had together comes one by one. */
  private async turn(projects: readonly SizedProject[], tasks: number): Promise<boolean> {
    const ids = projects.map(({ id }) => id);
    const left = tasks > PACE.units.most ? ids : await this.turnSet(ids);
    for (const id of left) if (!(await this.turnOne(id))) return false;
    return true;
  }

  /** @returns the projects that are left. A refusal is one project's, and the others are not to wait for it. */
  private async turnSet(ids: readonly string[]): Promise<readonly string[]> {
    try {
      return (await this.write((tx) => rollOverSet(tx, ids))).left;
    } catch (error) {
      if (isRefusal(error)) return ids;
      if (!isTooLong(error)) throw error;
      this.pace.shrink();
      return ids;
    }
  }

  private async turnOne(projectId: string): Promise<boolean> {
    let after: string | undefined;
    do {
      if (this.signal.aborted) return false;
      const from = after;
      try {
        const { last } = await this.write((tx) => rollOverBatch(tx, projectId, from));
        after = last ?? undefined;
      } catch (error) {
        if (!isRefusal(error)) throw error;
        // One that was deleted meanwhile needs no update; another refusal would be the same in a minute.
        if (error.code !== 'NOT_FOUND')
          logger.error({ err: error, orgId: this.actor.orgId, projectId }, 'a project was not rolled over');
        return true;
      }
    } while (after !== undefined);
    return true;
  }

  private write<T extends object>(verb: Command<T>): Promise<T> {
    return runMutation(this.pool, this.actor, { name: 'dayRollOver', input: {} }, verb);
  }
}

/** Whether the database ended a statement, or the transaction, because it took too long. */
function isTooLong(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === '57014' || code === '25P04';
}

/** What the rules say of a project's work, in contrast to what a connection or a busy database makes of it. */
function isRefusal(error: unknown): error is PitError {
  return error instanceof PitError && error.code !== 'UNAVAILABLE' && error.code !== 'LIMIT_EXCEEDED';
}

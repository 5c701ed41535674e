import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { translateDriverError } from '../db/connection/driver-errors.ts';
import { onCommit } from '../db/write/after-commit.ts';
import { systemActor, type Actor } from '../domain/directory/actor.ts';
import { PitError } from '../domain/errors.ts';
import { logger } from '../logger.ts';
import { listOrganisations } from '../services/directory/platform.ts';
import {
  beginApplication,
  endApplication,
  runApplication,
  runningApplications,
  type BegunApplication,
} from '../services/schedule/preview/run-application.ts';
import type { Command } from '../services/transaction/command.ts';
import { runMutation } from '../services/transaction/mutation-transaction.ts';
import { NEVER_STOPPED, withJobLease, type StopSignal } from './job-lease.ts';

/** Applications of one organisation that a look brings. */
const LOOK = 100;

/** What may be otherwise the next time: the database was busy, away, or the machine starved. */
const PASSING: ReadonlySet<PitError['code']> = new Set(['UNAVAILABLE', 'LIMIT_EXCEEDED']);
const LOCKED = '55P03';

/**
 * Applies previews that move too many tasks for a request to wait for. A commit of this process wakes it for the one that
 * it asked for; a sweep, on one process of several, finds those that a process that died has left. An application is done
 * in one transaction, which two processes cannot have at once, so that it is done whole and once, or not at all.
 */
export class ScheduleApplicationJob {
  /** Waiting applications with their organisations, in the order in which they came. */
  private readonly waiting = new Map<string, string>();
  private working: Promise<void> | undefined;
  private isStopped = false;
  private readonly deafen: () => void;

  constructor(private readonly pool: pg.Pool) {
    this.deafen = onCommit(pool, ({ orgId, events }) => {
      for (const { payload } of events) {
        if ('applicationId' in payload && payload.applicationId !== undefined)
          this.wake(orgId, payload.applicationId);
      }
    });
  }

  /** Does an application; what is over already costs one look. */
  wake(orgId: string, id: string): void {
    if (this.isStopped) return;
    this.waiting.set(id, orgId);
    this.working ??= this.work().finally(() => {
      this.working = undefined;
    });
  }

  /** Wakes itself for all that is under way, in all organisations; of several processes one does. */
  async sweep(stop: StopSignal = NEVER_STOPPED): Promise<void> {
    await withJobLease(this.pool, { name: 'schedule applications', signal: stop }, async (signal) => {
      for (const orgId of await listOrganisations(this.pool)) {
        if (signal.aborted) return;
        const { ids } = await this.run(systemActor(orgId), async (tx) => ({
          ids: await runningApplications(tx, LOOK),
        }));
        for (const id of ids) this.wake(orgId, id);
      }
    });
  }

  /** Resolves once nothing waits and nothing is done. */
  async idle(): Promise<void> {
    while (this.working !== undefined) await this.working;
  }

  /** Starts nothing more, and resolves once what is under way is over. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.deafen();
    this.waiting.clear();
    await this.working;
  }

  private async work(): Promise<void> {
    for (;;) {
      const [next] = this.waiting;
      if (next === undefined) return;
      const [id, orgId] = next;
      this.waiting.delete(id);
      await this.apply(orgId, id).catch((error: unknown) => {
        logger.error({ err: error, orgId, applicationId: id }, 'a schedule could not be applied');
      });
    }
  }

  private async apply(orgId: string, id: string): Promise<void> {
    const platform = systemActor(orgId);
    const { begun } = await this.run(platform, async (tx) => ({ begun: await beginApplication(tx, id) }));
    if (begun === null) return;
    try {
      await this.run(begun.actor, (tx) => runApplication(tx, id));
    } catch (error) {
      const end = endOf(error, begun);
      logger.warn({ err: error, orgId, applicationId: id, ...end }, 'a schedule was not applied');
      if (end === null) return;
      await this.run(platform, async (tx) => {
        await endApplication(tx, id, end.state, end.why);
        return {};
      });
    }
  }

  private run<T extends object>(actor: Actor, verb: Command<T>): Promise<T> {
    return runMutation(this.pool, actor, { name: 'schedule application', input: {} }, verb);
  }
}

/** How an application ends by an error; null where the next sweep tries again. */
function endOf(
  error: unknown,
  { isLastAttempt }: BegunApplication,
): { state: 'refused' | 'failed'; why: PitError } | null {
  // A lost connection, or none that is free: it is the database's moment, not the plan.
  const isAway = error instanceof PitError && error.code === 'UNAVAILABLE';
  if (error instanceof PitError && !isAway) return { state: 'refused', why: error };
  const why = isAway ? error : translateDriverError(error);
  const isPassing = why !== undefined && (PASSING.has(why.code) || isLockTimeout(error));
  if (why !== undefined && !isPassing) return { state: 'refused', why };
  return isLastAttempt ? { state: 'failed', why: why ?? fault(error) } : null;
}

function isLockTimeout(error: unknown): boolean {
  return (error as { code?: string }).code === LOCKED;
}

/** A fault of ours is told by the number under which the log has it. */
function fault(error: unknown): PitError {
  const errorId = randomUUID();
  logger.error({ err: error, errorId }, 'the application of a schedule has failed');
  return new PitError('INTERNAL_SERVER_ERROR', `Internal error ${errorId}.`);
}

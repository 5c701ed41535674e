import type pg from 'pg';
import { translateDriverError } from '../db/connection/driver-errors.ts';
import { onCommit } from '../db/write/after-commit.ts';
import { systemActor } from '../domain/directory/actor.ts';
import { PitError } from '../domain/errors.ts';
import { logger } from '../logger.ts';
import { listOrganisations } from '../services/directory/platform.ts';
import {
  refreshSchedules,
  staleProjects,
  type Refreshed,
  type RefreshOptions,
  type StaleProject,
} from '../services/schedule/refresh-schedules.ts';
import { forgetPlans } from '../services/schedule/resident-plans.ts';
import { PLAN_TOPICS } from '../services/schedule/stored-plan.ts';
import { runMutation } from '../services/transaction/mutation-transaction.ts';
import type { Command } from '../services/transaction/command.ts';
import { NEVER_STOPPED, withJobLease, type StopSignal } from './job-lease.ts';
import { Pace, type PaceOptions } from './pace.ts';

/** After a change the schedule waits for the next one so long, in ms, but never longer than the other. */
const QUIET_MS = 100;
const LONGEST_WAIT_MS = 1_000;
/** When a project is looked at again that another process was computing, in ms. */
const BUSY_MS = 250;
/** Small projects are computed together in one transaction: so many tasks and projects, and so many projects. */
const BATCH_WORK = 1_000;
const BATCH_PROJECTS = 200;
/** At the first start the sweep computes thousands of projects, and requests are not to notice it. */
const SWEEP_PACE: PaceOptions = {
  batchMs: 14,
  share: 1 / 3,
  units: { first: 50, least: 25, most: BATCH_WORK },
};
/** Projects that one look for stale ones brings. */
const LOOK = 2_000;

interface Pending {
  readonly orgId: string;
  readonly projectId: string;
  /** When it was first woken, and when it is due, in ms of the process' clock. */
  readonly since: number;
  due: number;
}

/**
 * Keeps the stored schedules up with the plans. A commit of this process wakes it for the projects that it was about; a
 * sweep, on one process of several, finds the rest: what a process that died has left, a new day, other settings, and
 * everything at the first start.
 */
export class ScheduleJob {
  private readonly pending = new Map<string, Pending>();
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> | undefined;
  private isStopped = false;
  /** How long, in seconds, the longest waiting project had waited when the last sweep looked. */
  private sweptLag = 0;
  private readonly deafen: () => void;

  constructor(private readonly pool: pg.Pool) {
    this.deafen = onCommit(pool, ({ orgId, events }) => {
      for (const { topic, streamId } of events) if (PLAN_TOPICS.includes(topic)) this.wake(orgId, streamId);
    });
  }

  /** How far the stored schedules are behind the plans, in seconds. */
  get lagSeconds(): number {
    const since = [...this.pending.values()].map((each) => (performance.now() - each.since) / 1_000);
    return Math.max(this.sweptLag, ...since);
  }

  /** Computes a project's schedule once its changes have come to rest. */
  wake(orgId: string, projectId: string, afterMs = QUIET_MS): void {
    if (this.isStopped) return;
    const now = performance.now();
    const key = `${orgId}:${projectId}`;
    const { since = now } = this.pending.get(key) ?? {};
    const due = Math.min(now + afterMs, Math.max(now, since + LONGEST_WAIT_MS));
    this.pending.set(key, { orgId, projectId, since, due });
    this.schedule();
  }

  /** Computes everything that is behind, in all organisations; of several processes one does. */
  async sweep(stop: StopSignal = NEVER_STOPPED): Promise<void> {
    // Of all organisations; a process that does not get the lease knows of none.
    this.sweptLag = 0;
    await withJobLease(this.pool, { name: 'schedule', signal: stop }, async (signal) => {
      for (const orgId of await listOrganisations(this.pool)) {
        if (signal.aborted) return;
        await this.sweepOrganisation(orgId, signal).catch((error: unknown) => {
          logger.error({ err: error, orgId }, 'the schedules of an organisation could not be computed');
        });
      }
    });
  }

  /** Starts nothing more, and resolves once what is under way is over. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.deafen();
    clearTimeout(this.timer);
    await this.working;
  }

  private schedule(): void {
    if (this.working !== undefined || this.pending.size === 0 || this.isStopped) return;
    clearTimeout(this.timer);
    let due = Infinity;
    for (const each of this.pending.values()) due = Math.min(due, each.due);
    this.timer = setTimeout(() => this.start(), Math.max(0, due - performance.now())).unref();
  }

  private start(): void {
    this.working = this.computeDue()
      .catch((error: unknown) => logger.error({ err: error }, 'schedules could not be computed'))
      .finally(() => {
        this.working = undefined;
        this.schedule();
      });
  }

  private async computeDue(): Promise<void> {
    const now = performance.now();
    const due = [...this.pending].filter(([, each]) => each.due <= now);
    const byOrganisation = new Map<string, string[]>();
    for (const [key, { orgId, projectId }] of due) {
      this.pending.delete(key);
      byOrganisation.set(orgId, [...(byOrganisation.get(orgId) ?? []), projectId]);
    }
    for (const [orgId, projectIds] of byOrganisation) {
      const limit = projectIds.length;
      const { stale } = await this.run(orgId, async (tx) => ({
        stale: await staleProjects(tx, { among: projectIds, limit }),
      }));
      let rest: readonly StaleProject[] = stale;
      while (rest.length > 0 && !this.isStopped) {
        const batch = firstBatch(rest, BATCH_WORK);
        await this.refresh(orgId, batch);
        rest = rest.slice(batch.length);
      }
    }
  }

  private async sweepOrganisation(orgId: string, signal: StopSignal): Promise<void> {
    const seen: string[] = [];
    for (;;) {
      const { stale } = await this.run(orgId, async (tx) => ({
        stale: await staleProjects(tx, { except: seen, limit: LOOK }),
      }));
      if (seen.length === 0)
        this.sweptLag = Math.max(this.sweptLag, ...stale.map((each) => each.waitedSeconds ?? 0));
      if (stale.length === 0 || signal.aborted) return;
      seen.push(...stale.map(({ id }) => id));
      await this.refreshPaced(orgId, stale, signal);
    }
  }

  private async refreshPaced(
    orgId: string,
    stale: readonly StaleProject[],
    signal: StopSignal,
  ): Promise<void> {
    const pace = new Pace(SWEEP_PACE);
    let rest = stale;
    for (let n = 1; rest.length > 0 && !signal.aborted && !this.isStopped; n++) {
      const batch = firstBatch(rest, pace.units);
      const work = batch.reduce((sum, project) => sum + workOf(project), 0);
      const planning = isPowerOfTwo(n) ? 'anew' : 'kept';
      await pace.run(work, () => this.refresh(orgId, batch, planning));
      rest = rest.slice(batch.length);
    }
  }

  /** Projects that cannot be computed are left to the next sweep; those behind them are not. */
  private async refresh(orgId: string, batch: readonly StaleProject[], planning?: Planning): Promise<void> {
    try {
      const { busy } = await this.refreshBatch(orgId, batch, planning);
      for (const id of busy) this.wake(orgId, id, BUSY_MS);
    } catch (error) {
      if (isAway(error)) throw error;
      const projectIds = batch.map(({ id }) => id);
      forgetPlans(orgId, projectIds);
      logger.error({ err: error, orgId, projectIds }, 'schedules could not be computed');
    }
  }

  /** Where a plan refuses the dates of its schedule, the schedule is stored without, and the plan stays as it is. */
  private async refreshBatch(
    orgId: string,
    batch: readonly StaleProject[],
    planning?: Planning,
  ): Promise<Refreshed> {
    const isApplying = batch.some(({ isApplied }) => isApplied);
    try {
      return await this.run(orgId, (tx) => refreshSchedules(tx, batch, { isApplying, planning }));
    } catch (error) {
      // Stored without its dates a schedule is up to date, and nobody would look at it again: what merely came at a bad
      // moment, such as a lock or a time limit, is left to the next sweep.
      if (!isApplying || !isRefusal(error)) throw error;
      const projectIds = batch.map(({ id }) => id);
      logger.warn({ err: error, orgId, projectIds }, 'the dates of a schedule could not be applied');
      return this.run(orgId, (tx) => refreshSchedules(tx, batch, { isApplying: false }));
    }
  }

  private run<T extends object>(orgId: string, verb: Command<T>): Promise<T> {
    return runMutation(this.pool, systemActor(orgId), { name: 'schedule', input: {} }, verb);
  }
}

/** A lost connection, or none that is free: it is the database's moment, not the plan. */
function isAway(error: unknown): boolean {
  const known = error instanceof PitError ? error : translateDriverError(error);
  return known?.code === 'UNAVAILABLE';
}

/** Whether a plan does not take the dates, however often they are tried. */
function isRefusal(error: unknown): boolean {
  if (error instanceof PitError) return !isAway(error);
  const { code } = translateDriverError(error) ?? {};
  return code === 'BAD_USER_INPUT' || code === 'NOT_FOUND';
}

type Planning = RefreshOptions['planning'];

/**
 * When the batches of a sweep are planned anew: the tables that they fill have about doubled since. Planning takes longer than executing for
 * small projects, and plans that were made for empty tables run through whole ones.
 */
const isPowerOfTwo = (n: number): boolean => (n & (n - 1)) === 0;

/** A project costs about as much as a task. */
const workOf = ({ taskCount }: StaleProject): number => taskCount + 1;

/**
 * As many of the projects, from the first on, as make so much work; a larger one stands alone, and so does one whose dates
 * are changed.
 */
function firstBatch(projects: readonly StaleProject[], most: number): readonly StaleProject[] {
  let count = 0;
  let work = 0;
  for (const project of projects.slice(0, BATCH_PROJECTS)) {
    work += workOf(project);
    if (count > 0 && (work > most || project.isApplied)) break;
    count += 1;
    if (project.isApplied) break;
  }
  return projects.slice(0, count);
}

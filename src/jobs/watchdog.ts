import type pg from 'pg';
import { BoundedCache } from '../bounded-cache.ts';
import { onCommit } from '../db/write/after-commit.ts';
import { systemActor } from '../domain/directory/actor.ts';
import { logger } from '../logger.ts';
import type { AdviceRules } from '../services/advice/advice-rules.ts';
import { adviseScan } from '../services/advice/ask-scan.ts';
import { listOrganisations } from '../services/directory/platform.ts';
import type { Command } from '../services/transaction/command.ts';
import { runMutation } from '../services/transaction/mutation-transaction.ts';
import {
  beginScan,
  endScan,
  projectsToScan,
  readCircumstances,
  watchProject,
  WATCHED_TOPICS,
  type Watched,
} from '../services/watchdog/scan-runs.ts';
import { onScanWanted } from '../services/watchdog/scan-requests.ts';
import { NEVER_STOPPED, withJobLease, type StopSignal } from './job-lease.ts';
import { Pace, type PaceOptions } from './pace.ts';

/** When a project is looked at after its last event and at the latest, and after a process that has it, in ms. */
export interface WatchdogDelays {
  readonly quiet: number;
  readonly longest: number;
  readonly busy: number;
}

const DELAYS: WatchdogDelays = { quiet: 30_000, longest: 45_000, busy: 1_000 };
/** Projects that wait at most; what finds no room is found by the next run over all. */
const MOST_PENDING = 10_000;
/** An organisation is gone through again so long after it was last, in ms, whatever has been heard. */
const NET_MS = 15 * 60_000;
/** The first run goes over thousands of projects, and requests are not to notice it. */
const PACE: PaceOptions = { batchMs: 30, share: 2 / 3, units: { first: 1, least: 1, most: 1 } };

interface Pending {
  readonly orgId: string;
  readonly projectId: string;
  /** When it was first woken, and when it is due, in ms of the process' clock. */
  readonly since: number;
  due: number;
}

/** What a run has done in an organisation so far. */
interface Tally {
  projects: number;
  raised: number;
}

/** When an organisation was last gone through, and what it was like. */
interface Sweep {
  readonly at: number;
  readonly circumstances: string;
}

/**
 * Keeps the alerts up with the projects. A commit of this process wakes it for the projects that it was about, once their
 * changes have come to rest; a run over all, on one process of several, finds the rest: at the turn of the day, after a
 * change of settings, and every quarter of an hour what a process that died has left. What has not changed since it was
 * looked at is passed over.
 */
export class WatchdogJob {
  private readonly pending = new Map<string, Pending>();
  private readonly swept = new BoundedCache<Sweep>('watchdog_sweeps', MOST_PENDING);
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> | undefined;
  private isStopped = false;
  private readonly deafen: (() => void)[];

  constructor(
    private readonly pool: pg.Pool,
    private readonly delays: WatchdogDelays = DELAYS,
    private readonly adviceRules: AdviceRules = null,
  ) {
    this.deafen = [
      onCommit(pool, ({ orgId, events }) => {
        for (const { topic, streamId } of events) if (WATCHED_TOPICS.has(topic)) this.wake(orgId, streamId);
      }),
      onScanWanted(pool, ({ orgId, projectId, isUrgent }) =>
        this.wake(orgId, projectId, isUrgent ? 0 : this.delays.quiet),
      ),
    ];
  }

  /** Looks at a project once its changes have come to rest. */
  wake(orgId: string, projectId: string, afterMs = this.delays.quiet): void {
    const key = `${orgId}:${projectId}`;
    if (this.isStopped || (this.pending.size >= MOST_PENDING && !this.pending.has(key))) return;
    const now = performance.now();
    const { since = now } = this.pending.get(key) ?? {};
    const due = Math.min(now + afterMs, Math.max(now, since + this.delays.longest));
    this.pending.set(key, { orgId, projectId, since, due });
    this.schedule();
  }

  /** Goes through the organisations for which that is due; of several processes one does. */
  tick(stop: StopSignal = NEVER_STOPPED): Promise<void> {
    return this.overAll(stop, (orgId) => this.isDue(orgId));
  }

  /** Goes through all organisations now; of several processes one does. */
  sweep(stop: StopSignal = NEVER_STOPPED): Promise<void> {
    return this.overAll(stop, () => Promise.resolve(true));
  }

  /** Starts nothing more, and resolves once what is under way is over. */
  async stop(): Promise<void> {
    this.isStopped = true;
    for (const deafen of this.deafen) deafen();
    clearTimeout(this.timer);
    await this.working;
  }

  private async overAll(stop: StopSignal, isDue: (orgId: string) => Promise<boolean>): Promise<void> {
    await withJobLease(this.pool, { name: 'watchdog', signal: stop }, async (signal) => {
      for (const orgId of await listOrganisations(this.pool)) {
        if (signal.aborted) return;
        try {
          if (await isDue(orgId)) await this.sweepOrganisation(orgId, signal);
        } catch (error) {
          logger.error({ err: error, orgId }, 'the watchdog could not go through an organisation');
        }
      }
    });
  }

  /** A new day waits for its statuses, which the day roll-over makes, but never longer than the net. */
  private async isDue(orgId: string): Promise<boolean> {
    const last = this.swept.get(orgId);
    if (last === undefined || performance.now() - last.at >= NET_MS) return true;
    const { circumstances, isSettled } = await this.run(orgId, readCircumstances);
    return isSettled && circumstances !== last.circumstances;
  }

  private async sweepOrganisation(orgId: string, signal: StopSignal): Promise<void> {
    const at = performance.now();
    const { circumstances } = await this.run(orgId, readCircumstances);
    const { scanId } = await this.run(orgId, beginScan);
    const { projectIds } = await this.run(orgId, projectsToScan);
    const tally = await this.scanAll(orgId, projectIds, signal);
    if (signal.aborted || this.isStopped) return;
    await this.run(orgId, (tx) => endScan(tx, scanId, tally));
    await this.run(orgId, (tx) => adviseScan(tx, this.adviceRules, { scanId, ...tally }));
    this.swept.set(orgId, { at, circumstances });
  }

  /** A project that cannot be scanned must not hide the others, and is tried again in the next run. */
  private async scanAll(orgId: string, projectIds: readonly string[], signal: StopSignal): Promise<Tally> {
    const tally: Tally = { projects: 0, raised: 0 };
    const pace = new Pace(PACE);
    for (const projectId of projectIds) {
      if (signal.aborted || this.isStopped) break;
      try {
        tally.raised += await pace.run(1, () => this.scan(orgId, projectId, signal));
        tally.projects += 1;
      } catch (error) {
        logger.error({ err: error, orgId, projectId }, 'the watchdog could not scan a project');
      }
    }
    return tally;
  }

  /** Scans a project until all is said that is due; answers how many alerts were raised. */
  private async scan(orgId: string, projectId: string, signal: StopSignal): Promise<number> {
    let raised = 0;
    let last: Watched;
    do {
      last = await this.run(orgId, (tx) => watchProject(tx, projectId));
      raised += last.raised;
      for (const other of last.alsoDue) this.wake(orgId, other, this.delays.busy);
    } while (!last.isDone && !signal.aborted && !this.isStopped);
    if (last.isBusy) this.wake(orgId, projectId, this.delays.busy);
    return raised;
  }

  private schedule(): void {
    if (this.working !== undefined || this.pending.size === 0 || this.isStopped) return;
    clearTimeout(this.timer);
    let due = Infinity;
    for (const each of this.pending.values()) due = Math.min(due, each.due);
    this.timer = setTimeout(() => this.start(), Math.max(0, due - performance.now())).unref();
  }

  private start(): void {
    this.working = this.scanDue()
      .catch((error: unknown) => logger.error({ err: error }, 'projects could not be watched'))
      .finally(() => {
        this.working = undefined;
        this.schedule();
      });
  }

  private async scanDue(): Promise<void> {
    const now = performance.now();
    const byOrganisation = new Map<string, string[]>();
    for (const [key, { orgId, projectId, due }] of this.pending) {
      if (due > now) continue;
      this.pending.delete(key);
      const ids = byOrganisation.get(orgId);
      if (ids === undefined) byOrganisation.set(orgId, [projectId]);
      else ids.push(projectId);
    }
    for (const [orgId, ids] of byOrganisation) await this.scanAll(orgId, ids, NEVER_STOPPED);
  }

  private run<T extends object>(orgId: string, verb: Command<T>): Promise<T> {
    return runMutation(this.pool, systemActor(orgId), { name: 'watchdogScan', input: {} }, verb);
  }
}

import type pg from 'pg';
import { onCommit } from '../db/write/after-commit.ts';
import { systemActor } from '../domain/directory/actor.ts';
import type { TimelineZoom } from '../domain/schedule/timeline/timeline-layout.ts';
import { logger } from '../logger.ts';
import { listOrganisations } from '../services/directory/platform.ts';
import { PLAN_TOPICS } from '../services/schedule/stored-plan.ts';
import { TIMELINE_TOPICS } from '../services/schedule/timeline/kept-timeline.ts';
import { refreshTimeline, staleTimelines } from '../services/schedule/timeline/refresh-timelines.ts';
import { onTimelineWanted } from '../services/schedule/timeline/timeline-requests.ts';
import type { Command } from '../services/transaction/command.ts';
import { runMutation } from '../services/transaction/mutation-transaction.ts';
import { NEVER_STOPPED, withJobLease, type StopSignal } from './job-lease.ts';

/** After a change a timeline waits so long for the next one, in ms, and so long for a process that has the project. */
const QUIET_MS = 100;
const BUSY_MS = 250;
/** When the columns of a timeline are stored that has become another one: changes that come one after the other share it. */
const COLUMNS_MS = 5_000;
/** Projects that one look for those behind brings. */
const LOOK = 500;
/** Projects that wait at most; what finds no room is found by the sweep, or asked for again. */
const MOST_PENDING = 10_000;

interface Pending {
  readonly orgId: string;
  readonly projectId: string;
  readonly zooms: Set<TimelineZoom>;
  due: number;
}

/** Events that change a timeline and leave the schedule as it is: of the others the schedule's job tells the timelines. */
const OWN_TOPICS = new Set(TIMELINE_TOPICS.filter((topic) => !PLAN_TOPICS.includes(topic)));

/**
 * Keeps the stored timelines up with what the schedule's job does not see, stores the columns of those that it has changed,
 * and begins to keep those that are asked for the first time. A sweep, on one process of several, finds what a process that died has left.
 */
export class TimelineJob {
  private readonly pending = new Map<string, Pending>();
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> | undefined;
  private isStopped = false;
  private readonly deafen: (() => void)[];

  constructor(private readonly pool: pg.Pool) {
    this.deafen = [
      onCommit(pool, ({ orgId, events }) => {
        for (const { topic, streamId, payload } of events) {
          if (OWN_TOPICS.has(topic)) this.wake(orgId, streamId);
          if ('timelineId' in payload) this.wake(orgId, streamId, [], COLUMNS_MS);
        }
      }),
      onTimelineWanted(pool, ({ orgId, projectId, zoom }) => this.wake(orgId, projectId, [zoom])),
    ];
  }

  /** Lays a project out once its changes have come to rest. */
  wake(orgId: string, projectId: string, zooms: Iterable<TimelineZoom> = [], afterMs = QUIET_MS): void {
    const key = `${orgId}:${projectId}`;
    if (this.isStopped || (this.pending.size >= MOST_PENDING && !this.pending.has(key))) return;
    const due = performance.now() + afterMs;
    const entry = this.pending.get(key) ?? { orgId, projectId, zooms: new Set<TimelineZoom>(), due };
    entry.due = Math.min(entry.due, due);
    for (const zoom of zooms) entry.zooms.add(zoom);
    this.pending.set(key, entry);
    this.schedule();
  }

  /** Lays out everything that is behind, in all organisations; of several processes one does. */
  async sweep(stop: StopSignal = NEVER_STOPPED): Promise<void> {
    await withJobLease(this.pool, { name: 'timeline', signal: stop }, async (signal) => {
      for (const orgId of await listOrganisations(this.pool)) {
        if (signal.aborted) return;
        const look = async () => ({ ids: [] as string[] });
        const { ids } = await this.run(orgId, async (tx) => ({ ids: await staleTimelines(tx, LOOK) })).catch(
          look,
        );
        for (const id of ids) this.wake(orgId, id);
      }
    });
  }

  /** Starts nothing more, and resolves once what is under way is over. */
  async stop(): Promise<void> {
    this.isStopped = true;
    for (const deafen of this.deafen) deafen();
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
    this.working = this.refreshDue()
      .catch((error: unknown) => logger.error({ err: error }, 'timelines could not be laid out'))
      .finally(() => {
        this.working = undefined;
        this.schedule();
      });
  }

  private async refreshDue(): Promise<void> {
    const now = performance.now();
    for (const [key, each] of [...this.pending]) {
      if (each.due > now) continue;
      if (this.isStopped) return;
      this.pending.delete(key);
      await this.refresh(each).catch((error: unknown) => {
        logger.error({ err: error, projectId: each.projectId }, 'a timeline could not be laid out');
      });
    }
  }

  private async refresh({ orgId, projectId, zooms }: Pending): Promise<void> {
    const { isBusy } = await this.run(orgId, (tx) => refreshTimeline(tx, { projectId, zooms: [...zooms] }));
    if (isBusy) this.wake(orgId, projectId, zooms, BUSY_MS);
  }

  private run<T extends object>(orgId: string, verb: Command<T>): Promise<T> {
    return runMutation(this.pool, systemActor(orgId), { name: 'timeline', input: {} }, verb);
  }
}

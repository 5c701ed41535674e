import type pg from 'pg';
import { createPool } from '../src/db/connection/pool.ts';
import { LOAD_PLANS } from '../src/db/queries/schedule/plan-load-query.ts';
import { TIMELINE_ITEMS } from '../src/db/queries/schedule/timeline-items-query.ts';
import { Loaders } from '../src/db/read/loaders.ts';
import { TenantReadBatch } from '../src/db/read/tenant-read-batch.ts';
import { systemActor } from '../src/domain/directory/actor.ts';
import { viewport } from '../src/domain/schedule/timeline/timeline-viewport.ts';
import { DEMO_ADMIN } from '../src/services/demo/demo.ts';
import { updateTask } from '../src/services/plan/tasks/task-update.ts';
import { readGround } from '../src/services/schedule/read-schedule.ts';
import { refreshSchedules, staleProjects } from '../src/services/schedule/refresh-schedules.ts';
import { computePlan, rulesHashOf, storedPlan } from '../src/services/schedule/stored-plan.ts';
import { keptTimelines } from '../src/services/schedule/timeline/kept-timeline.ts';
import { readTimeline, type TimelineReader } from '../src/services/schedule/timeline/read-timeline.ts';
import { refreshTimeline } from '../src/services/schedule/timeline/refresh-timelines.ts';
import { itemRecords } from '../src/services/schedule/timeline/timeline-items.ts';
import type { Command } from '../src/services/transaction/command.ts';
import { runMutation } from '../src/services/transaction/mutation-transaction.ts';
import { withEmptyGround } from './attacks/ground.ts';
import { announce } from './audit-trail.ts';
import { makePlan, taskId } from './large-plan.ts';
import type { Options } from './options.ts';
import { median } from './report.ts';
import { BARE_FEED } from './schedule-database.ts';

const TASKS = 10_000;
const LINKS = 15_000;
const ROWS = 500;
/** Timed runs of each, after some that only warm up. */
const RUNS = 9;
const WARM_UP = 3;
const MOST_TASKS = 20_000;

/** Times the feed of a large plan: cold, a part of it at hand, and from a change to its stored delta. */
export async function benchTimeline({ rounds }: Options): Promise<void> {
  await withEmptyGround(async (ground) => {
    await announce(ground.appUrl);
    const projectId = await makePlan(ground.adminUrl, { tasks: TASKS, links: LINKS });
    const pool = createPool(ground.appUrl, { max: 2, name: 'timeline-bench' });
    try {
      await timeFeed(pool, projectId, RUNS * rounds);
    } finally {
      await pool.end();
    }
  });
}

async function timeFeed(pool: pg.Pool, projectId: string, runs: number): Promise<void> {
  const { orgId } = DEMO_ADMIN;
  const run = <T extends object>(verb: Command<T>, actor = systemActor(orgId)): Promise<T> =>
    runMutation(pool, actor, { name: 'bench', input: {} }, verb);
  const read = () => new TenantReadBatch(pool, DEMO_ADMIN);
  const reader = (): TimelineReader => ({ loaders: new Loaders(read()), orgId, want: () => undefined });
  const refresh = () => run(async (tx) => refreshSchedules(tx, await staleProjects(tx, { limit: 10 })));
  await refresh();
  await run((tx) => refreshTimeline(tx, { projectId, zooms: ['week'] }));

  const bare = await medianOf(runs, async () => void (await read().rows(BARE_FEED, [projectId])));
  const cold = await medianOf(runs, () => coldFeed(reader(), read(), projectId));
  await readTimeline(reader(), projectId, 'week');
  const cached = await medianOf(runs, async () => {
    const { timeline } = await readTimeline(reader(), projectId, 'week');
    JSON.stringify(viewport(timeline!.layout, { offset: 4_000, limit: ROWS }));
  });
  let day = 0;
  const id = taskId(7);
  const moved: number[] = [];
  for (let n = 0; n < runs + WARM_UP; n += 1) {
    day += 1;
    const startDate = new Date(Date.UTC(2027, 0, day)).toISOString().slice(0, 10);
    await run((tx) => updateTask(tx, { id, startDate }), DEMO_ADMIN);
    const took = await timed(async () => void (await refresh()));
    if (n >= WARM_UP) moved.push(took);
  }
  print({ bare, cold, cached, moved: median(moved) });
}

/** Load, critical path, layout and JSON, with nothing at hand. */
async function coldFeed(reader: TimelineReader, batch: TenantReadBatch, projectId: string): Promise<void> {
  const [ground, [row], [packed]] = await Promise.all([
    readGround(reader),
    batch.rows(LOAD_PLANS, [[projectId], String(MOST_TASKS)]),
    batch.rows(TIMELINE_ITEMS, [[projectId]]),
  ]);
  const day = { today: ground.today, rulesHash: rulesHashOf(ground) };
  const computed = computePlan(storedPlan(row!, MOST_TASKS)!, ground);
  JSON.stringify(keptTimelines(computed, itemRecords(packed!), ['week'], day).get('week')?.layout);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function medianOf(runs: number, work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < runs + WARM_UP; n += 1) {
    const took = await timed(work);
    if (n >= WARM_UP) times.push(took);
  }
  return median(times);
}

function print(times: Readonly<Record<'bare' | 'cold' | 'cached' | 'moved', number>>): void {
  const line = (what: string, ms: number) =>
    console.log(`${what.padEnd(48)}${ms.toFixed(1).padStart(8)} ms  ${(times.bare / ms).toFixed(2)}`);
  console.log(`${TASKS} tasks, ${LINKS} links; medians; ratio to the bare statement`);
  line('json_agg of rows and links by PostgreSQL', times.bare);
  line('cold: load, critical path, layout, JSON', times.cold);
  line(`${ROWS} rows of a timeline at hand`, times.cached);
  line('a moved task: schedule, timeline, delta stored', times.moved);
}

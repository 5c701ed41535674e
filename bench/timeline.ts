import pg from 'pg';
import { createPool } from '../src/db/connection/pool.ts';
import { statement } from '../src/db/connection/statement.ts';
import { nullable, text } from '../src/db/connection/column-types.ts';
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
import type { Options } from './options.ts';
import { median } from './report.ts';

const TASKS = 10_000;
const LINKS = 15_000;
const ROWS = 500;
/** Timed runs of each, after some that only warm up. */
const RUNS = 9;
const WARM_UP = 3;
const MOST_TASKS = 20_000;

/** A project of 20 phases of 5 packages, tasks of one to nine days, links that lead to higher numbers. */
const PLAN = `
  WITH project AS (
    INSERT INTO pit.project (org_id, name, owner_id, start_date) VALUES ($1, 'Bench', $2, '2026-01-05') RETURNING id
  ), frame AS (
    INSERT INTO pit_ops.date_frame (node_id, org_id, project_id, start_typed) SELECT id, $1, id, '2026-01-05' FROM project
  ), phase AS (
    INSERT INTO pit.phase (org_id, project_id, owner_id, name, order_index)
    SELECT $1, id, $2, 'Phase ' || n, n FROM project, generate_series(0, 19) n RETURNING id, project_id, order_index
  ), package AS (
    INSERT INTO pit.work_package (org_id, project_id, phase_id, owner_id, name, order_index)
    SELECT $1, project_id, phase.id, $2, 'Package ' || phase.order_index || '.' || n, n FROM phase, generate_series(0, 4) n
    RETURNING id, project_id, phase_id
  ), numbered AS (SELECT *, row_number() OVER () - 1 AS place FROM package), task AS (
    INSERT INTO pit.task (id, org_id, project_id, phase_id, work_package_id, owner_id, name, duration_days, start_date, order_index)
    SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, $1, project_id, phase_id, numbered.id, $2,
      'Task ' || n || ' of the plan', 1 + n % 9, CASE WHEN n % 7 = 0 THEN date '2026-01-05' + (n / 20)::int END, n / 100
    FROM generate_series(0, ${TASKS - 1}) n JOIN numbered ON place = n % 100
  ) SELECT id FROM project`;
const LINK = `
  INSERT INTO pit.task_dependency (org_id, project_id, predecessor_task_id, successor_task_id)
  SELECT DISTINCT ON (i, j) $1::uuid, $2::uuid, ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid,
    ('00000000-0000-4000-8000-' || lpad(j::text, 12, '0'))::uuid
  FROM (SELECT (k::bigint * 7919) % ${TASKS - 1} AS i,
      least(${TASKS - 1}, (k::bigint * 7919) % ${TASKS - 1} + 1 + (k::bigint * 104729) % 500) AS j
    FROM generate_series(0, ${LINKS - 1}) k) link`;
/** The bare work: the same fields of the same rows and links, put together by PostgreSQL. */
const BARE = statement(
  `SELECT json_build_object('rows', (SELECT json_agg(json_build_array(t.id, t.name, t.work_package_id, t.progress_percent,
      t.status, s.early_start, s.early_finish, s.total_slack, s.is_critical, s.is_on_longest_path) ORDER BY t.order_index, t.id)
    FROM pit.task t JOIN pit_ops.task_schedule s ON s.task_id = t.id WHERE t.project_id = $1 AND t.deleted_at IS NULL),
    'links', (SELECT json_agg(json_build_array(predecessor_task_id, successor_task_id, dependency_type, lag_days))
    FROM pit.task_dependency WHERE project_id = $1))::text AS feed`,
  { feed: nullable(text) },
);

/** Times the feed of a large plan: cold, a part of it at hand, and from a change to its stored delta. */
export async function benchTimeline({ rounds }: Options): Promise<void> {
  await withEmptyGround(async (ground) => {
    await announce(ground.appUrl);
    const projectId = await makePlan(ground.adminUrl);
    const pool = createPool(ground.appUrl, { max: 2, name: 'timeline-bench' });
    try {
      await timeFeed(pool, projectId, RUNS * rounds);
    } finally {
      await pool.end();
    }
  });
}

async function makePlan(adminUrl: string): Promise<string> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  const { orgId, userId } = DEMO_ADMIN;
  await admin.query(
    `SELECT set_config('app.org_id', $1, false), set_config('app.user_id', $2, false), set_config('app.role', 'admin', false)`,
    [orgId, userId],
  );
  const { rows } = await admin.query<{ id: string }>(PLAN, [orgId, userId]);
  const projectId = rows[0]!.id;
  await admin.query(LINK, [orgId, projectId]);
  await admin.query('VACUUM (ANALYZE)');
  await admin.end();
  return projectId;
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

  const bare = await medianOf(runs, async () => void (await read().rows(BARE, [projectId])));
  const cold = await medianOf(runs, () => coldFeed(reader(), read(), projectId));
  await readTimeline(reader(), projectId, 'week');
  const cached = await medianOf(runs, async () => {
    const { timeline } = await readTimeline(reader(), projectId, 'week');
    JSON.stringify(viewport(timeline!.layout, { offset: 4_000, limit: ROWS }));
  });
  let day = 0;
  const id = `00000000-0000-4000-8000-${'7'.padStart(12, '0')}`;
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

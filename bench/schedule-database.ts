import { nullable, text } from '../src/db/connection/column-types.ts';
import { statement } from '../src/db/connection/statement.ts';
import { LOAD_PLANS } from '../src/db/queries/schedule/plan-load-query.ts';
import { TIMELINE_DELTAS } from '../src/db/queries/schedule/timeline-query.ts';
import { Loaders } from '../src/db/read/loaders.ts';
import { TenantReadBatch } from '../src/db/read/tenant-read-batch.ts';
import { onCommit } from '../src/db/write/after-commit.ts';
import { viewport } from '../src/domain/schedule/timeline/timeline-viewport.ts';
import { ScheduleJob } from '../src/jobs/schedule.ts';
import { DEMO_ADMIN } from '../src/services/demo/demo.ts';
import { updateTask } from '../src/services/plan/tasks/task-update.ts';
import { readPreview } from '../src/services/schedule/preview/project-preview.ts';
import { planReads } from '../src/services/schedule/resident-plans.ts';
import { computePlan, storedPlan } from '../src/services/schedule/stored-plan.ts';
import { readTimeline, type TimelineReader } from '../src/services/schedule/timeline/read-timeline.ts';
import { refreshTimeline } from '../src/services/schedule/timeline/refresh-timelines.ts';
import { makePlan, taskId, type LargePlan } from './large-plan.ts';
import { onStage, printTitle, printTook, timeRuns, type Stage } from './schedule-stage.ts';

const RUNS = 9;
const ROWS = 500;

/** The bare work of a feed: the fields of its rows and links, put together by PostgreSQL out of the stored schedule. */
export const BARE_FEED = statement(
  `SELECT json_build_object('rows', (SELECT json_agg(json_build_array(t.id, t.name, t.work_package_id, t.progress_percent,
      t.status, s.early_start, s.early_finish, s.total_slack, s.is_critical, s.is_on_longest_path) ORDER BY t.order_index, t.id)
    FROM pit.task t JOIN pit_ops.task_schedule s ON s.task_id = t.id WHERE t.project_id = $1 AND t.deleted_at IS NULL),
    'links', (SELECT json_agg(json_build_array(predecessor_task_id, successor_task_id, dependency_type, lag_days))
    FROM pit.task_dependency WHERE project_id = $1))::text AS feed`,
  { feed: nullable(text) },
);

/** 10,000 tasks with 15,000 links. */
export async function timePlanOnDatabase(rounds: number): Promise<void> {
  await timePlan({ tasks: 10_000, links: 15_000 }, RUNS * rounds);
}

/** 100,000 tasks with 150,000 links. */
export async function timeLargePlan(): Promise<void> {
  await timePlan({ tasks: 100_000, links: 150_000 }, 3);
}

async function timePlan(large: LargePlan, runs: number): Promise<void> {
  await onStage(async (stage) => {
    const projectId = await makePlan(stage.ground.adminUrl, large);
    const compute = await bareComputation(stage, projectId);
    const bare = await timeRuns(runs, compute);
    printTitle(`${large.tasks} tasks, ${large.links} links, ${runs} runs`, 'the computation alone');
    printTook('the computation alone, of columns at hand', bare, bare.median);
    const cold = await timeRuns(1, stage.refresh, undefined, 0);
    printTook('cold: load, compute, store all rows (once)', cold, bare.median);
    await timeChanges(stage, large, { runs, bare: bare.median });
    if (large.tasks <= 20_000) await timeReads(stage, projectId, { runs, bare: bare.median });
    const { whole, patched } = planReads();
    console.log(`plans read whole ${whole}, patched ${patched}`);
  });
}

async function bareComputation({ run }: Stage, projectId: string): Promise<() => unknown> {
  const { compute } = await run(async (tx) => {
    const { rows } = await tx.run(LOAD_PLANS, [[projectId], 200_000]);
    const plan = storedPlan(rows[0]!, 200_000)!;
    return { compute: () => computePlan(plan, tx) };
  });
  return compute;
}

interface Against {
  readonly runs: number;
  readonly bare: number;
}

/** The nth working day from a Monday on: on a weekend nothing would move. */
const dayOf = (n: number): string =>
  new Date(Date.UTC(2027, 0, 4 + 7 * Math.floor(n / 5) + (n % 5))).toISOString().slice(0, 10);

/** A change that moves few tasks, and one that moves most; each stored. */
async function timeChanges(
  { run, refresh }: Stage,
  { tasks }: LargePlan,
  { runs, bare }: Against,
): Promise<void> {
  const move = (id: string) => (n: number) =>
    run((tx) => updateTask(tx, { id, startDate: dayOf(n) }), DEMO_ADMIN);
  const few = await timeRuns(runs, refresh, move(taskId(tasks - 100)));
  printTook('one change that moves few tasks, results stored', few, bare);
  const many = await timeRuns(runs, refresh, move(taskId(7)));
  printTook('one change that moves most tasks, results stored', many, bare);
}

async function timeReads(stage: Stage, projectId: string, { runs, bare }: Against): Promise<void> {
  const { pool, run } = stage;
  const { orgId } = DEMO_ADMIN;
  const read = () => new TenantReadBatch(pool, DEMO_ADMIN);
  const reader = (): TimelineReader => ({ loaders: new Loaders(read()), orgId, want: () => undefined });
  const tasks = [{ taskId: taskId(777), durationDays: 40 }];
  const preview = await timeRuns(runs, () =>
    readPreview({ loaders: new Loaders(read()), actor: DEMO_ADMIN }, { projectId, tasks }),
  );
  printTook('preview of one longer task', preview, bare);
  const feed = await timeRuns(runs, () => read().rows(BARE_FEED, [projectId]));
  const cold = await timeRuns(
    runs,
    async () => JSON.stringify((await readTimeline(reader(), projectId, 'week')).timeline?.layout),
    // Another plan each time, of which nothing is laid out.
    (n) => run((tx) => updateTask(tx, { id: taskId(9_900), startDate: dayOf(100 + n) }), DEMO_ADMIN),
  );
  printTitle(`the feed of ${projectId}`, 'the bare statement');
  printTook('json_agg of rows and links by PostgreSQL', feed, feed.median);
  printTook('feed of the whole, with no timeline at hand', cold, feed.median);
  await stage.refresh();
  await run((tx) => refreshTimeline(tx, { projectId, zooms: ['week'] }));
  const cached = await timeRuns(runs, async () => {
    const { timeline } = await readTimeline(reader(), projectId, 'week');
    return JSON.stringify(viewport(timeline!.layout, { offset: 4_000, limit: ROWS }));
  });
  printTook(`viewport of ${ROWS} rows of a timeline at hand`, cached, feed.median);
  await timeDelta(stage, { runs, bare: feed.median });
}

/** From a moved task to the event by which subscribers are told; the job waits 100 ms for further changes. */
async function timeDelta({ pool, run }: Stage, { runs, bare }: Against): Promise<void> {
  const job = new ScheduleJob(pool);
  let told: (changeId: string) => void = () => undefined;
  const deafen = onCommit(pool, ({ events }) => {
    for (const { payload } of events) if ('timelineId' in payload) told(payload.timelineId!);
  });
  let change = '';
  const took = await timeRuns(runs, async (n) => {
    const changed = new Promise<string>((resolve) => (told = resolve));
    await run((tx) => updateTask(tx, { id: taskId(9_900), startDate: dayOf(300 + n) }), DEMO_ADMIN);
    change = await changed;
  });
  deafen();
  await job.stop();
  printTook('a moved task until its delta is told, 100 ms of it quiet', took, bare);
  const { delta } = await run(async (tx) => ({
    delta: JSON.stringify((await tx.run(TIMELINE_DELTAS, [[change], 'week'])).rows[0]?.delta),
  }));
  console.log(`the delta of that task takes ${Buffer.byteLength(delta)} bytes`);
}

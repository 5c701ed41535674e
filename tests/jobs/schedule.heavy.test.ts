import fc from 'fast-check';
import pg from 'pg';
import { clock } from '../../src/clock.ts';
import { ScheduleJob } from '../../src/jobs/schedule.ts';
import { PlanGraph } from '../support/mutations/mutations.ts';

let api: PlanGraph;
let jobs: ScheduleJob[];
const real = { ...clock };
const TODAY = '2026-11-18';

beforeAll(async () => {
  clock.today = () => TODAY;
  api = await PlanGraph.open();
});

beforeEach(() => {
  jobs = [];
});

afterEach(async () => {
  await Promise.all(jobs.map((job) => job.stop()));
  clock.today = () => TODAY;
});

afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

function startJob(): ScheduleJob {
  const job = new ScheduleJob(api.plan.pool);
  jobs.push(job);
  return job;
}

/** A chain of three tasks of two days each. */
async function chain(): Promise<{ project: string; tasks: string[] }> {
  const project = await api.make('Project', {});
  const phaseId = await api.make('Phase', { projectId: project });
  const tasks: string[] = [];
  for (const name of ['a', 'b', 'c']) tasks.push(await api.make('Task', { phaseId, name, durationDays: 2 }));
  for (const [predecessorId, successorId] of [tasks.slice(0, 2), tasks.slice(1)])
    await api.done('addDependency', { predecessorId, successorId }, '__typename');
  return { project, tasks };
}

const COLUMNS = `task_id, early_start::text, early_finish::text, late_start::text, late_finish::text, total_slack,
  free_slack, is_critical, is_on_longest_path, work_state, link_slack`;
const storedRows = (project: string) =>
  api.plan.rows(`SELECT ${COLUMNS} FROM pit_ops.task_schedule WHERE project_id = $1 ORDER BY task_id`, [
    project,
  ]);
const storedWhole = (project: string) =>
  api.plan.rows(
    `SELECT today::text, rules_hash, origin::text, data_date::text, task_count, length_days, forecast_finish::text,
       finish_variance_days, critical_count, cycle, violations FROM pit_ops.project_schedule WHERE project_id = $1`,
    [project],
  );
const finishOf = async (project: string) =>
  (await storedWhole(project))[0]?.['forecast_finish'] as string | undefined;
const eventsOf = (project: string) =>
  api.plan.rows<{ payload: { projectId: string; planSeq: number; changed: string[] } }>(
    `SELECT payload FROM pit_ops.outbox WHERE stream_id = $1 AND topic = 'pit.schedule.updated' ORDER BY seq`,
    [project],
  );

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; !(await isSo()); attempt += 1) {
    if (attempt > 200) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Commits of the test's own pool are those that a job hears of; the graph writes over another one. */
const wake = (project: string) => {
  for (const job of jobs) job.wake(api.plan.orgId, project);
};

test('a woken job stores what has changed, tells of it, and is not woken by that', async () => {
  const { project, tasks } = await chain();
  const job = startJob();
  wake(project);
  await until(async () => (await finishOf(project)) === '2026-11-25');
  expect((await eventsOf(project)).map(({ payload }) => payload.changed.length)).toEqual([3]);
  await api.done('updateTask', { id: tasks[2], durationDays: 3 }, '__typename');
  wake(project);
  await until(async () => (await finishOf(project)) === '2026-11-26');
  const [, second] = await eventsOf(project);
  expect(second?.payload.changed).toEqual([tasks[2]]);
  await job.sweep();
  await job.sweep();
  expect(await eventsOf(project)).toHaveLength(2);
  expect(job.lagSeconds).toBe(0);
});

test('what a transaction of this process commits wakes the job', async () => {
  const { project, tasks } = await chain();
  const job = startJob();
  await job.sweep();
  const payload = { projectId: project, taskId: String(tasks[0]) };
  await api.plan.rows('UPDATE pit.task SET duration_days = 4 WHERE id = $1', [tasks[0]]);
  await api.plan.run(async (tx) => {
    tx.emit({ topic: 'pit.task.updated', streamId: project, payload });
    return {};
  });
  await until(async () => (await finishOf(project)) === '2026-11-27');
});

test('of two jobs that are woken at once one computes', async () => {
  const { project } = await chain();
  startJob();
  startJob();
  wake(project);
  await until(async () => (await finishOf(project)) === '2026-11-25');
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(await eventsOf(project)).toHaveLength(1);
});

test('what a process was computing when it died is computed by another', async () => {
  const { project } = await chain();
  const dying = new pg.Client({ connectionString: api.plan.database.appUrl });
  dying.on('error', () => undefined);
  await dying.connect();
  await dying.query('BEGIN');
  await dying.query(`SELECT pg_advisory_xact_lock(hashtextextended('schedule:' || $1::uuid, 0))`, [project]);
  const { rows } = await dying.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  startJob();
  wake(project);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await finishOf(project)).toBeUndefined();
  await api.plan.rows('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
  await until(async () => (await finishOf(project)) === '2026-11-25');
});

test('a new day, other settings and a deleted project make the stored schedule another one', async () => {
  const { project, tasks } = await chain();
  const job = startJob();
  await job.sweep();
  clock.today = () => '2026-11-19';
  await job.sweep();
  expect(await finishOf(project)).toBe('2026-11-26');
  const admin = api.plan.actor(api.plan.owner, 'admin');
  const change = { holidays: ['2026-11-20'], schedule: { criticalSlackDays: 3 } };
  await api.done('updateOrganisationSettings', change, '__typename', admin);
  await job.sweep();
  expect(await finishOf(project)).toBe('2026-11-27');
  await api.done('deleteTask', { id: tasks[2] }, '__typename');
  await job.sweep();
  expect([await finishOf(project), (await storedRows(project)).length]).toEqual(['2026-11-25', 2]);
  await api.done('deleteProject', { id: project, cascade: true }, '__typename');
  await job.sweep();
  expect([await storedWhole(project), await storedRows(project)]).toEqual([[], []]);
  await api.done('updateOrganisationSettings', { holidays: null, schedule: null }, '__typename', admin);
});

const step = fc.record({
  verb: fc.constantFrom(
    'progress',
    'start',
    'complete',
    'reopen',
    'duration',
    'dates',
    'link',
    'unlink',
    'rule',
    'add',
    'delete',
    'restore',
  ),
  one: fc.nat(),
  two: fc.nat(),
  number: fc.integer({ min: 0, max: 9 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Carries out a step, as far as the plan allows it. */
async function apply(
  world: { project: string; phase: string; tasks: string[] },
  { verb, one, two, number }: Step,
) {
  const { tasks, phase } = world;
  const id = tasks[one % tasks.length]!;
  const other = tasks[two % tasks.length]!;
  const day = (n: number) => `2026-11-${String(10 + n).padStart(2, '0')}`;
  const types = ['FINISH_TO_START', 'START_TO_START', 'FINISH_TO_FINISH', 'START_TO_FINISH'];
  const inputs: Record<Step['verb'], [string, object]> = {
    progress: ['updateProgress', { taskId: id, percent: number * 10, occurredOn: day(number % 8) }],
    start: ['startTask', { id, occurredOn: day(number % 8) }],
    complete: ['completeTask', { id }],
    reopen: ['reopenTask', { id }],
    duration: ['updateTask', { id, durationDays: number }],
    dates: ['updateTask', { id, startDate: day(number) }],
    link: [
      'addDependency',
      { predecessorId: id, successorId: other, type: types[number % 4], lagDays: (number % 5) - 2 },
    ],
    unlink: ['removeDependency', { id: await aDependency(world.project, two) }],
    rule: [
      'setTaskRule',
      { taskId: id, mode: number % 3 === 0 ? 'MANUAL' : 'AUTO', deadline: number % 2 ? day(number) : null },
    ],
    add: ['createTask', { phaseId: phase, name: `t${tasks.length}`, durationDays: number }],
    delete: ['deleteTask', { id }],
    restore: ['restoreTask', { id }],
  };
  const [name, input] = inputs[verb];
  const { data } = await api.ask(
    name,
    input,
    verb === 'add' ? 'task { id }' : '__typename',
    api.plan.actor(),
  );
  const made = data?.[name] as { task?: { id: string } } | null | undefined;
  if (verb === 'add' && made?.task !== undefined) tasks.push(made.task.id);
}

async function aDependency(project: string, at: number): Promise<string> {
  const rows = await api.plan.rows<{ id: string }>(
    'SELECT id FROM pit.task_dependency WHERE project_id = $1 ORDER BY id',
    [project],
  );
  return rows[at % Math.max(1, rows.length)]?.id ?? project;
}

test('after any mutations the stored schedule is that of a cold computation', async () => {
  const job = startJob();
  let seen = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), async (steps) => {
      const project = await api.make('Project', {});
      const phase = await api.make('Phase', { projectId: project });
      const tasks: string[] = [];
      for (const n of [1, 2, 3, 4, 5])
        tasks.push(await api.make('Task', { phaseId: phase, name: `t${n}`, durationDays: n }));
      for (const [at, each] of steps.entries()) {
        await apply({ project, phase, tasks }, each);
        if (at % 3 === 0) await job.sweep();
      }
      await job.sweep();
      const warm = [await storedRows(project), await storedWhole(project)];
      await api.plan.rows('DELETE FROM pit_ops.task_schedule WHERE project_id = $1', [project]);
      await api.plan.rows('DELETE FROM pit_ops.project_schedule WHERE project_id = $1', [project]);
      await job.sweep();
      expect(warm).toEqual([await storedRows(project), await storedWhole(project)]);
      seen += warm[0]!.length;
    }),
    { numRuns: 12 },
  );
  expect(seen).toBeGreaterThan(20);
});

import { clock } from '../../../src/clock.ts';
import { ScheduleJob } from '../../../src/jobs/schedule.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let job: ScheduleJob;
const real = { ...clock };
/** A Wednesday. */
const TODAY = '2026-11-18';

beforeAll(async () => {
  clock.today = () => TODAY;
  api = await PlanGraph.open();
  job = new ScheduleJob(api.plan.pool);
});

afterAll(async () => {
  Object.assign(clock, real);
  await job?.stop();
  await api?.close();
});

async function project(): Promise<{ id: string; task: (name: string, dates?: object) => Promise<string> }> {
  const id = await api.make('Project', {});
  const phaseId = await api.make('Phase', { projectId: id });
  return { id, task: (name, dates = {}) => api.make('Task', { phaseId, name, ...dates }) };
}

const link = (predecessorId: string, successorId: string, type = 'FINISH_TO_START', lagDays = 0) =>
  api.done('addDependency', { predecessorId, successorId, type, lagDays }, '__typename');

async function ask<T>(query: string, variables: object): Promise<T & { statements: number }> {
  const { data, errors, statements } = await api.graph.ask(api.plan.actor(), query, { ...variables });
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return { ...(data as T), statements };
}

interface TaskShown {
  id: string;
  name: string;
  earlyStart: string | null;
  earlyFinish: string | null;
  totalSlack: number | null;
  isCritical: boolean | null;
  scheduleIsStale: boolean;
}

const TASKS = `query ($id: ID!) { project(id: $id) { tasks(first: 100, orderBy: [{ field: NAME }]) { nodes {
  id name earlyStart earlyFinish totalSlack isCritical scheduleIsStale } } } }`;

async function tasksOf(id: string): Promise<Record<string, TaskShown>> {
  const { project: shown } = await ask<{ project: { tasks: { nodes: TaskShown[] } } }>(TASKS, { id });
  return Object.fromEntries(shown.tasks.nodes.map((task) => [task.name, task]));
}

describe('open work of a plan that is late is critical, whatever else there is', () => {
  test.each([
    ['completed', '2026-11-11', true],
    ['open', '2026-11-25', false],
  ])('with long work that is %s', async (_, end, isDone) => {
    const { id, task } = await project();
    const a = await task('A', { startDate: '2026-10-01', endDate: '2026-10-07' });
    const b = await task('B', { durationDays: 10 });
    const long = await task('L', { startDate: '2026-10-01', endDate: end });
    await link(a, b);
    if (isDone) await api.done('completeTask', { id: long, occurredOn: end }, '__typename');
    else
      await api.done('updateProgress', { taskId: long, percent: 85, occurredOn: '2026-10-01' }, '__typename');
    await job.sweep();
    const tasks = await tasksOf(id);
    expect([tasks['A']?.isCritical, tasks['B']?.isCritical]).toEqual([true, true]);
    expect([tasks['B']?.earlyFinish, tasks['B']?.totalSlack]).toEqual(['2026-12-08', 0]);
    expect(tasks['L']).toMatchObject(
      isDone ? { isCritical: false, totalSlack: null } : { isCritical: false },
    );
  });
});

test('the critical path comes in order, and critical tasks by their slack in one statement', async () => {
  const { id, task } = await project();
  const [c, b, a, m, side] = [
    await task('c', { durationDays: 1 }),
    await task('b', { durationDays: 2 }),
    await task('a', { durationDays: 3 }),
    await task('m', { durationDays: 0 }),
    await task('side', { durationDays: 1 }),
  ];
  await link(a, b);
  await link(b, c);
  await link(c, m);
  await link(a, side);
  await job.sweep();
  const path = `query ($id: ID!, $first: Int, $after: String) { project(id: $id) { schedule {
    forecastFinish lengthDays criticalTaskCount isStale
    criticalPath(first: $first, after: $after) { nodes { name } totalCount pageInfo { hasNextPage endCursor } } } } }`;
  type Path = {
    project: {
      schedule: {
        criticalPath: {
          nodes: { name: string }[];
          totalCount: number;
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      };
    };
  };
  const first = await ask<Path>(path, { id, first: 3 });
  expect(first.project.schedule).toMatchObject({
    forecastFinish: '2026-11-25',
    lengthDays: 6,
    criticalTaskCount: 4,
    isStale: false,
  });
  const { nodes, totalCount, pageInfo } = first.project.schedule.criticalPath;
  expect([nodes.map(({ name }) => name), totalCount, pageInfo.hasNextPage]).toEqual([
    ['a', 'b', 'c'],
    4,
    true,
  ]);
  const next = await ask<Path>(path, { id, first: 3, after: pageInfo.endCursor });
  expect(next.project.schedule.criticalPath.nodes).toEqual([{ name: 'm' }]);
  const critical = await ask<{ tasks: { nodes: { name: string }[] } }>(
    `query ($id: ID!) { tasks(filter: { projectId: [$id], isCritical: [true] },
      orderBy: [{ field: EARLY_START }, { field: TOTAL_SLACK }, { field: NAME }]) { nodes { name } } }`,
    { id },
  );
  expect(critical.statements).toBe(1);
  expect(critical.tasks.nodes.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'm']);
  const slack = await ask<{ tasks: { nodes: { id: string }[] } }>(
    `query ($id: ID!) { tasks(filter: { projectId: [$id], totalSlack: { from: 1, to: 5 } }) { nodes { id } } }`,
    { id },
  );
  expect(slack.tasks.nodes).toEqual([{ id: side }]);
});

test('the critical path of a plan that is too large to be computed in a request runs in the same order', async () => {
  const { id, task } = await project();
  const [wide, long] = [await task('wide', { durationDays: 6 }), await task('long', { durationDays: 20 })];
  const ground = await task('ground', { durationDays: 17 });
  await link(ground, wide);
  // It begins first, and cannot end before what drives its end has.
  await link(wide, long, 'FINISH_TO_FINISH', 2);
  await job.sweep();
  const names = async () => {
    const path = `query ($id: ID!) { project(id: $id) { schedule { criticalPath { nodes { name } } } } }`;
    const { data } = await api.graph.ask(api.plan.actor(), path, { id });
    const shown = data?.['project'] as { schedule: { criticalPath: { nodes: { name: string }[] } } };
    return shown.schedule.criticalPath.nodes.map(({ name }) => name);
  };
  expect(await names()).toEqual(['ground', 'wide', 'long']);
  await api.plan.rows('UPDATE pit_ops.project_schedule SET task_count = 20001 WHERE project_id = $1', [id]);
  expect(await names()).toEqual(['ground', 'wide', 'long']);
});

test('a change is seen by the next read, before the job has stored anything', async () => {
  const { id, task } = await project();
  const a = await task('a', { durationDays: 3 });
  const b = await task('b', { durationDays: 2 });
  await link(a, b);
  expect((await tasksOf(id))['b']).toMatchObject({ earlyStart: '2026-11-23', scheduleIsStale: false });
  await job.sweep();
  await api.done('updateTask', { id: a, durationDays: 5 }, '__typename');
  expect((await tasksOf(id))['b']).toMatchObject({ earlyStart: '2026-11-25', scheduleIsStale: false });
  await api.done(
    'setTaskRule',
    { taskId: b, constraintKind: 'START_NO_EARLIER_THAN', constraintDate: '2026-12-07' },
    '__typename',
  );
  expect((await tasksOf(id))['b']).toMatchObject({ earlyStart: '2026-12-07', totalSlack: 0 });
  const [row] = await api.plan.rows(
    `SELECT early_start::text FROM pit_ops.task_schedule WHERE task_id = $1`,
    [b],
  );
  expect(row).toEqual({ early_start: '2026-11-23' });
  await job.sweep();
  expect((await tasksOf(id))['b']).toMatchObject({ earlyStart: '2026-12-07' });
});

test('beyond five projects in a request the stored schedule is shown, and said to be stale', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 7; n += 1) {
    const { id, task } = await project();
    await task('only', { durationDays: 2 });
    ids.push(id);
  }
  const query = `query ($ids: [ID!]) { tasks(first: 100, filter: { projectId: $ids }) { nodes { earlyFinish scheduleIsStale } } }`;
  const counts = async () => {
    const { tasks } = await ask<{ tasks: { nodes: TaskShown[] } }>(query, { ids });
    return [
      tasks.nodes.filter(({ scheduleIsStale }) => !scheduleIsStale).length,
      tasks.nodes.filter(({ earlyFinish }) => earlyFinish === '2026-11-19').length,
    ];
  };
  expect(await counts()).toEqual([5, 5]);
  await job.sweep();
  expect(await counts()).toEqual([7, 7]);
});

test('driving links, violations and a cycle are told', async () => {
  const { id, task } = await project();
  const [a, b, c] = [
    await task('a', { durationDays: 4 }),
    await task('b', { durationDays: 1 }),
    await task('c', { startDate: '2026-11-19', durationDays: 2 }),
  ];
  await link(a, c);
  await link(b, c, 'START_TO_START', 1);
  await api.done('setTaskRule', { taskId: c, mode: 'MANUAL', deadline: '2026-11-19' }, '__typename');
  const query = `query ($id: ID!, $task: ID!) {
    task(id: $task) { drivingPredecessors { slackDays isDriving predecessor { name } dependency { lagDays } } }
    project(id: $id) { schedule { cycle { name } violations { kind days task { name } dependency { dependencyType } } } } }`;
  const shown = await ask(query, { id, task: c });
  expect(shown).toMatchObject({
    task: {
      drivingPredecessors: [
        { slackDays: -3, isDriving: false, predecessor: { name: 'a' }, dependency: { lagDays: 0 } },
        { slackDays: 0, isDriving: false, predecessor: { name: 'b' }, dependency: { lagDays: 1 } },
      ],
    },
    project: {
      schedule: {
        cycle: null,
        violations: [
          { kind: 'DEADLINE', days: 1, task: { name: 'c' }, dependency: null },
          { kind: 'LINK', days: 3, task: { name: 'c' }, dependency: { dependencyType: 'FINISH_TO_START' } },
        ],
      },
    },
  });
  // Such data cannot be written through the graph.
  const [written] = await api.plan.rows<{ id: string }>(
    `INSERT INTO pit.task_dependency (org_id, project_id, predecessor_task_id, successor_task_id) VALUES ($1, $2, $3, $4)
     RETURNING id`,
    [api.plan.orgId, id, c, a],
  );
  await api.plan.run(async (tx) => {
    const payload = { projectId: id, dependencyId: written!.id };
    tx.emit({ topic: 'pit.dependency.updated', streamId: id, payload });
    return {};
  });
  await job.sweep();
  const cyclic = await ask<{ project: { schedule: { cycle: { name: string }[] } } }>(query, { id, task: c });
  expect(cyclic).toMatchObject({ task: { drivingPredecessors: [] } });
  const names = cyclic.project.schedule.cycle.map(({ name }) => name);
  expect([names.length, names.at(-1), [...new Set(names)].sort()]).toEqual([3, names[0], ['a', 'c']]);
  expect(await tasksOf(id)).toMatchObject({ a: { earlyStart: null, isCritical: null } });
});

test('another organisation sees nothing of a schedule, nor does who may not see the project', async () => {
  const { id, task } = await project();
  await task('secret', { durationDays: 2 });
  await job.sweep();
  const other = await api.plan.neighbour();
  const { data } = await api.graph.ask(
    other.actor(),
    `query ($id: ID!) { project(id: $id) { schedule { lengthDays } } }`,
    { id },
  );
  expect(data).toEqual({ project: null });
});

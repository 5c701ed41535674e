import { clock } from '../../src/clock.ts';
import { ScheduleJob } from '../../src/jobs/schedule.ts';
import { openGraph, type Graph } from '../support/processes/graph.ts';
import { PlanGraph } from '../support/mutations/mutations.ts';
import { previewOf } from '../support/requests/previewed-plan.ts';

let api: PlanGraph;
let replica: Graph;
const real = { ...clock };
const RISK = '6a0f1c1e-0000-4000-8000-000000000001';

beforeAll(async () => {
  clock.today = () => '2026-11-18';
  api = await PlanGraph.open();
  replica = await openGraph(api.plan.database);
});
afterAll(async () => {
  Object.assign(clock, real);
  await replica?.close();
  await api?.close();
});

const TYPES = ['FINISH_TO_START', 'START_TO_START', 'FINISH_TO_FINISH', 'START_TO_FINISH'] as const;
const SIZE = 300;

/** 300 tasks in a tree of dependencies of all four types, made through the API alone. */
async function made(): Promise<{ project: string; ids: string[] }> {
  const project = await api.make('Project', {});
  const phaseId = await api.make('Phase', { projectId: project });
  const tasks = Array.from({ length: SIZE }, (_, n) => ({
    phaseId,
    name: `t${n}`,
    durationDays: 1 + (n % 5),
    capexCost: '1000.00',
    ...(n === 0 && { linkedRiskMitigationPct: 40 }),
  }));
  const { tasks: rows } = await api.done<{ tasks: { id: string; name: string }[] }>(
    'createTasks',
    { projectId: project, tasks },
    'tasks { id name }',
  );
  const byName = new Map(rows.map(({ id, name }) => [name, id]));
  const ids = tasks.map(({ name }) => byName.get(name)!);
  const addDependencies = ids.slice(1).map((successorId, at) => ({
    predecessorId: ids[Math.floor(at / 2)],
    successorId,
    type: TYPES[at % 4],
    lagDays: at % 3,
  }));
  const preview = { projectId: project, base: 'STORED_DATES', addDependencies };
  const { token } = await previewOf(api, preview);
  const payload = await api.done<{ changedTaskCount: number }>(
    'applySchedule',
    { preview, token },
    'changedTaskCount',
  );
  expect(payload.changedTaskCount).toBe(SIZE);
  return { project, ids };
}

const PATH = `query ($id: ID!) { project(id: $id) { schedule { forecastFinish isStale criticalTaskCount criticalPath(first: 100) {
  totalCount nodes { id name earlyStart earlyFinish isCritical totalSlack
    drivingPredecessors { isDriving predecessor { id } } } } } } }`;
const CRITICAL = `query ($id: ID!) { tasks(first: 100, filter: { projectId: [$id], isCritical: [true] },
  orderBy: [{ field: TOTAL_SLACK }, { field: NAME }]) { nodes { name } } }`;
const DATES = `query ($id: ID!, $after: String) { tasks(first: 100, after: $after, filter: { projectId: [$id] },
  orderBy: [{ field: NAME }]) { nodes { id startDate endDate } pageInfo { hasNextPage endCursor } } }`;

interface PathNode {
  readonly id: string;
  readonly name: string;
  readonly earlyStart: string;
  readonly earlyFinish: string;
  readonly isCritical: boolean;
  readonly drivingPredecessors: readonly {
    readonly isDriving: boolean;
    readonly predecessor: { readonly id: string };
  }[];
}
interface Shown {
  readonly project: {
    readonly schedule: {
      readonly forecastFinish: string;
      readonly isStale: boolean;
      readonly criticalPath: { readonly totalCount: number; readonly nodes: readonly PathNode[] };
    };
  };
}

const pathOf = async (id: string, graph = api.graph) =>
  ((await graph.ask(api.plan.actor(), PATH, { id })).data as unknown as Shown).project.schedule;

async function datesOf(project: string): Promise<Map<string, string>> {
  const dates = new Map<string, string>();
  for (let after: string | undefined; ;) {
    const { data } = await api.graph.ask(api.plan.actor(), DATES, { id: project, after });
    const { nodes, pageInfo } = data?.['tasks'] as {
      nodes: { id: string; startDate: string; endDate: string }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    for (const { id, startDate, endDate } of nodes) dates.set(id, `${startDate} ${endDate}`);
    if (!pageInfo.hasNextPage) return dates;
    after = pageInfo.endCursor;
  }
}

test('a plan of 300 tasks through the API: its critical path, a task moved in a dry run, and exactly that applied', async () => {
  const { project, ids } = await made();
  await api.done('linkRisk', { taskId: ids[0], riskId: RISK, linkType: 'RESIDUAL' }, '__typename');
  await api.plan.rows('UPDATE pit.task SET linked_risk_mitigation_pct = 40 WHERE id = $1', [ids[0]]);

  const path = await pathOf(project);
  const { nodes } = path.criticalPath;
  const onPath = new Set(nodes.map(({ id }) => id));
  expect(nodes.length).toBeGreaterThan(2);
  expect(nodes.every(({ isCritical }) => isCritical)).toBe(true);
  expect(nodes.map(({ earlyFinish }) => earlyFinish)).toContain(path.forecastFinish);
  // Each but the first is driven by another one of the path, which stands before it.
  const place = new Map(nodes.map(({ id }, at) => [id, at]));
  const drivers = nodes.map(({ drivingPredecessors }) =>
    drivingPredecessors.flatMap(({ isDriving, predecessor }) =>
      isDriving && onPath.has(predecessor.id) ? [place.get(predecessor.id)!] : [],
    ),
  );
  expect(drivers.filter((before) => before.length === 0)).toHaveLength(1);
  drivers.forEach((before, at) => expect(Math.max(-1, ...before)).toBeLessThan(at));

  const job = new ScheduleJob(api.plan.pool);
  await job.sweep();
  await job.stop();
  const critical = await api.graph.ask(api.plan.actor(), CRITICAL, { id: project });
  expect([critical.errors, critical.statements]).toEqual([undefined, 1]);
  const found = (critical.data?.['tasks'] as { nodes: { name: string }[] }).nodes;
  expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(nodes.map(({ name }) => name)));

  const before = await datesOf(project);
  const preview = { projectId: project, tasks: [{ taskId: ids[0], startDate: '2027-03-01' }] };
  const shown = await previewOf(api, preview);
  expect(shown.before.finish).toBe(path.forecastFinish);
  expect(shown.after.finish! > shown.before.finish!).toBe(true);
  expect(shown.costByFiscalYear.length).toBeGreaterThan(0);
  expect(shown.risks).toMatchObject([{ risk: { id: RISK }, mitigationPercent: 40 }]);
  const { changedTaskCount } = await api.done<{ changedTaskCount: number }>(
    'applySchedule',
    { preview, token: shown.token },
    'changedTaskCount',
  );
  expect(changedTaskCount).toBe(shown.moved.totalCount);
  const wanted = new Map(before);
  for (const { task, startAfter, endAfter } of shown.moved.nodes)
    wanted.set(task!.id, `${startAfter} ${endAfter}`);
  expect([...(await datesOf(project))].sort()).toEqual([...wanted].sort());

  const here = await pathOf(project);
  expect(here.forecastFinish).toBe(shown.after.finish);
  expect(await pathOf(project, replica)).toEqual(here);
}, 300_000);

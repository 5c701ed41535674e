import fc from 'fast-check';
import { addDays } from '../../../../src/domain/civil-date.ts';
import { clock } from '../../../../src/clock.ts';
import { Plan } from '../../../support/worlds/plan-database.ts';
import { openGraph, type Graph } from '../../../support/processes/graph.ts';

let plan: Plan;
let graph: Graph;

beforeAll(async () => {
  plan = await Plan.open();
  graph = await openGraph(plan.database);
});
afterAll(async () => {
  await graph?.close();
  await plan?.close();
});

const HEALTHS = ['GREEN', 'AMBER', 'RED'] as const;
const day = fc.option(fc.integer({ min: -40, max: 40 }));
const task = fc.record({ end: day, status: fc.constantFrom('active', 'completed', 'overdue', 'blocked') });
/** Around the thresholds: one of ten overdue, seven days late, a quarter of the time gone. */
const project = fc.record({
  start: fc.option(fc.integer({ min: -60, max: 5 })),
  days: fc.integer({ min: 1, max: 60 }),
  progress: fc.integer({ min: 0, max: 100 }),
  late: fc.array(task, { maxLength: 3 }),
  done: fc.integer({ min: 0, max: 20 }),
  removed: fc.boolean(),
  alert: fc.option(fc.constantFrom('green', 'yellow', 'red')),
  isResolved: fc.boolean(),
});
type Project = typeof project extends fc.Arbitrary<infer P> ? P : never;

const inDays = (days: number | null): string | null =>
  days === null ? null : addDays(clock.today('UTC'), days);

async function store(each: Project): Promise<string> {
  const { start, days, progress } = each;
  const id = await plan.project({
    start_date: inDays(start),
    end_date: inDays(start === null ? null : start + days - 1),
    progress_percent: progress,
  });
  const phaseId = await plan.phase(id);
  const tasks = [
    ...each.late,
    ...Array.from({ length: each.done }, () => ({ end: -90, status: 'completed' })),
  ];
  for (const { end, status } of tasks) await plan.task(id, phaseId, { end_date: inDays(end), status });
  if (each.removed) await plan.task(id, phaseId, { end_date: inDays(-30), deleted_at: new Date() });
  if (each.alert !== null) {
    const resolved = each.isResolved ? new Date() : null;
    const alert = { code: 'unassigned', message: 'A', severity: each.alert, resolved_at: resolved };
    await plan.insert('watchdog_alert', { project_id: id, ...alert });
  }
  return id;
}

async function healthOf(filter: string): Promise<Map<string, string>> {
  const query = `{ projects(first: 100, filter: ${filter}) { totalCount edges { node { id health } } } }`;
  const { data, errors } = await graph.ask(plan.actor(plan.owner, 'admin'), query);
  expect(errors).toBeUndefined();
  const list = data?.['projects'] as {
    totalCount: number;
    edges: { node: { id: string; health: string } }[];
  };
  expect(list.totalCount).toBe(list.edges.length);
  return new Map(list.edges.map(({ node }) => [node.id, node.health]));
}

test('the health filter finds exactly the projects whose field says so, whatever their facts', async () => {
  const stored = fc.sample(project, { numRuns: 90, seed: 20_261_129 });
  for (const each of stored) await store(each);
  const all = await healthOf('{}');
  expect(all.size).toBe(90);
  for (const health of HEALTHS) {
    const expected = [...all].filter(([, is]) => is === health);
    expect(expected.length).toBeGreaterThan(3);
    expect([...(await healthOf(`{ health: [${health}, ${health}] }`))].sort()).toEqual(expected.sort());
    const others = [...all].filter(([, is]) => is !== health);
    expect([...(await healthOf(`{ not: { health: [${health}] } }`))].sort()).toEqual(others.sort());
  }
  expect((await healthOf('{ health: [GREEN, AMBER, RED] }')).size).toBe(90);
  expect((await healthOf('{ health: [] }')).size).toBe(0);
  expect((await healthOf('{ health: [RED], createdAt: { to: "2000-01-01T00:00:00Z" } }')).size).toBe(0);
});

test('a page of projects by health is one statement more than one without, which learns the day', async () => {
  const asked = async (filter: string): Promise<number> => {
    const query = `{ projects(first: 5, filter: ${filter}) { edges { node { name } } } }`;
    return (await graph.ask(plan.actor(plan.owner, 'admin'), query)).statements;
  };
  expect([await asked('{ type: [PROJECT] }'), await asked('{ health: [RED] }')]).toEqual([1, 2]);
});

test('health is that of what the caller sees, as the field is', async () => {
  const division = await plan.insert('division', { name: 'East' });
  const id = await plan.project({ division_id: division, progress_percent: 0 });
  const ask = (divisions: string[]) =>
    graph.ask(
      { ...plan.actor(plan.helper, 'member'), divisionIds: divisions },
      `{ projects(first: 100, filter: { health: [GREEN], divisionId: ["${division}"] }) { edges { node { id } } } }`,
    );
  expect((await ask([division])).data?.['projects']).toEqual({ edges: [{ node: { id } }] });
  expect((await ask([])).data?.['projects']).toEqual({ edges: [] });
});

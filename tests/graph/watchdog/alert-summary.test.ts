import { openGraph, type Graph } from '../../support/processes/graph.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

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

const SUMMARIES = `{ projects(first: 100, orderBy: [{ field: NAME }]) { nodes { name alertSummary { level count } } } }`;

async function summaries(actor = plan.actor(plan.owner, 'admin')) {
  const { data, errors, statements } = await graph.ask(actor, SUMMARIES);
  expect(errors).toBeUndefined();
  const { nodes } = data?.['projects'] as { nodes: { name: string; alertSummary: object[] }[] };
  return { byName: Object.fromEntries(nodes.map((each) => [each.name, each.alertSummary])), statements };
}

async function raise(project: string, levels: readonly unknown[], values: object = {}): Promise<void> {
  for (const [n, level] of levels.entries()) {
    const data = { level, subject: `${String(level)} ${n}` };
    const about = { code: 'task_overdue', severity: 'red', message: 'Late.', data };
    await plan.insert('watchdog_alert', { project_id: project, ...about, ...values });
  }
}

test('open alerts are counted by level, the gravest first, and what says none comes last', async () => {
  const project = await plan.project({ name: 'counted' });
  await raise(project, [3, 1, 3, 5, 3, 1, 'high', 9]);
  await plan.insert('watchdog_alert', {
    project_id: project,
    code: 'extension_waiting',
    severity: 'yellow',
    message: 'More time is asked for.',
  });
  await raise(project, [1, 2], { detected_at: '2026-11-01T00:00:00Z', resolved_at: '2026-11-02T00:00:00Z' });
  await plan.project({ name: 'quiet' });
  const { byName } = await summaries();
  expect(byName).toEqual({
    counted: [
      { level: 1, count: 2 },
      { level: 3, count: 3 },
      { level: 5, count: 1 },
      { level: null, count: 3 },
    ],
    quiet: [],
  });
});

test('a hundred projects take the statements of two', async () => {
  const { statements } = await summaries();
  for (let n = 0; n < 30; n += 1) await raise(await plan.project({ name: `p${n}` }), [n % 5 || 5]);
  const many = await summaries();
  expect(Object.keys(many.byName).length).toBeGreaterThan(30);
  expect(many.byName['p7']).toEqual([{ level: 2, count: 1 }]);
  expect(many.statements).toBe(statements);
  expect(statements).toBe(2);
});

test('alerts are counted for those who see their project, and for nobody else', async () => {
  const division_id = await plan.insert('division', { name: 'Harbour' });
  await raise(await plan.project({ name: 'of a division', division_id }), [2]);
  const shown = { 'of a division': [{ level: 2, count: 1 }] };
  expect((await summaries(plan.actor(plan.owner, 'member'))).byName).toMatchObject(shown);
  const stranger = await summaries(plan.actor(plan.helper));
  expect(Object.keys(stranger.byName)).toContain('counted');
  expect(Object.keys(stranger.byName)).not.toContain('of a division');
  const other = await plan.neighbour();
  expect((await summaries(other.actor(other.owner, 'admin'))).byName).toEqual({});
});

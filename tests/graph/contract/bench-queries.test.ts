import { BOARDS, READ_QUERIES } from '../../../bench/queries.ts';
import { asActor } from '../../db/tenancy/as-actor.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { openGraph, type Graph } from '../../support/processes/graph.ts';
import { actorOf, idOf, plantPlan } from '../../support/worlds/planting.ts';

let database: TestDatabase;
let graph: Graph;
const actor = actorOf('a');

beforeAll(async () => {
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 1, tasks: 20 });
  graph = await openGraph(database);
});

afterAll(async () => {
  await graph?.close();
  await database?.drop();
});

/** What the bare handler answers. */
async function bare(sql: string, values: unknown[]): Promise<unknown> {
  const { orgId: org, userId: user, role, divisionIds: divisions } = actor;
  const rows = await asActor(database.appUrl, { org, user, role, divisions }, async (client) => {
    const answer = await client.query<{ concat: string }>({ text: sql, values, rowMode: 'array' } as never);
    return answer.rows as unknown as string[][];
  });
  return JSON.parse(rows[0]?.[0] ?? '');
}

const samples = {
  tasks: Array.from({ length: 20_000 }, (_, n) => idOf('a', 'task', (n % 80) + 1)),
  boards: [idOf('a', 'project', 1)],
  deepTasks: [idOf('a', 'task', 1)],
};

test.each(READ_QUERIES)('$name of the bench is answered by its SQL as by the graph', async (query) => {
  const [first = {}] = query.variables(samples as never);
  const variables = 'from' in first ? { ...first, from: '2024-01-01' } : first;
  const { data, errors, way, text } = await graph.ask(actor, query.document, variables);
  expect([errors, way]).toEqual([undefined, 'compiled']);
  expect(text).toContain('"id":"');
  expect(await bare(query.sql, query.parameters(variables))).toEqual({ data });
});

interface Board {
  data: { project: { phases: { workPackages: { tasks: unknown }[] }[] } };
}

test('the board of contract 0.1 has the same tasks in plain lists', async () => {
  const [list, nodes] = (await Promise.all([
    bare(BOARDS.list.sql, samples.boards),
    bare(BOARDS.nodes.sql, samples.boards),
  ])) as [Board, Board];
  const tasksOf = ({ data }: Board) =>
    data.project.phases.flatMap(({ workPackages }) => workPackages.map(({ tasks }) => tasks));
  expect(tasksOf(nodes)).toEqual(tasksOf(list).map((tasks) => ({ nodes: tasks })));
  expect(tasksOf(list).flat()).toHaveLength(80);
});

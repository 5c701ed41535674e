import { ActorRole } from '../../../src/domain/enums.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { openGraph, type Graph } from '../../support/processes/graph.ts';
import { actorOf, idOf, plantPlan, runFor } from '../../support/worlds/planting.ts';
import { pathsFromQuery, queryAlong, relationsOf } from '../../support/worlds/relations.ts';

let database: TestDatabase;
let graph: Graph;
const foreman = actorOf('a', ActorRole.FOREMAN);
const project = idOf('a', 'project', 1);

beforeAll(async () => {
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 2, tasks: 9 });
  await runFor(
    database.adminUrl,
    'a',
    `UPDATE pit.task SET work_package_id = NULL WHERE order_index % 3 = 0`,
  );
  graph = await openGraph(database, { compiled: true });
});

afterAll(async () => {
  await graph?.close();
  await database?.drop();
});

type Json = Record<string, unknown>;

/** All connections of an answer, wherever they stand in it. */
function connectionsIn(value: unknown): { edges: { node: Json }[]; nodes: Json[] }[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'edges' in value && 'nodes' in value ? [value as never] : [];
  return [...own, ...Object.values(value).flatMap(connectionsIn)];
}

test('every connection gives as nodes the rows of its edges, in their order', async () => {
  const { schema } = graph.subgraph;
  const paths = pathsFromQuery(schema);
  let rows = 0;
  for (const relation of relationsOf(schema).filter(({ isConnection }) => isConnection)) {
    const query = queryAlong(schema, [...(paths.get(relation.from) ?? []), relation]);
    const { data, way } = await graph.ask(foreman, query);
    expect(way).toBe('compiled');
    for (const { edges, nodes } of connectionsIn(data)) {
      rows += nodes.length;
      expect(edges.map(({ node }) => node)).toMatchObject(nodes);
      expect(nodes).toHaveLength(edges.length);
    }
  }
  expect(rows).toBeGreaterThan(100);
});

const refused = (most: number, actual: number) => ({ field: 'first', expected: `1 to ${most}`, actual });

test.each([
  ['the root', `{ tasks(first: $n) { totalCount } }`, 100],
  ['a project', `{ project(id: "${project}") { tasks(first: $n) { totalCount } } }`, 1000],
  ['a phase', `{ project(id: "${project}") { phases { tasks(first: $n) { totalCount } } } }`, 1000],
])('a page of the list of %s is refused beyond its bound, and taken up to it', async (_of, query, most) => {
  const [allowed, beyond] = [most, most + 1].map((n) => query.replace('$n', String(n)));
  expect((await graph.ask(foreman, allowed ?? '')).errors).toBeUndefined();
  const { errors } = await graph.ask(foreman, beyond ?? '');
  expect(errors?.[0]?.extensions).toMatchObject(refused(most, most + 1));
});

interface TaskPage {
  nodes: { id: string; orderIndex: number; workPackage: object | null }[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
  totalCount: number;
}

const PAGE = `query ($id: ID!, $after: String, $filter: TaskFilter) { project(id: $id) { phases { id
  tasks(first: 4, after: $after, filter: $filter) {
    totalCount pageInfo { endCursor hasNextPage } nodes { id orderIndex workPackage { id } } } } } }`;

async function tasksOfPhases(variables: Json): Promise<{ pages: TaskPage[]; statements: number }> {
  const { data, errors, statements, way } = await graph.ask(foreman, PAGE, { id: project, ...variables });
  expect([errors, way]).toEqual([undefined, 'compiled']);
  const { phases } = (data as { project: { phases: { tasks: TaskPage }[] } }).project;
  return { pages: phases.map(({ tasks }) => tasks), statements };
}

test('the tasks of a phase have those of its work packages among them, which the filter leaves out', async () => {
  const all = await tasksOfPhases({});
  const own = await tasksOfPhases({ filter: { workPackage: { isNull: true } } });
  const inside = await tasksOfPhases({ filter: { workPackage: { isNull: false } } });
  const total = ({ pages }: typeof all) => pages.reduce((sum, { totalCount }) => sum + totalCount, 0);
  for (const part of [own, inside]) expect(total(part)).toBeGreaterThan(0);
  expect(total(own) + total(inside)).toBe(total(all));
  expect(own.pages.flatMap(({ nodes }) => nodes).every(({ workPackage }) => workPackage === null)).toBe(true);
});

test('a cursor goes on in the lists of many parents by one statement', async () => {
  const first = await tasksOfPhases({});
  expect(first.pages.length).toBeGreaterThan(1);
  const [page] = first.pages;
  expect(page?.pageInfo.hasNextPage).toBe(true);
  const next = await tasksOfPhases({ after: page?.pageInfo.endCursor });
  expect(next.statements).toBe(first.statements);
  const [following] = next.pages;
  const seen = new Set(page?.nodes.map(({ id }) => id));
  expect(following?.nodes.filter(({ id }) => seen.has(id))).toEqual([]);
  const places = [...(page?.nodes ?? []), ...(following?.nodes ?? [])].map(({ orderIndex }) => orderIndex);
  expect(places).toEqual([...places].sort((a, b) => a - b));
});

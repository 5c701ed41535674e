import { ENTITIES } from '../../../entities/index.ts';
import { ActorRole } from '../../../src/domain/enums.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { openGraph, type Graph } from '../../support/processes/graph.ts';
import { actorOf, plantPlan } from '../../support/worlds/planting.ts';
import { pathsFromQuery, queryAlong } from '../../support/worlds/relations.ts';

let database: TestDatabase;
let graph: Graph;

beforeAll(async () => {
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 2, tasks: 3 });
  graph = await openGraph(database);
});

afterAll(async () => {
  await graph?.close();
  await database?.drop();
});

test.each(ENTITIES.map(({ name }) => name))('rows of %s are found by way of the graph', async (name) => {
  const path = pathsFromQuery(graph.subgraph.schema).get(name);
  const answer = await graph.ask(
    actorOf('a', ActorRole.FOREMAN),
    queryAlong(graph.subgraph.schema, path ?? []),
  );
  expect(answer.errors).toBeUndefined();
  expect(answer.text).toContain(`"__typename":"${name}"`);
});

test('audit and scan logs are answered to governing roles alone', async () => {
  const logs = ['auditLog', 'watchdogScanLogs'];
  const mayRead = async (role: ActorRole) => {
    const answers = logs.map((log) =>
      graph.ask(actorOf('a', role), `{ ${log}(first: 1) { edges { cursor } } }`),
    );
    return (await Promise.all(answers)).map(({ errors }) => errors?.[0]?.extensions['code'] ?? 'read');
  };
  expect(await mayRead(ActorRole.MEMBER)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  expect(await mayRead(ActorRole.VIEWER)).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  expect(await mayRead(ActorRole.ADMIN)).toEqual(['read', 'FORBIDDEN']);
  expect(await mayRead(ActorRole.FOREMAN)).toEqual(['read', 'read']);
  expect(await mayRead(ActorRole.SERVICE)).toEqual(['FORBIDDEN', 'read']);
});

test("notifications and saved views are their user's own", async () => {
  const own = `{ viewer { role user { name } organisation { name } unreadCount ganttStates { totalCount } }
    notifications { totalCount edges { node { title } } } }`;
  const first = await graph.ask(actorOf('a', ActorRole.FOREMAN, 1), own);
  const second = await graph.ask(actorOf('a', ActorRole.MEMBER, 2), own);
  const organisation = { name: 'Organisation a' };
  expect(first.data?.['viewer']).toEqual({
    role: 'FOREMAN',
    user: { name: 'User 1' },
    organisation,
    unreadCount: 3,
    ganttStates: { totalCount: 2 },
  });
  expect(second.data?.['viewer']).toEqual({
    role: 'MEMBER',
    user: { name: 'User 2' },
    organisation,
    unreadCount: 3,
    ganttStates: { totalCount: 0 },
  });
  expect(first.text).toContain('Message 5');
  expect(second.text).not.toContain('Message 5');
});

test('the audit log says what a change did', async () => {
  const query = `{ auditLog(first: 1, filter: { tableName: ["task"], action: [INSERT] }) {
    edges { node { action tableName user { name } changes { field before after } } } } }`;
  const answer = await graph.ask(actorOf('a'), query);
  const [edge] = (answer.data as { auditLog: { edges: { node: { changes: unknown[] } }[] } }).auditLog.edges;
  expect(edge?.node).toMatchObject({ action: 'INSERT', tableName: 'task', user: { name: 'User 1' } });
  expect(edge?.node.changes).toContainEqual({ field: 'requires_evidence', before: null, after: false });
});

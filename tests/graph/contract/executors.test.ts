import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { parse, type OperationDefinitionNode } from 'graphql';
import { ActorRole } from '../../../src/domain/enums.ts';
import type { ExecutionWay } from '../../../src/request-telemetry.ts';
import { planOperation } from '../../../src/server/compiled/plan.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { openGraph, type Graph } from '../../support/processes/graph.ts';
import { actorOf, idOf, plantPlan, runFor } from '../../support/worlds/planting.ts';
import { storeSchedules } from '../../support/worlds/stored-schedules.ts';
import { pathsFromQuery, queryAlong, relationsOf } from '../../support/worlds/relations.ts';

const OPERATIONS = new URL('operations/', import.meta.url);
const files = (await readdir(OPERATIONS)).sort();

let database: TestDatabase;
let planned: Graph;
let plain: Graph;

beforeAll(async () => {
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 2, tasks: 3 });
  await runFor(
    database.adminUrl,
    'a',
    `UPDATE pit.task SET work_package_id = NULL WHERE id = '${idOf('a', 'task', 2)}'`,
  );
  // What is computed for a request says when it was.
  await storeSchedules(database);
  planned = await openGraph(database, { compiled: true });
  plain = await openGraph(database, { compiled: false });
});

afterAll(async () => {
  await planned?.close();
  await plain?.close();
  await database?.drop();
});

/**
 * What falls back to graphql-js: mutations, subscriptions, directives, introspection, and every answer with an error.
 */
const FALLS_BACK = new Set(['conditional.graphql', 'introspection.graphql', 'refused.graphql']);

/** The moment of a verification is that of the request. */
const timeless = (text: string): string => text.replace(/"verifiedAt":"[^"]+"/g, '"verifiedAt":""');

/** Both executors' bytes and statements for one operation, each by its own way. */
async function compare(query: string, variables?: Record<string, unknown>, way: ExecutionWay = 'compiled') {
  const actor = actorOf('a', ActorRole.FOREMAN);
  const [ours, theirs] = [
    await planned.ask(actor, query, variables),
    await plain.ask(actor, query, variables),
  ];
  expect(timeless(ours.text)).toBe(timeless(theirs.text));
  expect([ours.way, theirs.way]).toEqual([way, 'graphql-js']);
  if (ours.errors === undefined) expect(ours.statements).toBe(theirs.statements);
  return ours;
}

test.each(files)('%s is answered byte for byte as graphql-js answers it', async (file) => {
  const way = FALLS_BACK.has(file) ? 'graphql-js' : 'compiled';
  const { data } = await compare(await readFile(new URL(file, OPERATIONS), 'utf8'), undefined, way);
  if (!file.startsWith('refused')) expect(data).not.toBeNull();
});

test('every relation of the schema is answered as by graphql-js, and it takes no more statements', async () => {
  const { schema } = planned.subgraph;
  const paths = pathsFromQuery(schema);
  for (const relation of relationsOf(schema)) {
    await compare(queryAlong(schema, [...(paths.get(relation.from) ?? []), relation]));
  }
});

test('entity references are answered as by graphql-js, found and not found', async () => {
  const query = `query ($these: [_Any!]!) { _entities(representations: $these) { __typename
    ... on Task { id owner { name } } ... on Project { code health } ... on Risk { tasks { totalCount } } } }`;
  const these = [
    { __typename: 'Task', id: idOf('a', 'task', 1) },
    { __typename: 'Task', id: 'nonsense' },
    { __typename: 'Project', code: 'a-1' },
    { __typename: 'Risk', id: idOf('a', 'risk', 1) },
  ];
  const { data } = await compare(query, { these });
  expect(data).toMatchObject({ _entities: [{ __typename: 'Task' }, null, { code: 'a-1' }, {}] });
});

test('the operation about interfaces meets each type behind them', async () => {
  const query = await readFile(new URL('interfaces.graphql', OPERATIONS), 'utf8');
  const { text } = await compare(query);
  const met = text.matchAll(/"(parent|workItem)":\{"__typename":"(\w+)"/g);
  expect([...new Set(Array.from(met, ([, field, type]) => `${field} ${type}`))].sort()).toEqual([
    'parent Phase',
    'parent WorkPackage',
    'workItem Subtask',
    'workItem Task',
  ]);
});

test('operations that the plan supports are executed by it', async () => {
  for (const file of [
    'board.graphql',
    'deep-task.graphql',
    'aliases-and-fragments.graphql',
    'interfaces.graphql',
  ]) {
    const document = parse(await readFile(new URL(file, OPERATIONS), 'utf8'));
    const [operation] = document.definitions as [OperationDefinitionNode];
    expect(() => planOperation(planned.subgraph.schema, document, operation)).not.toThrow();
  }
});

test('a table that is locked nulls its field, with the path, whichever way reads it', async () => {
  const locker = new pg.Client(database.adminUrl);
  await locker.connect();
  try {
    await locker.query('BEGIN');
    await locker.query('LOCK TABLE pit.task IN ACCESS EXCLUSIVE MODE');
    const { data, errors } = await compare(
      `{ viewer { role } task(id: "${idOf('a', 'task', 1)}") { name } }`,
      undefined,
      'graphql-js',
    );
    expect(data).toEqual({ viewer: { role: 'FOREMAN' }, task: null });
    expect(errors).toMatchObject([{ path: ['task'], extensions: { code: 'CONFLICT' } }]);
  } finally {
    await locker.end();
  }
});

test('a read that has failed is not sent again by the second executor', async () => {
  const locker = new pg.Client(database.adminUrl);
  await locker.connect();
  try {
    await locker.query('BEGIN');
    await locker.query('LOCK TABLE pit.task IN ACCESS EXCLUSIVE MODE');
    const { statements, errors } = await planned.ask(
      actorOf('a', ActorRole.FOREMAN),
      '{ tasks(first: 1) { edges { node { name } } } }',
    );
    expect(errors).toMatchObject([{ path: ['tasks'], extensions: { code: 'CONFLICT' } }]);
    expect(statements).toBe(1);
  } finally {
    await locker.end();
  }
});

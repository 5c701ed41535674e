import { readdir, readFile } from 'node:fs/promises';
import { isObjectType, Kind, parse, print, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { GraphQLField, GraphQLSchema } from 'graphql';
import pg from 'pg';
import { getMetadataArgsStorage } from 'typeorm';
import { READ_QUERIES } from '../../../bench/queries.ts';
import { ActorRole } from '../../../src/domain/enums.ts';
import { watchQueries } from '../../../src/db/connection/query-instrumentation.ts';
import { createPool } from '../../../src/db/connection/pool.ts';
import type { LookAhead } from '../../../src/db/read/ahead/reference.ts';
import { selectByKeys } from '../../../src/db/read/select.ts';
import { TenantReadBatch } from '../../../src/db/read/tenant-read-batch.ts';
import { Task } from '../../../entities/task.ts';
import { columnOf, tableOf } from '../../../src/db/read/table.ts';
import type { DeclaredReference } from '../../../resolvers/graph/reference-to.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { openGraph, type Answer, type Graph } from '../../support/processes/graph.ts';
import { actorOf, idOf, plantPlan, runFor } from '../../support/worlds/planting.ts';
import { pathsFromQuery, queryAlong, relationsOf } from '../../support/worlds/relations.ts';
import { storeSchedules } from '../../support/worlds/stored-schedules.ts';

const OPERATIONS = new URL('operations/', import.meta.url);
const foreman = actorOf('a', ActorRole.FOREMAN);

let database: TestDatabase;
let graph: Graph;
let schema: GraphQLSchema;

beforeAll(async () => {
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 2, tasks: 130 });
  await runFor(
    database.adminUrl,
    'a',
    `UPDATE pit.task SET work_package_id = NULL WHERE id = '${idOf('a', 'task', 2)}'`,
  );
  await storeSchedules(database);
  graph = await openGraph(database);
  schema = graph.subgraph.schema;
  // Whether an actor sees few projects is asked once a minute.
  await graph.ask(foreman, '{ tasks(first: 1) { nodes { id } } }');
});

afterAll(async () => {
  watchQueries(undefined);
  await graph?.close();
  await database?.drop();
});

/** An answer, with how many times it waited for the database. */
async function ask(query: string, variables?: Record<string, unknown>, actor = foreman) {
  let roundTrips = 0;
  watchQueries(() => {
    roundTrips += 1;
    return () => undefined;
  });
  const answer: Answer = await graph.ask(actor, query, variables);
  watchQueries(undefined);
  return { ...answer, roundTrips };
}

/** What the tables hold, whoever may see it. */
async function read(sql: string): Promise<Record<string, string | null>[]> {
  const client = new pg.Client(database.adminUrl);
  await client.connect();
  try {
    return (await client.query<Record<string, string | null>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function referenceOf(
  field: GraphQLField<unknown, unknown> | null | undefined,
): DeclaredReference | undefined {
  return field?.extensions['reference'] as DeclaredReference | undefined;
}

/** The operation with a directive, which changes nothing, before each field that would be looked up ahead: each is then waited for. */
function waitedFor(query: string): string {
  const types = new TypeInfo(schema);
  const always = parse('{ a @include(if: true) }').definitions[0];
  const directive =
    always?.kind === Kind.OPERATION_DEFINITION ? always.selectionSet.selections[0]?.directives : undefined;
  const enter = visitWithTypeInfo(types, {
    Field: (node) => (referenceOf(types.getFieldDef()) ? { ...node, directives: directive } : undefined),
  });
  return print(visit(parse(query), enter));
}

const declared = () =>
  Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields()).flatMap((field) => {
          const reference = referenceOf(field);
          return reference === undefined ? [] : [{ type: type.name, field, reference }];
        })
      : [],
  );

test('every field that is declared to answer the row that a property names is of the type of its entity', () => {
  expect(declared().length).toBeGreaterThan(35);
  for (const { type, field, reference } of declared()) {
    const named = String(field.type).replace('!', '');
    expect([type, field.name, named]).toEqual([type, field.name, reference.entity.name]);
  }
});

test('each of them is answered as where it is waited for, in fewer round trips and with at most an empty look-up more', async () => {
  const paths = pathsFromQuery(schema);
  const saved = new Set<string>();
  const roundTrips = { ahead: 0, waited: 0 };
  for (const relation of relationsOf(schema)) {
    const reference = referenceOf(objectField(relation.from, relation.field));
    if (reference === undefined) continue;
    const query = queryAlong(schema, [...(paths.get(relation.from) ?? []), relation]);
    const [ahead, waited] = [await ask(query), await ask(waitedFor(query))];
    const name = `${relation.from}.${relation.field}`;
    expect([name, ahead.errors, ahead.data]).toEqual([name, undefined, waited.data]);
    expect([name, ahead.statements <= waited.statements + 1]).toEqual([name, true]);
    roundTrips.ahead += ahead.roundTrips;
    roundTrips.waited += waited.roundTrips;
    if (ahead.roundTrips < waited.roundTrips) saved.add(name);
  }
  expect(roundTrips.ahead).toBeLessThan(roundTrips.waited);
  const some = ['AuditLog.user', 'TaskCluster.creator', 'Task.owner', 'Task.phase', 'Team.manager'];
  expect([...saved]).toEqual(expect.arrayContaining(some));
});

const objectField = (typename: string, field: string) => {
  const type = schema.getType(typename);
  return isObjectType(type) ? type.getFields()[field] : undefined;
};

test.each((await readdir(OPERATIONS)).filter((file) => !/introspection|refused|conditional/.test(file)))(
  '%s is answered byte for byte as where rows are waited for',
  async (file) => {
    const query = await readFile(new URL(file, OPERATIONS), 'utf8');
    const [ahead, waited] = [await ask(query), await ask(waitedFor(query))];
    expect(ahead.text.trim()).toBe(waited.text.trim());
    expect(ahead.roundTrips).toBeLessThanOrEqual(waited.roundTrips);
  },
);

test('a filtered page with the owner of each task takes one round trip', async () => {
  const samples = { tasks: [], boards: [], deepTasks: [idOf('a', 'task', 1)] };
  const counts = new Map<string, number[]>();
  for (const query of READ_QUERIES.filter((each) => /Q4|Q5/.test(each.name))) {
    const { name, document } = query;
    const [first = {}] = query.variables(samples as never);
    const { errors, roundTrips, statements, way } = await ask(document, first);
    expect([name, errors, way]).toEqual([name, undefined, 'compiled']);
    counts.set(name, [roundTrips, statements]);
  }
  // The context of the tenant, with which each begins, is not counted.
  expect([...counts]).toEqual([
    ['Q4', [1, 2]],
    ['Q5', [2, 8]],
  ]);
});

test('rows of several levels and of two lists come at once, and are those that the tables hold', async () => {
  const { data, roundTrips, statements } = await ask(`{
    tasks(first: 100, orderBy: [{ field: NAME }]) { nodes { id owner { id } phase { id name project { id owner { id } } } } }
    projects(first: 5) { nodes { id owner { id } sponsor { id } } } }`);
  expect([roundTrips, statements]).toEqual([1, 6]);
  const rows = await read(
    `SELECT t.id, t.owner_id AS owner, f.id AS phase, f.name, p.id AS project, p.owner_id AS leads FROM pit.task t
     JOIN pit.phase f ON f.id = t.phase_id JOIN pit.project p ON p.id = f.project_id`,
  );
  const byId = new Map(rows.map((row) => [row['id'], row]));
  const { nodes } = data?.['tasks'] as { nodes: { id: string }[] };
  expect(nodes).toHaveLength(100);
  for (const node of nodes) {
    const row = byId.get(node.id);
    const project = { id: row?.['project'], owner: { id: row?.['leads'] } };
    const phase = { id: row?.['phase'], name: row?.['name'], project };
    expect(node).toEqual({ id: node.id, owner: { id: row?.['owner'] }, phase });
  }
});

test('a row that is deleted is null where it is looked up ahead, and one list does not answer for another', async () => {
  const phase = idOf('a', 'phase', 1);
  await runFor(database.adminUrl, 'a', `UPDATE pit.phase SET deleted_at = now() WHERE id = '${phase}'`);
  try {
    const query = `{ a: task(id: "${idOf('a', 'task', 1)}") { phaseId phase { id } }
      b: task(id: "${idOf('a', 'task', 521)}") { phaseId phase { id } } none: task(id: "${phase}") { phase { id } } }`;
    const { data, roundTrips } = await ask(query);
    const b = (data?.['b'] as { phaseId: string }).phaseId;
    expect(data).toEqual({
      a: { phaseId: phase, phase: null },
      b: { phaseId: b, phase: { id: b } },
      none: null,
    });
    expect(roundTrips).toBe(1);
  } finally {
    await runFor(database.adminUrl, 'a', `UPDATE pit.phase SET deleted_at = NULL WHERE id = '${phase}'`);
  }
});

test('a statement whose rows name more than a thousand others leaves none of them, and one that names fewer all', async () => {
  const pool = createPool(database.appUrl, { max: 1, name: 'test' });
  try {
    const asked = { properties: ['name'], signature: 'name' };
    const told = async (projects: string[]) => {
      const names = new Map<string, unknown>();
      const found: LookAhead['found'] = (_, id, row) => names.set(id, (row as { name: string } | null)?.name);
      const references = [{ property: 'id', entity: Task, asked }];
      const reader = new TenantReadBatch(pool, foreman);
      const ahead = { typename: 'Task', references, found };
      const rows = await reader.rows(selectByKeys(Task, 'projectId', ['name']), [projects], { ahead });
      return { rows: rows as { id: string; name: string }[], names };
    };
    const one = await told([idOf('a', 'project', 1)]);
    expect(one.rows).toHaveLength(520);
    expect(one.names).toEqual(new Map(one.rows.map(({ id, name }) => [id, name])));
    const both = await told([idOf('a', 'project', 1), idOf('a', 'project', 2)]);
    expect([both.rows.length, both.names.size]).toEqual([1040, 0]);
  } finally {
    await pool.end();
  }
});

test('where what is looked up ahead cannot be read, the record that names it is answered', async () => {
  const locker = new pg.Client(database.adminUrl);
  await locker.connect();
  try {
    await locker.query('BEGIN');
    await locker.query('LOCK TABLE pit.phase IN ACCESS EXCLUSIVE MODE');
    const { data, errors } = await ask(`{ task(id: "${idOf('a', 'task', 1)}") { id phase { name } } }`);
    expect(data).toEqual({ task: { id: idOf('a', 'task', 1), phase: null } });
    expect(errors).toMatchObject([{ path: ['task', 'phase'], extensions: { code: 'CONFLICT' } }]);
  } finally {
    await locker.end();
  }
});

test('what names a row holds an id', () => {
  for (const { type, field, reference } of declared()) {
    const parent = parentOf(type);
    if (parent === undefined) continue;
    const column = columnOf(tableOf(parent), reference.property);
    expect([type, field.name, column.type]).toEqual([type, field.name, 'uuid']);
  }
});

/** The entity of a type; undefined for one that is no table. */
function parentOf(type: string): DeclaredReference['entity'] | undefined {
  const [table] = getMetadataArgsStorage().tables.filter(
    ({ target }) => typeof target === 'function' && target.name === type,
  );
  return table?.target as DeclaredReference['entity'] | undefined;
}

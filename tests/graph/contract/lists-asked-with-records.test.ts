import { isObjectType, type GraphQLField } from 'graphql';
import pg from 'pg';
import { READ_QUERIES } from '../../../bench/queries.ts';
import { integer } from '../../../src/db/connection/column-types.ts';
import { createPool } from '../../../src/db/connection/pool.ts';
import { watchQueries } from '../../../src/db/connection/query-instrumentation.ts';
import { statement } from '../../../src/db/connection/statement.ts';
import { MAX_ROWS } from '../../../src/db/read/select.ts';
import { TenantReadBatch } from '../../../src/db/read/tenant-read-batch.ts';
import { ActorRole } from '../../../src/domain/enums.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { openGraph, type Graph } from '../../support/processes/graph.ts';
import { actorOf, idOf, plantPlan, runFor } from '../../support/worlds/planting.ts';

let database: TestDatabase;
/** Asks lists with their records, as the other waits for these. */
let early: Graph;
let plain: Graph;
const foreman = actorOf('a', ActorRole.FOREMAN);

beforeAll(async () => {
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 1, tasks: 8 });
  await plantPlan(database.adminUrl, 'b', { projects: 1, tasks: 2 });
  const gone = (kind: string) =>
    `UPDATE pit.${kind} SET deleted_at = now() WHERE id = '${idOf('a', kind, 2)}'`;
  await runFor(database.adminUrl, 'a', `${gone('task')}; ${gone('phase')}`);
  early = await openGraph(database, { compiled: true });
  plain = await openGraph(database, { compiled: false });
});

afterAll(async () => {
  watchQueries(undefined);
  await early?.close();
  await plain?.close();
  await database?.drop();
});

async function ask(graph: Graph, query: string, actor = foreman) {
  let roundTrips = 0;
  watchQueries(() => {
    roundTrips += 1;
    return () => undefined;
  });
  const answer = await graph.ask(actor, query);
  watchQueries(undefined);
  return { ...answer, roundTrips };
}

/** Fields of a type that declare something of themselves. */
function declaring(typename: string, name: string): GraphQLField<unknown, unknown>[] {
  const type = early.subgraph.schema.getType(typename);
  if (!isObjectType(type)) return [];
  return Object.values(type.getFields()).filter((field) => field.extensions[name] === true);
}

const below = (field: GraphQLField<unknown, unknown>): string =>
  String(field.type).endsWith('Connection!') ? '{ totalCount nodes { id name: __typename } }' : '{ id }';

const KINDS = { task: 'task', project: 'project', phase: 'phase', workPackage: 'package' } as const;

test('lists come with the record that is looked up by its id, as where they wait for it, and not of what is not to be seen', async () => {
  const records = declaring('Query', 'recordById');
  expect(records.map(({ name }) => name).sort()).toEqual(Object.keys(KINDS).sort());
  for (const record of records) {
    expect(record.args.map(({ name, type }) => `${name}: ${String(type)}`)).toEqual(['id: ID!']);
    const lists = declaring(String(record.type), 'askedWithRecord');
    expect(lists.length).toBeGreaterThan(0);
    for (const { extensions } of lists) expect(extensions['needs']).toBeUndefined();
    const fields = lists.map((field) => `${field.name} ${below(field)}`).join(' ');
    const kind = KINDS[record.name as keyof typeof KINDS];
    const seen = [idOf('a', kind, 1), idOf('a', kind, 1).toUpperCase()];
    const unseen = [idOf('a', kind, 99), idOf('b', kind, 1), 'nonsense'];
    if (kind === 'task' || kind === 'phase') unseen.push(idOf('a', kind, 2));
    for (const id of [...seen, ...unseen]) {
      const query = `{ ${record.name}(id: "${id}") { id ${fields} } }`;
      const [with_, after] = [await ask(early, query), await ask(plain, query)];
      expect([query, with_.text, with_.errors]).toEqual([query, after.text, undefined]);
      const found = with_.data?.[record.name] as { id: string } | null;
      expect([query, found?.id]).toEqual([query, seen.includes(id) ? idOf('a', kind, 1) : undefined]);
      if (found !== null) expect([query, with_.roundTrips]).toEqual([query, after.roundTrips - 1]);
    }
  }
});

test('a task with six relations and the reviews of its evidence takes two round trips, and a board three', async () => {
  const samples = { tasks: [], boards: [idOf('a', 'project', 1)], deepTasks: [idOf('a', 'task', 1)] };
  const counts: unknown[] = [];
  for (const query of READ_QUERIES.filter((each) => /Q2|Q5/.test(each.name))) {
    const [first = {}] = query.variables(samples as never);
    let roundTrips = 0;
    watchQueries(() => {
      roundTrips += 1;
      return () => undefined;
    });
    const { errors, statements, way } = await early.ask(foreman, query.document, first);
    watchQueries(undefined);
    counts.push([query.name, errors, way, roundTrips, statements]);
  }
  expect(counts).toEqual([
    ['Q2', undefined, 'compiled', 3, 4],
    ['Q5', undefined, 'compiled', 2, 8],
  ]);
});

test('arguments of such lists are refused as where they wait, and only where the record is to be seen', async () => {
  for (const list of [
    'subtasks(first: 5000) { nodes { id } }',
    'subtasks(first: 1, last: 1) { nodes { id } }',
  ]) {
    for (const [id, isSeen] of [
      [idOf('a', 'task', 1), true] as const,
      [idOf('b', 'task', 1), false] as const,
    ]) {
      const query = `{ task(id: "${id}") { id ${list} } viewer { role } }`;
      const [with_, after] = [await ask(early, query), await ask(plain, query)];
      expect([with_.data, with_.errors]).toEqual([after.data, after.errors]);
      expect(with_.errors?.[0]?.extensions['code']).toBe(isSeen ? 'BAD_USER_INPUT' : undefined);
      expect(with_.data?.['viewer']).toEqual({ role: 'FOREMAN' });
    }
  }
});

test('a list that fails does not take its record with it, and is not sent again', async () => {
  const locker = new pg.Client(database.adminUrl);
  await locker.connect();
  try {
    await locker.query('BEGIN');
    await locker.query('LOCK TABLE pit.subtask IN ACCESS EXCLUSIVE MODE');
    const id = idOf('a', 'task', 1);
    const { data, errors, statements } = await ask(
      early,
      `{ task(id: "${id}") { id subtasks { nodes { id } } } }`,
    );
    // The list is never null; were the record lost, it would be the path.
    expect(data).toEqual({ task: null });
    expect(errors).toMatchObject([{ path: ['task', 'subtasks'], extensions: { code: 'CONFLICT' } }]);
    expect(statements).toBe(2);
  } finally {
    await locker.end();
  }
});

const SERIES = statement('SELECT n FROM generate_series(1, $1::int) AS n', { n: integer });

test('a list of too many rows is refused, and the record that it was asked with answered', async () => {
  const pool = createPool(database.appUrl, { max: 1, name: 'test' });
  try {
    const reader = new TenantReadBatch(pool, foreman);
    const list = reader.rows(SERIES, [String(MAX_ROWS)], { isWithRecord: true });
    const record = reader.rows(SERIES, ['1']);
    await expect(list).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
    expect(await record).toHaveLength(1);
  } finally {
    await pool.end();
  }
});

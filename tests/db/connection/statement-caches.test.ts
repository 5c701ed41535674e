import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type pg from 'pg';
import { Task } from '../../../entities/task.ts';
import { cacheUses } from '../../../src/bounded-cache.ts';
import { pageStatement } from '../../../src/db/read/keyset-statement.ts';
import { MAX_PREPARED } from '../../../src/db/connection/pipeline.ts';
import { createPool } from '../../../src/db/connection/pool.ts';
import { TenantReadBatch } from '../../../src/db/read/tenant-read-batch.ts';
import { selectByKeys } from '../../../src/db/read/select.ts';
import { arrayLiteral } from '../../../src/db/connection/parameters.ts';
import type { Statement } from '../../../src/db/connection/statement.ts';
import { withTenantTransaction } from '../../../src/db/write/tenant-transaction.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { actorOf, idOf, plantPlan } from '../../support/worlds/planting.ts';

let database: TestDatabase;
let pool: pg.Pool;
const actor = actorOf('a');

beforeAll(async () => {
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 1, tasks: 1 });
  pool = createPool(database.appUrl, { max: 1, name: 'test', waitMs: 5_000 });
});

afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

const PROPERTIES = [
  'name',
  'description',
  'status',
  'priority',
  'startDate',
  'endDate',
  'progressPercent',
  'ownerId',
  'projectId',
  'phaseId',
  'workPackageId',
  'clusterId',
  'createdAt',
  'updatedAt',
  'sourceModule',
  'sourceReferenceId',
];

/** One of 65,536 selections of a task. */
const selection = (number: number): string[] => PROPERTIES.filter((_, bit) => (number >> bit) & 1);

/** Bytes of the heap that are in use once everything unreachable is collected. */
function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

test('statements of 50,000 distinct selections leave the heap flat', () => {
  const build = (from: number, to: number): void => {
    for (let number = from; number < to; number++) {
      if (number % 2 === 0) selectByKeys(Task, 'projectId', selection(number));
      else
        pageStatement({ entity: Task, where: [], order: [], size: 20, backwards: false }, selection(number));
    }
  };
  build(0, 5_000);
  const before = heapUsed();
  build(5_000, 50_000);
  expect(heapUsed() - before).toBeLessThan(20_000_000);
});

function read({ name, text, decode }: Statement): Promise<unknown> {
  // A copy, as after its eviction from the cache of statements.
  return new TenantReadBatch(pool, actor).rows({ name, text, decode }, [
    arrayLiteral([idOf('a', 'task', 1)]),
  ]);
}

async function preparedNames(): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>('SELECT name FROM pg_prepared_statements');
  return rows.map(({ name }) => name);
}

test('a connection keeps a bounded number of prepared statements, those in use among them', async () => {
  const hot = selectByKeys(Task, 'id', selection(1));
  const reader = new TenantReadBatch(pool, actor);
  const values = [arrayLiteral([idOf('a', 'task', 1)])];
  for (let number = 0; number < MAX_PREPARED + 40; number++) {
    const invented = selectByKeys(Task, 'id', selection(1_000 + number));
    for (let time = 0; time < 2; time++) expect(await reader.rows(invented, values)).toHaveLength(1);
    if (number % 20 === 0) await reader.rows(hot, values);
  }
  const names = await preparedNames();
  expect(names.length).toBeLessThanOrEqual(MAX_PREPARED);
  expect(names.length).toBeGreaterThan(MAX_PREPARED - 10);
  expect(names).toContain(hot.name);
  const use = cacheUses().find(({ name }) => name === 'prepared_statements');
  expect(use?.entries).toBeGreaterThanOrEqual(MAX_PREPARED);
});

test('a statement that is sent once is not prepared, however many there are', async () => {
  const before = await preparedNames();
  for (let number = 0; number < 50; number++) await read(selectByKeys(Task, 'id', selection(5_000 + number)));
  expect((await preparedNames()).sort()).toEqual(before.sort());
});

test('an evicted statement is prepared anew in the midst of a transaction', async () => {
  const statements = Array.from({ length: 3 }, (_, i) => selectByKeys(Task, 'id', selection(9_000 + i)));
  const values = [arrayLiteral([idOf('a', 'task', 1)])];
  await withTenantTransaction(pool, actor, async (tx) => {
    for (let round = 0; round < 2; round++) {
      const steps = [...statements, ...statements].map((statement) => ({ statement, values }));
      expect((await tx.pipeline(steps)).map((rows) => rows.length)).toEqual(steps.map(() => 1));
      const others = Array.from({ length: MAX_PREPARED + 5 }, (_, i) =>
        selectByKeys(Task, 'id', selection(10_000 + i)),
      );
      await tx.pipeline(others.map((statement) => ({ statement, values })));
    }
  });
  expect((await preparedNames()).length).toBeLessThanOrEqual(MAX_PREPARED);
});

import pg from 'pg';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { allowBulkInsert, allowLongTransaction } from '../../../src/db/write/long-transaction.ts';
import { createPool } from '../../../src/db/connection/pool.ts';
import { TenantReadBatch } from '../../../src/db/read/tenant-read-batch.ts';
import { integer, text, uuid } from '../../../src/db/connection/column-types.ts';
import { statement } from '../../../src/db/connection/statement.ts';
import { withTenantTransaction, type TenantTx } from '../../../src/db/write/tenant-transaction.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { actorOf, idOf, plantPlan } from '../../support/worlds/planting.ts';

let database: TestDatabase;
/** Of one connection: whoever comes next gets the one that was used before. */
let pool: pg.Pool;
const a = actorOf('a');
const b = actorOf('b');

beforeAll(async () => {
  database = await cloneDatabase();
  for (const org of ['a', 'b']) await plantPlan(database.adminUrl, org, { projects: 2, tasks: 1 });
  pool = createPool(database.appUrl, { max: 1, name: 'test', waitMs: 5_000 });
});

afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

const ORGANISATIONS = statement('SELECT DISTINCT org_id FROM pit.task', { orgId: uuid });
const DESCRIBE = statement('UPDATE pit.task SET description = $1 WHERE id = $2');
const DESCRIBED = statement('SELECT FROM pit.task WHERE description = $1');
const FAIL = statement('SELECT 1 / 0 AS nothing', { nothing: integer });
const LIMITS = statement(
  `SELECT current_setting('transaction_timeout') AS transaction,
    current_setting('statement_timeout') AS statement, current_setting('plan_cache_mode') AS plans`,
  { transaction: text, statement: text, plans: text },
);

/** The organisations whose tasks a read of the actor shows. */
async function readAs(actor: Actor): Promise<unknown[]> {
  const rows = await new TenantReadBatch(pool, actor).rows(ORGANISATIONS, []);
  return rows.map(({ orgId }) => orgId);
}

async function writeAs(actor: Actor, name: string): Promise<void> {
  await withTenantTransaction(pool, actor, (tx) => tx.run(DESCRIBE, [name, idOf('a', 'task', 1)]));
}

async function pid(): Promise<number> {
  const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid ?? 0;
}

/** The tables that show a row to a query which says nothing of who asks. */
async function tablesThatShow(): Promise<string[]> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE a.attname = 'org_id' AND c.relnamespace = 'pit'::regnamespace AND NOT c.relispartition
       AND c.relkind IN ('r', 'p') AND has_table_privilege(c.oid, 'SELECT')`,
  );
  expect(tables.length).toBeGreaterThan(20);
  const shown: string[] = [];
  for (const { name } of tables) {
    const { rowCount } = await pool.query(`SELECT FROM ${name} WHERE org_id IS NOT NULL LIMIT 1`);
    if (rowCount !== 0) shown.push(name);
  }
  return shown;
}

async function traces(): Promise<object | undefined> {
  const settings = ['org_id', 'user_id', 'role', 'division_ids', 'override_reason', 'request_id'];
  const columns = settings.map((name) => `nullif(current_setting('app.${name}', true), '') AS ${name}`);
  const { rows } = await pool.query<object>(`SELECT current_user::text AS who, ${columns.join(', ')}`);
  return rows[0];
}

const NO_TRACES = {
  who: 'pit_app',
  org_id: null,
  user_id: null,
  role: null,
  division_ids: null,
  override_reason: null,
  request_id: null,
};

const OVERRIDING: Actor = { ...a, overrideReason: 'Covering for a colleague on leave', requestId: 'test' };

test.each<[string, () => Promise<unknown>]>([
  ['a read', () => readAs(a)],
  ['a write', () => writeAs(a, 'Renamed')],
  ['a read by override', () => readAs(OVERRIDING)],
  ['a write by override', () => writeAs(OVERRIDING, 'Renamed again')],
  [
    'a write that was given up',
    () =>
      expect(
        withTenantTransaction(pool, OVERRIDING, () => Promise.reject(new Error('given up'))),
      ).rejects.toThrow('given up'),
  ],
])('%s leaves no tenant context on the connection for the next transaction', async (_what, use) => {
  const before = await pid();
  await use();
  expect(await traces()).toEqual(NO_TRACES);
  expect(await tablesThatShow()).toEqual([]);
  expect(await readAs(b)).toEqual([b.orgId]);
  expect(await readAs(a)).toEqual([a.orgId]);
  // All over one connection, or nothing was shown.
  expect(await pid()).toBe(before);
});

test('a write that failed in the database is undone, and the next caller is served', async () => {
  await expect(
    withTenantTransaction(pool, a, async (tx) => {
      await tx.run(DESCRIBE, ['Half done', idOf('a', 'task', 2)]);
      await tx.run(FAIL);
    }),
  ).rejects.toThrow('division by zero');
  const names = await withTenantTransaction(pool, a, (tx) => tx.run(DESCRIBED, ['Half done']));
  expect(names.rowCount).toBe(0);
  expect(await traces()).toEqual(NO_TRACES);
});

test('a commit that the server turns into a rollback is no acknowledged write', async () => {
  const before = await pid();
  const acknowledged = withTenantTransaction(pool, a, async (tx) => {
    await tx.run(DESCRIBE, ['Lost', idOf('a', 'task', 2)]);
    // An error that the code swallows: the transaction has failed all the same.
    await tx.run(FAIL).catch(() => undefined);
    return 'done';
  });
  await expect(acknowledged).rejects.toThrow('ROLLBACK');
  const names = await withTenantTransaction(pool, a, (tx) => tx.run(DESCRIBED, ['Lost']));
  expect(names.rowCount).toBe(0);
  expect(await pid()).not.toBe(before);
});

test('a connection that broke in the middle of a pipeline is not used again', async () => {
  const before = await pid();
  await expect(new TenantReadBatch(pool, a).rows(FAIL)).rejects.toThrow('division by zero');
  expect(await pid()).not.toBe(before);
  expect(await readAs(b)).toEqual([b.orgId]);
});

test('a transaction that somebody left open does not reach the next caller', async () => {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query(`SELECT set_config('app.org_id', $1, true), set_config('app.user_id', $2, true)`, [
    a.orgId,
    a.userId,
  ]);
  client.release();
  expect(await traces()).toEqual(NO_TRACES);
  expect(await readAs(b)).toEqual([b.orgId]);
});

test('a long transaction has more time than the login grants, from where it asks for it, and the next one has not', async () => {
  const limits = async (tx: Pick<TenantTx, 'run'>) => {
    const { rows } = await tx.run(LIMITS);
    return rows[0];
  };
  const { rows } = await pool.query<{ now: string }>(`SELECT current_setting('transaction_timeout') AS now`);
  expect(rows).toEqual([{ now: '15s' }]);
  // A timer that runs does not follow a longer setting by itself.
  await pool.query(`SET transaction_timeout = '400ms'`);
  await withTenantTransaction(pool, a, async (tx) => {
    await allowLongTransaction(tx);
    await tx.run(statement('SELECT pg_sleep(0.6)'));
    expect(await limits(tx)).toEqual({ transaction: '5min', statement: '1min', plans: 'auto' });
  });
  await pool.query('RESET transaction_timeout');
  expect(await withTenantTransaction(pool, a, (tx) => limits(tx))).toEqual({
    transaction: '15s',
    statement: '5s',
    plans: 'force_generic_plan',
  });
});

/** So many rows of a plan by one statement for each table, and as many projects. */
const bulk = (rows: number): string[] => [
  `INSERT INTO pit.project (name, owner_id)
   SELECT 'Bulk ' || n, (SELECT owner_id FROM pit.phase LIMIT 1) FROM generate_series(1, ${rows}) AS n`,
  `INSERT INTO pit.phase (project_id, name, owner_id) SELECT id, 'Phase', owner_id FROM pit.project WHERE name LIKE 'Bulk %'`,
  `INSERT INTO pit.task (project_id, phase_id, name, owner_id)
   SELECT phase.project_id, phase.id, 'Bulk ' || n, phase.owner_id FROM (SELECT * FROM pit.phase LIMIT 1) AS phase, generate_series(1, ${rows}) AS n`,
  `INSERT INTO pit_ops.task_rule (task_id, project_id) SELECT id, project_id FROM pit.task WHERE name LIKE 'Bulk %'`,
  `INSERT INTO pit.task_dependency (project_id, predecessor_task_id, successor_task_id)
   SELECT project_id, lag(id) OVER (ORDER BY id), id FROM pit.task WHERE name LIKE 'Bulk %' OFFSET 1`,
];

/** Pages and rows that the transaction has read, index by index. */
const READ = statement(
  `SELECT sum(pg_stat_get_xact_blocks_fetched(oid) + pg_stat_get_xact_tuples_returned(oid))::integer AS read FROM pg_class
   WHERE relnamespace IN ('pit'::regnamespace, 'pit_ops'::regnamespace) AND relkind IN ('r', 'i')`,
  { read: integer },
);

test('a session that has planned its keys over a few rows reads no more for each of 2,000 rows than of 500', async () => {
  const admin = new pg.Client(database.adminUrl);
  await admin.connect();
  await admin.query('ANALYZE');
  await admin.end();
  const costs: number[] = [];
  const attempt = withTenantTransaction(pool, { ...a, role: 'service' }, async (tx) => {
    const read = async (): Promise<number> => (await tx.run(READ)).rows[0]?.read ?? 0;
    const add = async (rows: number): Promise<number> => {
      await tx.run(statement('SAVEPOINT few'));
      const before = await read();
      for (const each of bulk(rows)) await tx.run(statement(each));
      const cost = ((await read()) - before) / rows;
      await tx.run(statement('ROLLBACK TO few'));
      return cost;
    };
    await add(2);
    await allowBulkInsert(tx);
    for (const rows of [500, 1_000, 2_000]) costs.push(await add(rows));
    throw new Error('enough');
  });
  await expect(attempt).rejects.toThrow('enough');
  const [few = 0, more = 0, most = 0] = costs;
  expect([more < 1.25 * few, most < 1.25 * few, costs]).toEqual([true, true, costs]);
}, 60_000);

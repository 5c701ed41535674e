import pg from 'pg';
import { createPool } from '../../../src/db/connection/pool.ts';
import { TenantReadBatch } from '../../../src/db/read/tenant-read-batch.ts';
import { text } from '../../../src/db/connection/column-types.ts';
import { step } from '../../../src/db/connection/pipeline.ts';
import { statement } from '../../../src/db/connection/statement.ts';
import { withTenantTransaction } from '../../../src/db/write/tenant-transaction.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { actorOf, idOf, plantPlan } from '../../support/worlds/planting.ts';
import { runSql } from '../../support/postgres/test-server.ts';

const CONNECTIONS = 4;
const actor = actorOf('a');
const phaseId = idOf('a', 'phase', 1);
const NAMED = { name: text, slept: text };
const RENAME = statement(
  'UPDATE pit.phase SET name = name WHERE id = $1 RETURNING name, pg_sleep(0.05)::text AS slept',
  NAMED,
);
const NAME = statement('SELECT name, pg_sleep(0.05)::text AS slept FROM pit.phase WHERE id = $1', NAMED);

let database: TestDatabase;
let pool: pg.Pool;

beforeAll(async () => {
  database = await cloneDatabase();
  await plantPlan(database.adminUrl, 'a', { projects: 1, tasks: 1 });
  pool = createPool(database.appUrl, { max: CONNECTIONS, name: 'test', waitMs: 10_000 });
});

afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

const read = () => new TenantReadBatch(pool, actor).rows(NAME, [phaseId]);
const write = () =>
  withTenantTransaction(pool, actor, async (tx) => {
    const { rows } = await tx.run(RENAME, [phaseId]);
    const [piped] = await tx.pipeline([step(NAME, [phaseId])]);
    return [...rows, ...piped];
  });
const readInWrite = () =>
  withTenantTransaction(pool, actor, async (tx) => (await tx.pipeline([step(NAME, [phaseId])]))[0]);

/** Runs it on each connection at once, several times, so that each has prepared what it takes. */
async function everywhere(work: () => Promise<unknown[]>): Promise<void> {
  for (let round = 0; round < 3; round++) {
    const answers = await Promise.all(Array.from({ length: CONNECTIONS }, work));
    for (const rows of answers) for (const row of rows) expect(row).toMatchObject({ name: 'Phase 1' });
  }
}

let length = 400;
const changeType = () =>
  runSql(database.adminUrl, `ALTER TABLE pit.phase ALTER COLUMN name TYPE varchar(${(length += 1)})`);

test('PostgreSQL answers 0A000 to a prepared statement whose column has changed its type', async () => {
  const client = new pg.Client(database.adminUrl);
  await client.connect();
  try {
    await client.query('CREATE TABLE public.changing (name text)');
    const query = { name: 'prepared', text: 'SELECT name FROM public.changing' };
    await client.query(query);
    await client.query('ALTER TABLE public.changing ALTER COLUMN name TYPE varchar(9)');
    await expect(client.query(query)).rejects.toMatchObject({ code: '0A000' });
    await client.query('DROP TABLE public.changing');
  } finally {
    await client.end();
  }
});

test.each<[string, () => Promise<unknown[]>]>([
  ['a read', read],
  ['a write', write],
  ['a pipeline inside of a write', readInWrite],
])('%s outlives 0A000 on all connections when a column changes its type', async (_what, work) => {
  await everywhere(work);
  await changeType();
  expect(await work()).not.toEqual([]);
  await everywhere(work);
});

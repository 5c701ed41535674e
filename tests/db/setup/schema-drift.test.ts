import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { dumpSchema } from '../../../src/db/setup/schema-dump.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';

const KEPT = new URL('../../../migrations/schema.sql', import.meta.url);

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await cloneDatabase();
  client = new pg.Client(database.adminUrl);
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

test('migrations make the schema that is kept beside them (npm run db:dump -- --write)', async () => {
  expect(await dumpSchema(client)).toBe(await readFile(KEPT, 'utf8'));
});

test.each([
  ['a dropped index', 'DROP INDEX pit.task_owner_id_idx'],
  ['a lost constraint', 'ALTER TABLE pit.task ALTER COLUMN owner_id DROP NOT NULL'],
  ['a new enum value', `ALTER TYPE pit.task_status_enum ADD VALUE 'paused'`],
  ['a disabled policy', 'ALTER TABLE pit.task DISABLE ROW LEVEL SECURITY'],
  ['a grant', 'GRANT TRUNCATE ON pit.task TO pit_app'],
  ['a disabled trigger', 'ALTER TABLE pit.task DISABLE TRIGGER ALL'],
  ['another default', `ALTER TABLE pit.organisation ALTER COLUMN time_zone SET DEFAULT 'Europe/London'`],
])('the schema dump shows %s', async (_what, change) => {
  const before = await dumpSchema(client);
  await client.query(change);
  expect(await dumpSchema(client)).not.toBe(before);
});

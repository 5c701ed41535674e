import { readFile } from 'node:fs/promises';
import pg from 'pg';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';

const GUIDE = new URL('../../../docs/operations.md', import.meta.url);
const DEFINITIONS = `SELECT pg_get_indexdef(to_regclass(name)) AS index FROM unnest(ARRAY['pit_ops.task_text_words_idx',
  'pit.watchdog_alert_message_idx', 'pit.evidence_file_url_idx', 'pit_ops.task_text_script_idx', 'pit.watchdog_alert_script_idx',
  'pit.evidence_script_idx']) AS name`;

let database: TestDatabase;
let admin: pg.Client;
let owner: pg.Client;

beforeAll(async () => {
  database = await cloneDatabase();
  admin = new pg.Client(database.adminUrl);
  owner = new pg.Client(database.ownerUrl);
  await Promise.all([admin.connect(), owner.connect()]);
});
afterAll(async () => {
  await Promise.all([admin?.end(), owner?.end()]);
  await database?.drop();
});

/** The statements that the guide for operators gives, one by one: an index built concurrently stands alone. */
async function guided(): Promise<string[]> {
  const section = (await readFile(GUIDE, 'utf8')).split('## Extensions')[1] ?? '';
  const block = /```sql\n(.*?)```/s.exec(section)?.[1] ?? '';
  return block
    .replace(/--.*$/gm, '')
    .split(';')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}

test('indexes of searches that a server without extensions lacks are made later by what the guide says, as the migrations make them', async () => {
  const indexes = async (): Promise<(string | null)[]> =>
    (await admin.query<{ index: string | null }>(DEFINITIONS)).rows.map(({ index }) => index);
  const migrated = await indexes();
  for (const index of migrated) expect(index).toMatch(/gin_trgm_ops|script_grams/);
  await admin.query('DROP EXTENSION pg_trgm, btree_gin CASCADE');
  await admin.query('DROP SCHEMA pit_ext');
  expect(await indexes()).toEqual([null, null, null, null, null, null]);
  const statements = await guided();
  expect(statements).toHaveLength(11);
  for (const statement of statements) await owner.query(statement);
  expect(await indexes()).toEqual(migrated);
});

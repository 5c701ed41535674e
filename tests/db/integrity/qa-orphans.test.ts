import pg from 'pg';
import { readCatalog } from '../../../src/db/queries/conformance/catalog-query.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';

let database: TestDatabase;
let client: pg.Client;

const SYSTEM_USER = '00000000-0000-0000-0000-0000000000ff';
const PLATFORM = '00000000-0000-0000-0000-0000000000fe';

const PLAN = `
  SET app.user_id = '${SYSTEM_USER}';
  SET app.org_id = '${PLATFORM}';
  WITH project AS (
    INSERT INTO pit.project (name, owner_id) VALUES ('p', '${SYSTEM_USER}') RETURNING id
  ), phase AS (
    INSERT INTO pit.phase (project_id, name, owner_id) SELECT id, 'f', '${SYSTEM_USER}' FROM project
    RETURNING project_id, id
  ), work_package AS (
    INSERT INTO pit.work_package (project_id, phase_id, name, owner_id)
    SELECT project_id, id, 'w', '${SYSTEM_USER}' FROM phase RETURNING project_id, phase_id, id
  ), task AS (
    INSERT INTO pit.task (project_id, phase_id, work_package_id, name, owner_id)
    SELECT project_id, phase_id, id, 't', '${SYSTEM_USER}' FROM work_package RETURNING id
  )
  INSERT INTO pit.subtask (task_id, name) SELECT id, 's' FROM task`;

beforeAll(async () => {
  database = await cloneDatabase();
  client = new pg.Client(database.adminUrl);
  await client.connect();
  await client.query(PLAN);
});

afterAll(async () => {
  await client?.end();
  await database?.drop();
});

async function orphansAfter(statements: string): Promise<Readonly<Record<string, number>>> {
  await client.query('BEGIN');
  try {
    await client.query(statements);
    return (await readCatalog(client)).orphans;
  } finally {
    await client.query('ROLLBACK');
  }
}

test('a plan has no orphans, whole or deleted as a whole', async () => {
  const none = { phase: 0, work_package: 0, task: 0, subtask: 0 };
  const tables = ['project', 'phase', 'work_package', 'task', 'subtask'];
  const deleteAll = tables.map((table) => `UPDATE pit.${table} SET deleted_at = now();`).join('');
  expect(await orphansAfter('')).toEqual(none);
  expect(await orphansAfter(deleteAll)).toEqual(none);
});

test.each([
  ['project', { phase: 1, work_package: 0, task: 0, subtask: 0 }],
  ['phase', { phase: 0, work_package: 1, task: 1, subtask: 0 }],
  ['work_package', { phase: 0, work_package: 0, task: 1, subtask: 0 }],
  ['task', { phase: 0, work_package: 0, task: 0, subtask: 1 }],
])('children that outlive their deleted %s are counted', async (table, expected) => {
  expect(await orphansAfter(`UPDATE pit.${table} SET deleted_at = now()`)).toEqual(expected);
});

test('children of a parent that is gone are counted, where a key was not enforced', async () => {
  const behindTheKeys = `SET LOCAL session_replication_role = replica; DELETE FROM pit.phase`;
  expect(await orphansAfter(behindTheKeys)).toEqual({ phase: 0, work_package: 1, task: 1, subtask: 0 });
});

test('the application role cannot count orphans', async () => {
  const app = new pg.Client(database.appUrl);
  await app.connect();
  const counting = app.query('SELECT * FROM pit_ops.count_orphans()');
  await expect(counting).rejects.toThrow('permission denied for function count_orphans');
  await app.end();
});

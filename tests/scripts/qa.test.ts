import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Requirement } from '../../src/domain/conformance/requirement.ts';
import { cloneDatabase, type TestDatabase } from '../support/postgres/database.ts';
import { runSql } from '../support/postgres/test-server.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
});

afterAll(() => database?.drop());

/** The command as a person runs it, against the copy. */
function runQa(...words: string[]): { code: number | null; out: string } {
  const script = fileURLToPath(new URL('../../scripts/qa.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, ...words], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: database.appUrl, DATABASE_MIGRATION_URL: database.ownerUrl },
  });
  return { code: status, out: stdout + stderr };
}

test('a database as specified exits 0 with the count of each group', () => {
  const { code, out } = runQa();
  expect(out).toMatch(/foreign_keys +51\/51/);
  expect(out).toContain('the database is as specified');
  expect(code).toBe(0);
});

test('a database that falls short exits 1 and is told where', async () => {
  await runSql(
    database.adminUrl,
    'DROP INDEX pit.task_owner_id_idx',
    'ALTER TABLE pit.task DISABLE ROW LEVEL SECURITY',
  );
  const { code, out } = runQa();
  expect(out).toContain('indexes.task.(owner_id)\n    expected  btree, valid\n    found     missing');
  expect(out).toContain('rls.task.enabled\n    expected  yes\n    found     no');
  expect(out).toContain('falls short');
  expect(code).toBe(1);
  const { out: json, code: jsonCode } = runQa('--json');
  const demands = JSON.parse(json) as Requirement[];
  expect(demands.filter((each) => !each.met).map((each) => each.name)).toEqual([
    'indexes.task.(owner_id)',
    'rls.task.enabled',
  ]);
  expect(jsonCode).toBe(1);
});

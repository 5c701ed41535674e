import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { OpenOrigin1700000050000 } from '../../migrations/1700000050000-open-origin.ts';
import { revertLast } from '../../src/db/setup/migrate.ts';
import { cloneDatabase, type TestDatabase } from '../support/postgres/database.ts';

const NAME = new OpenOrigin1700000050000().name;

let database: TestDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database?.drop());

test('db:migrate says by its name what each migration has changed, and nothing the second time', async () => {
  const target = { migrationUrl: database.ownerUrl, appUrl: database.appUrl };
  while ((await revertLast(target)) !== NAME);
  const script = fileURLToPath(new URL('../../scripts/migrate.ts', import.meta.url));
  const run = () =>
    spawnSync(process.execPath, ['--import', 'tsx', script], {
      encoding: 'utf8',
      env: { ...process.env, DATABASE_URL: target.appUrl, DATABASE_MIGRATION_URL: target.migrationUrl },
    });
  const { status, stdout } = run();
  expect([status, stdout]).toEqual([0, expect.stringContaining(`ran  ${NAME}\n`)]);
  expect(stdout).toContain(`${NAME}: 0 references of tasks were brought into Unicode NFC\n`);
  expect(stdout).not.toContain('skipping');
  expect(run().stdout).toBe('The database is up to date.\n');
});

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { appliedMigrations } from '../../src/db/setup/migrate.ts';
import { cloneDatabase, type TestDatabase } from '../support/postgres/database.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/revert.ts', import.meta.url));

let database: TestDatabase;
let applied: string[];
let name: string;

beforeAll(async () => {
  database = await cloneDatabase();
  applied = await appliedMigrations({ migrationUrl: database.ownerUrl });
  name = new URL(database.ownerUrl).pathname.slice(1);
});

afterAll(() => database?.drop());

/** The command as a script runs it, without a terminal that could be asked. */
function runRevert(...words: string[]): { code: number | null; out: string; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', SCRIPT, ...words], {
    encoding: 'utf8',
    env: { ...process.env, DATABASE_URL: database.appUrl, DATABASE_MIGRATION_URL: database.ownerUrl },
  });
  return { code: status, out: stdout, said: stderr };
}

test.each([
  [[], 'Nothing is taken back without --confirm'],
  [['--confirm', 'another'], 'Nothing is taken back: "another" is not the name of the database.'],
  [['--steps', '999'], 'no 999 can be taken back'],
  [['--steps', '0'], 'The number of steps is 1 or more.'],
])('db:revert %j takes nothing back, and says what it lacks', async (words, message) => {
  const { code, said } = runRevert(...words);
  expect(said).toContain(message);
  expect(code).toBe(1);
  expect(await appliedMigrations({ migrationUrl: database.ownerUrl })).toEqual(applied);
});

test('db:revert that is told the name of the database takes back as many migrations as it says', async () => {
  const { code, out } = runRevert('--steps', '2', '--confirm', name);
  expect(code).toBe(0);
  for (const migration of applied.slice(-2)) expect(out).toContain(`took back  ${migration}`);
  expect(await appliedMigrations({ migrationUrl: database.ownerUrl })).toEqual(applied.slice(0, -2));
});

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { decodeJwt } from 'jose';
import { createAuthenticate } from '../../src/server/auth/auth.ts';
import { loadConfig } from '../../src/config/config.ts';
import { cloneDatabase, type TestDatabase } from '../support/postgres/database.ts';
import { runSql } from '../support/postgres/test-server.ts';

const SECRET = 'a secret that is only ever used in tests';
const SYSTEM = '00000000-0000-0000-0000-0000000000ff';
const ORG = '10000000-0000-4000-8000-000000000001';
const OTHER_ORG = '10000000-0000-4000-8000-000000000002';
const ANNA = '20000000-0000-4000-8000-000000000001';
const OTHER_ANNA = '20000000-0000-4000-8000-000000000002';
const DIVISION = '30000000-0000-4000-8000-000000000001';

let database: TestDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
  await runSql(
    database.adminUrl,
    `SELECT set_config('app.user_id', '${SYSTEM}', false), set_config('app.org_id', '${ORG}', false)`,
    `INSERT INTO pit.organisation (id, name) VALUES ('${ORG}', 'Works'), ('${OTHER_ORG}', 'Other works')`,
    `INSERT INTO pit."user" (id, org_id, name, email, role) VALUES
      ('${ANNA}', '${ORG}', 'Anna', 'anna@works.example', 'member'),
      ('${OTHER_ANNA}', '${OTHER_ORG}', 'Anna', 'anna@works.example', 'viewer')`,
    `INSERT INTO pit.division (id, org_id, name) VALUES ('${DIVISION}', '${ORG}', 'North')`,
  );
});

afterAll(() => database?.drop());

/** The command as a person runs it, against the copy. */
function runToken(
  words: string[],
  env: Record<string, string> = {},
): { code: number | null; out: string; said: string } {
  const script = fileURLToPath(new URL('../../scripts/token.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', script, ...words], {
    encoding: 'utf8',
    env: {
      ...process.env,
      DATABASE_URL: database.appUrl,
      DATABASE_MIGRATION_URL: database.ownerUrl,
      PIT_JWT_SECRET: SECRET,
      ...env,
    },
  });
  return { code: status, out: stdout.trim(), said: stderr };
}

test('the token is one that the service accepts, for the user as the database knows them', async () => {
  const { code, out, said } = runToken(['--user', 'ANNA@works.example', '--org', ORG]);
  expect(said).toBe('Anna, member of Works:\n');
  expect(code).toBe(0);
  const authenticate = createAuthenticate(loadConfig({ PIT_JWT_SECRET: SECRET }), () => '');
  expect(await authenticate(out)).toMatchObject({
    userId: ANNA,
    orgId: ORG,
    role: 'member',
    divisionIds: [DIVISION],
  });
});

test('role, length and divisions can be chosen', () => {
  const words = ['--user', ANNA, '--org', ORG, '--role', 'foreman', '--ttl', '30m', '--division', 'none'];
  const claims = decodeJwt(runToken(words).out);
  expect(claims).toMatchObject({ role: 'foreman', division_ids: [], scope: 'pit:role:foreman' });
  expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(1800);
});

test('a role that may hold all divisions names none of them, and its token stays short', async () => {
  const { out } = runToken(['--user', ANNA, '--org', ORG, '--role', 'admin']);
  expect(decodeJwt(out)).toMatchObject({ role: 'admin', division_ids: '*' });
  const authenticate = createAuthenticate(loadConfig({ PIT_JWT_SECRET: SECRET }), () => '');
  expect(await authenticate(out)).toMatchObject({ divisionIds: ['*'] });
});

test('a user of another organisation is nobody here', () => {
  const { code, said } = runToken(['--user', OTHER_ANNA, '--org', ORG]);
  expect(said).toBe(`Nobody goes by "${OTHER_ANNA}".\n`);
  expect(code).toBe(1);
});

test.each([
  [[], 'Say whom the token is for.'],
  [['--user', ANNA], 'name the organisation too: --org'],
  [['--user', ANNA, '--org', ORG, '--role', 'king'], 'There is no role "king"'],
  [['--user', ANNA, '--org', ORG, '--ttl', 'ever'], '"ever" is no length of time'],
  [['--user', ANNA, '--org', ORG, '--ttl', '99999d'], '"99999d" is too long for a token: 365d is the most'],
  [['--user', ANNA, '--org', ORG, '--division', 'xyz'], '"xyz" is no division of Works'],
  [['--user', ANNA, '--org', ORG, '--division', OTHER_ORG], 'is no division of Works'],
  [['--usr', ANNA], `Unknown option '--usr'`],
])('called with %j, it says what is wrong and how it is used', (words, message) => {
  const { code, said } = runToken(words);
  expect(said).toContain(message);
  expect(said).toContain('Usage: npm run token');
  expect(code).toBe(1);
});

test('in production no development token is made', () => {
  const { code, said } = runToken(['--user', ANNA, '--org', ORG], {
    NODE_ENV: 'production',
    PIT_SECRET: '5f'.repeat(32),
    PIT_FILES_URL: 'file:///srv/pit/files',
    PIT_JWT_ISSUER: 'https://id.example',
  });
  expect(said).toContain('Development tokens do not exist in production.');
  expect(code).toBe(1);
});

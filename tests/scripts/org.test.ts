import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { cloneDatabase, type TestDatabase } from '../support/postgres/database.ts';
import { startTestService } from '../support/processes/service.ts';

const SECRET = 'a secret that is only ever used in tests';

let database: TestDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database?.drop());

/** A command as a person runs it, against the copy. */
function run(name: string, words: string[], env: Record<string, string> = {}) {
  const script = fileURLToPath(new URL(`../../scripts/${name}.ts`, import.meta.url));
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

async function organisations(): Promise<object[]> {
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  const { rows } = await client.query<object>('SELECT id, name, time_zone FROM pit.organisation ORDER BY id');
  await client.end();
  return rows;
}

const GIVEN = ['create', '--name', 'Harbour Works', '--admin', 'ada@harbour.example'];

test('an organisation is made, and its service account syncs everybody else with a token of its own', async () => {
  const { code, out, said } = run('org', [...GIVEN, '--time-zone', 'Europe/Berlin']);
  expect([code, said]).toEqual([0, '']);
  const id = '([0-9a-f-]{36})';
  const lines = new RegExp(`^organisation +${id}\nadministrator +${id}\nservice account +${id}$`).exec(out);
  const [, orgId = '', adminId, serviceId = ''] = lines ?? [];
  const { out: token, said: issued } = run('token', ['--user', serviceId, '--org', orgId]);
  expect(issued).toBe('Directory service, service of Harbour Works:\n');
  const service = await startTestService(database, { PIT_JWT_SECRET: SECRET });
  const zoe = { id: '20000000-0000-4000-8000-00000000000a', name: 'Zoe', email: 'zoe@harbour.example' };
  const sync = `mutation ($input: SyncDirectoryInput!) { syncDirectory(input: $input) { __typename } }`;
  const synced = await service.query(token, sync, { input: { users: [{ ...zoe, role: 'MEMBER' }] } });
  const asAdmin = run('token', ['--user', 'ada@harbour.example', '--org', orgId]).out;
  const viewer = await service.query(
    asAdmin,
    '{ viewer { role user { id } } users(first: 5) { totalCount } }',
  );
  await service.stop();
  expect(synced.body.errors).toBeUndefined();
  expect(viewer.body).toEqual({
    data: { viewer: { role: 'ADMIN', user: { id: adminId } }, users: { totalCount: 3 } },
  });
  expect(await organisations()).toContainEqual({
    id: orgId,
    name: 'Harbour Works',
    time_zone: 'Europe/Berlin',
  });
});

test.each<[string, string[], RegExp]>([
  ['nothing', [], /^Say what to do: create\.\n\nUsage: npm run org/],
  ['no name', ['create', '--admin', 'a@b.example'], /^Say --name and --admin\.\n\nUsage/],
  ['a name without quotes', [...GIVEN, 'Limited'], /^What is "Limited"\? .*quotes\.\n\nUsage/],
  ['a name of spaces', ['create', '--name', ' ', '--admin', 'a@b.example'], /^--name .*\.\n\nUsage/],
  [
    'no address',
    ['create', '--name', 'X', '--admin', 'ada'],
    /^--admin is not an e-mail address.*\.\n\nUsage/,
  ],
  [
    'a time zone that is none',
    [...GIVEN, '--time-zone', 'Mars/Olympus'],
    /^--time-zone is not .*\.\n\nUsage/,
  ],
])(
  'npm run org with %s says so in the words of the command line, and makes nothing',
  async (_what, words, said) => {
    const before = await organisations();
    const answer = run('org', words);
    expect([answer.code, answer.out, answer.said]).toEqual([1, '', expect.stringMatching(said)]);
    expect(await organisations()).toEqual(before);
  },
);

test('a wrong setting is named without a word of the code that found it', () => {
  const { code, said } = run('org', GIVEN, { PORT: 'abc' });
  expect([code, said]).toEqual([
    1,
    'The service cannot start with these settings:\n' +
      '  PORT: expected a whole number from 0 to 65535, got "abc"\n',
  ]);
});

import pg from 'pg';
import { ensureRoles } from '../../../src/db/setup/roles.ts';
import { assignmentOf, SETTING_NAMES } from '../../../src/db/setup/service-settings.ts';
import { openPools, type Pools } from '../../../src/server/pools.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { refusal, transaction, value } from '../tenancy/as-actor.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
});

afterAll(async () => {
  await transaction(database.adminUrl, async (client) => {
    for (const role of ['keeper_of_things', 'keeper_of_settings']) {
      await client.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
    }
  });
  await database.drop();
});

function loginUrl(user: string, password: string): string {
  const url = new URL(database.adminUrl);
  url.username = user;
  url.password = password;
  return url.toString();
}

test('a login that somebody else made keeps its password and settings, and may serve', async () => {
  await transaction(database.adminUrl, async (client) => {
    await client.query(
      `CREATE ROLE keeper_of_things LOGIN PASSWORD 'theirs'; ALTER ROLE keeper_of_things SET work_mem = '8MB'`,
    );
  });
  const before = await describeRole('keeper_of_things');
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await ensureRoles(admin, { appUser: 'keeper_of_things', appPassword: 'ours' });
  await ensureRoles(admin, { appUser: 'keeper_of_things', appPassword: 'ours' });
  await admin.end();
  expect(await describeRole('keeper_of_things')).toEqual(before);
  const url = loginUrl('keeper_of_things', 'theirs');
  expect(await transaction(url, (client) => value(client, 'SELECT count(*)::int FROM pit.project'))).toBe(0);
  expect(await refusal(transaction(url, (client) => client.query('SET LOCAL ROLE pit_foreman')))).toBe(
    'accepted',
  );
  expect(await refusal(transaction(url, (client) => client.query('SET LOCAL ROLE pit_owner')))).toBe('42501');
});

test('a login that somebody else made gets the settings it lacks, for this database, and keeps those it has', async () => {
  await transaction(database.adminUrl, (client) =>
    client.query(
      `CREATE ROLE keeper_of_settings LOGIN PASSWORD 'theirs'; ALTER ROLE keeper_of_settings SET statement_timeout = '30s'`,
    ),
  );
  const url = loginUrl('keeper_of_settings', 'theirs');
  // A whole refusal: what an operator is to run is in it, and cures it.
  const refused = await openPools(url).then(closePools, (error: Error) => error.message);
  expect(refused).toContain("transaction_timeout = '0'");
  expect(refused).not.toContain('statement_timeout');
  const cure = /ALTER ROLE .*;/.exec(String(refused))?.[0] ?? '';
  await transaction(url, (client) => client.query(cure));
  await closePools(await openPools(url));
  await transaction(database.adminUrl, (client) =>
    client.query(`ALTER ROLE keeper_of_settings IN DATABASE ${databaseName()} RESET ALL`),
  );
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await ensureRoles(admin, { appUser: 'keeper_of_settings' });
  await admin.end();
  await closePools(await openPools(url));
  expect(
    await transaction(url, (client) =>
      value(
        client,
        `SELECT concat_ws(' ', current_setting('statement_timeout'), current_setting('lock_timeout'))`,
      ),
    ),
  ).toBe('30s 2s');
});

test.each(SETTING_NAMES)('a login without its %s does not serve', async (name) => {
  const login = `ALTER ROLE keeper_of_things IN DATABASE ${databaseName()}`;
  const wrong: Partial<Record<string, string>> = {
    timezone: `'Europe/Berlin'`,
    datestyle: `'German'`,
    search_path: 'public',
    plan_cache_mode: 'auto',
  };
  const value = wrong[name] ?? (name.endsWith('_timeout') ? '0' : 'on');
  await transaction(database.adminUrl, (client) => client.query(`${login} SET ${name} = ${value}`));
  const refused = await openPools(loginUrl('keeper_of_things', 'theirs')).then(closePools, String);
  expect(refused).toContain(
    `${login.replaceAll('keeper_of_things', '"keeper_of_things"').replace(databaseName(), `"${databaseName()}"`)} SET ${assignmentOf(name)};`,
  );
  await transaction(database.adminUrl, (client) => client.query(`${login} SET ${assignmentOf(name)}`));
});

async function closePools({ readPool, writePool }: Pools): Promise<void> {
  await Promise.all([readPool.end(), writePool.end()]);
}

function databaseName(): string {
  return new URL(database.adminUrl).pathname.slice(1);
}

async function describeRole(role: string): Promise<unknown> {
  return transaction(database.adminUrl, (client) =>
    value(client, 'SELECT to_jsonb(r) FROM pg_authid r WHERE rolname = $1', [role]),
  );
}

test('many bootstraps at once, for different databases, all succeed', async () => {
  const other = await cloneDatabase();
  const ensure = async (url: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const app = new URL(database.appUrl);
    await ensureRoles(client, { appUser: 'pit_app', appPassword: app.password }).finally(() => client.end());
  };
  await Promise.all([database, other, database, other].map((each) => ensure(each.adminUrl)));
  await other.drop();
});

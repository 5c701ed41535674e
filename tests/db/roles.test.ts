import pg from 'pg';
import { migrate } from '../../src/db/migrate.ts';
import { ensureRoles } from '../../src/db/roles.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { refusal, transaction, value } from './as-actor.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
});

afterAll(async () => {
  await transaction(database.adminUrl, async (client) => {
    for (const role of ['keeper_of_things', 'migrating_admin']) {
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

test('a migration login that is no superuser suffices, once the definer may bypass row level security', async () => {
  const name = new URL(database.adminUrl).pathname.slice(1);
  await transaction(database.adminUrl, async (client) => {
    await client.query(`CREATE ROLE migrating_admin LOGIN PASSWORD 'admin' CREATEROLE BYPASSRLS`);
    for (const role of ['pit_owner', 'pit_app', 'pit_foreman', 'pit_definer']) {
      await client.query(`GRANT ${role} TO migrating_admin WITH ADMIN TRUE, INHERIT FALSE`);
    }
    await client.query(`GRANT ALL ON DATABASE ${name} TO migrating_admin WITH GRANT OPTION`);
  });
  expect(
    await migrate({ migrationUrl: loginUrl('migrating_admin', 'admin'), appUrl: database.appUrl }),
  ).toEqual([]);
});

import { MIGRATIONS } from '../../../migrations/index.ts';
import type { Config } from '../../../src/config/config.ts';
import { requireVersion } from '../../../src/db/setup/first-connection.ts';
import { appliedMigrations, migrate, pendingMigrations, revertLast } from '../../../src/db/setup/migrate.ts';
import { openDatabase } from '../../../src/db/setup/open-database.ts';
import { OwnServer } from '../../support/postgres/own-server.ts';
import { runSql, withDatabase } from '../../support/postgres/test-server.ts';
import { transaction, value } from '../tenancy/as-actor.ts';

const NAMES = MIGRATIONS.map((migration) => migration.name);
const NOBODY = 'postgres://nobody:nothing@127.0.0.1:1/pit';

let server: OwnServer;

beforeAll(async () => {
  server = await OwnServer.start({ bare: true });
  await runSql(
    server.database.adminUrl,
    `CREATE ROLE dba LOGIN CREATEROLE PASSWORD 'dba'`,
    `CREATE DATABASE works OWNER dba`,
  );
});

afterAll(() => server.stop());

/** The address of a login on the operator's own database. */
function works(user: string, password: string): string {
  const url = new URL(withDatabase(server.database.adminUrl, 'works'));
  return Object.assign(url, { username: user, password }).toString();
}

const asDba = (appUrl: string): Promise<string[]> => migrate({ migrationUrl: works('dba', 'dba'), appUrl });
const admin = (sql: string): Promise<void> => runSql(withDatabase(server.database.adminUrl, 'works'), sql);
const ask = <T>(url: string, sql: string): Promise<T> => transaction(url, (client) => value<T>(client, sql));
const rolesOfPit = (): Promise<string[] | null> =>
  ask(
    server.database.adminUrl,
    `SELECT array_agg(rolname::text ORDER BY rolname) FROM pg_roles WHERE rolname ~ '^pit_' AND rolname <> 'pit_keeper'`,
  );

/** As the service opens it, with PIT_MIGRATE=never and no owner's login at all. */
async function openWithoutOwner(): Promise<void> {
  const settings = { databaseUrl: works('pit_app', 'right'), migrationUrl: NOBODY, migrate: 'never' };
  await (await openDatabase(settings as Config)).close();
}

test('a superuser in DATABASE_URL is refused before any role is made or granted', async () => {
  const superuser = withDatabase(server.database.adminUrl, 'works');
  await expect(migrate({ migrationUrl: superuser, appUrl: superuser })).rejects.toThrow(
    /^DATABASE_URL connects as "postgres", for whom row-level security is not in force/,
  );
  expect(await rolesOfPit()).toBeNull();
});

test('a login that may not make the roles is told what it takes, and has made none', async () => {
  await expect(asDba(works('pit_app', 'right'))).rejects.toThrow(
    /owner of the database with CREATEROLE and BYPASSRLS/,
  );
  await admin(`CREATE ROLE plain LOGIN PASSWORD 'plain'`);
  await expect(
    migrate({ migrationUrl: works('plain', 'plain'), appUrl: works('pit_app', 'right') }),
  ).rejects.toThrow(/finds no role pit_owner: a superuser, or/);
  expect(await rolesOfPit()).toBeNull();
});

test('before the first migration, the list of what is to run needs no role of PIT', async () => {
  const list = { migrationUrl: works('dba', 'dba') };
  expect([await appliedMigrations(list), await pendingMigrations(list)]).toEqual([[], NAMES]);
});

test.each([
  [
    'CREATEROLE, but not BYPASSRLS',
    'owner',
    'CREATEROLE',
    /may not make the roles .*with CREATEROLE and BYPASSRLS/,
  ],
  [
    'BYPASSRLS, but not CREATEROLE',
    'owner',
    'BYPASSRLS',
    /finds no role pit_owner: a superuser, or the owner/,
  ],
  [
    'both, but not the database',
    'postgres',
    'CREATEROLE BYPASSRLS',
    /may not make the roles .*owner of the database/,
  ],
])(
  'a login with %s is told what is missing, and has made no role',
  async (_name, owner, attributes, message) => {
    const superuser = server.database.adminUrl;
    await runSql(superuser, `CREATE ROLE short LOGIN ${attributes} PASSWORD 'short'`);
    await runSql(superuser, `CREATE DATABASE short OWNER ${owner === 'owner' ? 'short' : owner}`);
    const on = (user: string): string =>
      Object.assign(new URL(withDatabase(superuser, 'short')), {
        username: user,
        password: 'short',
      }).toString();
    await expect(migrate({ migrationUrl: on('short'), appUrl: on('pit_app') })).rejects.toThrow(message);
    await runSql(superuser, 'DROP DATABASE short', 'DROP ROLE short');
    expect(await rolesOfPit()).toBeNull();
  },
);

test("the database's owner with CREATEROLE and BYPASSRLS makes the roles once; then a member of pit_owner suffices", async () => {
  await admin('ALTER ROLE dba BYPASSRLS');
  expect(await asDba(works('pit_app', 'right'))).toEqual(NAMES);
  expect(await rolesOfPit()).toEqual(['pit_app', 'pit_definer', 'pit_foreman', 'pit_owner']);
  expect(await ask(works('pit_app', 'right'), 'SELECT count(*)::int FROM pit.project')).toBe(0);
  await admin(`ALTER ROLE dba NOBYPASSRLS NOCREATEROLE`);
  expect(await asDba(works('pit_app', 'right'))).toEqual([]);
  // An administrator who may make roles, but did not make these.
  await admin(`CREATE ROLE second_dba LOGIN CREATEROLE BYPASSRLS PASSWORD 'second';
    GRANT pit_owner TO second_dba WITH INHERIT FALSE, SET TRUE`);
  const second = { migrationUrl: works('second_dba', 'second'), appUrl: works('pit_app', 'right') };
  expect(await migrate(second)).toEqual([]);
});

test('a wrong password in DATABASE_URL is refused, and the right one stays right', async () => {
  const superuser = withDatabase(server.database.adminUrl, 'works');
  const password = (): Promise<string> =>
    ask(superuser, `SELECT rolpassword FROM pg_authid WHERE rolname = 'pit_app'`);
  const before = await password();
  await expect(migrate({ migrationUrl: superuser, appUrl: works('pit_app', 'mistyped') })).rejects.toThrow(
    /refuses the name or password of "pit_app" in DATABASE_URL: correct it there/,
  );
  expect(await migrate({ migrationUrl: superuser, appUrl: works('pit_app', 'right') })).toEqual([]);
  expect(await password()).toBe(before);
});

test('rights on the database, which no dump of it holds, are given anew by migrations that find nothing else to do', async () => {
  const superuser = withDatabase(server.database.adminUrl, 'works');
  const rights = (): Promise<boolean[]> =>
    ask(
      superuser,
      `SELECT ARRAY[has_database_privilege('pit_owner', 'works', 'CREATE'), has_database_privilege('pit_app', 'works', 'TEMP')]`,
    );
  await admin('REVOKE ALL ON DATABASE works FROM pit_owner; GRANT TEMPORARY ON DATABASE works TO PUBLIC');
  expect(await rights()).toEqual([false, true]);
  expect(await migrate({ migrationUrl: superuser, appUrl: works('pit_app', 'right') })).toEqual([]);
  expect(await rights()).toEqual([true, false]);
});

test('with PIT_MIGRATE=never the service needs no owner, and says what is left for one to do', async () => {
  await openWithoutOwner();
  await revertLast({ migrationUrl: works('dba', 'dba'), appUrl: '' });
  await expect(openWithoutOwner()).rejects.toThrow(
    /^The database has yet to go through .*PIT_MIGRATE=never.*run "npm run db:migrate"/,
  );
  expect(await asDba(works('pit_app', 'right'))).toEqual(NAMES.slice(-1));
  await openWithoutOwner();
});

test('code that is older than the database says so at every door, and changes nothing', async () => {
  await admin(
    `INSERT INTO pit_ops.migration ("timestamp", name) VALUES (1999999999999, 'FromTheFuture1999999999999')`,
  );
  const target = { migrationUrl: works('dba', 'dba'), appUrl: works('pit_app', 'right') };
  const doors = [migrate, revertLast, pendingMigrations, appliedMigrations, openWithoutOwner];
  for (const door of doors) {
    await expect(door(target)).rejects.toThrow(/belongs to a newer PIT .*FromTheFuture1999999999999/);
  }
  await admin(`DELETE FROM pit_ops.migration WHERE name ~ '^FromTheFuture'`);
  expect(await appliedMigrations(target)).toEqual(NAMES);
});

test.each([
  [170_006, '17.6', false],
  [180_000, '18.0', true],
  [190_000, '19beta1', true],
])('PostgreSQL %i (%s) is taken: %j', (number, name, isTaken) => {
  const attempt = (): void => requireVersion(number, name, 'DATABASE_URL');
  if (isTaken) attempt();
  else expect(attempt).toThrow('DATABASE_URL names is PostgreSQL 17.6: PIT needs 18 or newer');
});

import type pg from 'pg';
import { StartRefusal } from '../../start/start-refusal.ts';
import { connectFirst, isLoginRefused } from './first-connection.ts';
import { ensureRoles } from './roles.ts';

const NEEDS =
  'a superuser, or the owner of the database with CREATEROLE and BYPASSRLS, makes the roles; later a member of pit_owner will do';

interface Logins {
  readonly migrationUrl: string;
  readonly appUrl: string;
}

/**
 * Makes the roles where that is left to do and this login may, and takes the role of the owner.
 * @throws StartRefusal, before anything is changed, for an address of the service that will not do.
 */
export async function prepareRoles(client: pg.Client, logins: Logins): Promise<void> {
  const app = new URL(logins.appUrl);
  const appUser = decodeURIComponent(app.username);
  await refuseUnsafeLogin(client, appUser);
  await refuseWrongPassword(client, logins.appUrl, appUser);
  if (await mayMakeRoles(client)) {
    const options = {
      appUser,
      appPassword: app.password === '' ? undefined : decodeURIComponent(app.password),
      migratorUser: decodeURIComponent(new URL(logins.migrationUrl).username),
    };
    await ensureRoles(client, options).catch(async (error: unknown) => {
      if ((error as { code?: string }).code !== '42501') throw error;
      // One administrator may have made the roles, whom another may not change: that is well, unless something is missing.
      if (await isPrepared(client, appUser)) return;
      const { message } = error as Error;
      throw new StartRefusal(
        `The login of DATABASE_MIGRATION_URL may not make the roles (${message}): ${NEEDS}.`,
        { cause: error },
      );
    });
  }
  await takeOwner(client);
}

/** @throws StartRefusal for a login that may not. */
export async function takeOwner(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ may: boolean | null }>(
    `SELECT (SELECT pg_has_role(oid, 'SET') FROM pg_roles WHERE rolname = 'pit_owner') AS may`,
  );
  if (rows[0]?.may !== true) {
    const why = rows[0]?.may === false ? 'may not take the role pit_owner' : 'finds no role pit_owner';
    throw new StartRefusal(`The login of DATABASE_MIGRATION_URL ${why}: ${NEEDS}.`);
  }
  await client.query('SET ROLE pit_owner');
}

/** For a superuser or with BYPASSRLS the wall between organisations does not exist; nothing must be granted to such a login. */
async function refuseUnsafeLogin(client: pg.Client, appUser: string): Promise<void> {
  const { rowCount } = await client.query(
    'SELECT FROM pg_roles WHERE rolname = $1 AND (rolsuper OR rolbypassrls)',
    [appUser],
  );
  if (rowCount === 0) return;
  throw new StartRefusal(
    `DATABASE_URL connects as "${appUser}", for whom row-level security is not in force: ` +
      'name another login there, such as pit_app, which the first start makes, and this one in DATABASE_MIGRATION_URL.',
  );
}

/** A login that is not there yet gets the password of the address; one that is there has to have it. */
async function refuseWrongPassword(client: pg.Client, appUrl: string, appUser: string): Promise<void> {
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [appUser]);
  if (rowCount === 0) return;
  try {
    const known = await connectFirst(appUrl, 'DATABASE_URL');
    await known.end();
  } catch (error) {
    // Other refusals may be for want of what is granted now, or concern a pooler: the service meets them when it connects.
    if (isLoginRefused(error)) throw error;
  }
}

async function mayMakeRoles(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ may: boolean }>(
    'SELECT rolsuper OR rolcreaterole AS may FROM pg_roles WHERE rolname = current_user',
  );
  return rows[0]?.may === true;
}

/** Whether all memberships and rights on the database are there, so that nothing is left to make. */
async function isPrepared(client: pg.Client, appUser: string): Promise<boolean> {
  const { rows } = await client.query<{ prepared: boolean }>(
    `SELECT (SELECT count(*) FROM pg_roles WHERE rolname IN ('pit_owner', 'pit_app', 'pit_foreman', 'pit_definer')) = 4
       AND pg_has_role($1, 'pit_app', 'USAGE') AND pg_has_role($1, 'pit_foreman', 'SET')
       AND pg_has_role('pit_owner', 'pit_definer', 'SET') AND pg_has_role('pit_owner', 'SET')
       AND has_database_privilege('pit_owner', current_database(), 'CREATE')
       AND has_database_privilege('pit_app', current_database(), 'CONNECT') AS prepared`,
    [appUser],
  );
  return rows[0]?.prepared === true;
}

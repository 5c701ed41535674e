import pg from 'pg';
import { assignmentOf, SETTING_NAMES } from './service-settings.ts';

/** Whom the roles are made for. A password is set when its role is made, and never again. */
export interface RoleOptions {
  /** The login of the service: `pit_app` in the embedded database; elsewhere any login, which becomes a member of it. */
  readonly appUser: string;
  readonly appPassword?: string | undefined;
  /** The login that runs migrations; it may take the role of the owner. */
  readonly migratorUser?: string | undefined;
  readonly migratorPassword?: string | undefined;
}

/** What each role is for. Kept as the role's comment, which also tells our roles from those of others. */
const PURPOSES = {
  pit_owner: 'PIT: owns every object; nobody connects as it',
  pit_app: 'PIT: what the service may do',
  pit_foreman: 'PIT: override with a stated reason; taken for one transaction, never inherited',
  pit_definer: 'PIT: owns the few functions that row level security does not bind',
} as const;

/**
 * Makes the roles that the migrations grant to, and the memberships between them. Idempotent, and safe against a
 * second run at the same time. A role that somebody else made keeps its password and settings; it gains memberships, and
 * in this database the settings that it lacks, where `client` may give them.
 *
 * @param client connected to the database in question, as a superuser, or as the database's owner with CREATEROLE and
 *   BYPASSRLS (which only a role that has it can give to `pit_definer`).
 */
export async function ensureRoles(client: pg.ClientBase, options: RoleOptions): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await inTransaction(client, async () => {
        await makeRoles(client, options);
        await grantMemberships(client, options);
        await grantDatabase(client);
      });
      return;
    } catch (error) {
      if (attempt === ATTEMPTS || !isRace(error)) throw error;
    }
  }
}

const ATTEMPTS = 10;
/** PostgreSQL's code for what a login may not do. */
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Roles belong to the whole server, and no lock that any administrator may take does. So two bootstraps for different
 * databases may meet: one of them finds a role made or changed meanwhile, and starts again.
 */
function isRace(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false;
  const isMade = error.code === '23505' || error.code === '42710';
  const isDeadlock = error.code === '40P01';
  return isMade || isDeadlock || (error.code === 'XX000' && error.message.includes('concurrently'));
}

async function inTransaction(client: pg.ClientBase, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    // Within one database they need not meet at all.
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('pit roles', 0))`);
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

async function makeRoles(client: pg.ClientBase, options: RoleOptions): Promise<void> {
  for (const [role, purpose] of Object.entries(PURPOSES)) {
    const login = role === options.appUser ? loginWith(options.appPassword) : 'NOLOGIN';
    await makeRole(client, role, purpose, role === 'pit_definer' ? 'NOLOGIN BYPASSRLS' : login);
  }
  const appLogin = loginWith(options.appPassword);
  if (await makeRole(client, options.appUser, 'PIT: login of the service', appLogin)) {
    for (const name of SETTING_NAMES) {
      await client.query(`ALTER ROLE ${pg.escapeIdentifier(options.appUser)} SET ${assignmentOf(name)}`);
    }
  } else {
    await addSettings(client, options.appUser);
  }
  const { migratorUser } = options;
  if (migratorUser !== undefined) {
    await makeRole(client, migratorUser, 'PIT: login of the migrations', loginWith(options.migratorPassword));
  }
}

/**
 * Gives a login of somebody else the settings that it has no value of its own for, in this database alone. Where the
 * client may not, the start of the service says what is missing.
 */
async function addSettings(client: pg.ClientBase, login: string): Promise<void> {
  const { rows } = await client.query<{ database: string; own: string[]; mayAlter: boolean }>(
    `SELECT current_database() AS database,
       ARRAY(SELECT split_part(setting, '=', 1) FROM pg_db_role_setting, unnest(setconfig) AS setting
         WHERE setrole = login.oid AND (setdatabase = 0 OR setdatabase = d.oid)) AS own,
       me.rolsuper OR (me.rolcreaterole AND NOT login.rolsuper
         AND pg_has_role(me.oid, login.oid, 'MEMBER WITH ADMIN OPTION')) AS "mayAlter"
     FROM pg_roles AS login, pg_roles AS me, pg_database AS d
     WHERE login.rolname = $1 AND me.rolname = current_user AND d.datname = current_database()`,
    [login],
  );
  const [found] = rows;
  if (found?.mayAlter !== true) return;
  const own = found.own.map((name) => name.toLowerCase());
  const target = `${pg.escapeIdentifier(login)} IN DATABASE ${pg.escapeIdentifier(found.database)}`;
  for (const name of SETTING_NAMES.filter((each) => !own.includes(each))) {
    await client.query(`ALTER ROLE ${target} SET ${assignmentOf(name)}`);
  }
}

/**
 * Makes a role unless there is one of that name, whose password and attributes then stay as they are: a start with a
 * mistyped password must not give it to everyone. Answers whether the role is one of ours.
 */
async function makeRole(
  client: pg.ClientBase,
  role: string,
  purpose: string,
  attributes: string,
): Promise<boolean> {
  const { rows } = await client.query<{ purpose: string | null }>(
    `SELECT shobj_description(oid, 'pg_authid') AS purpose FROM pg_roles WHERE rolname = $1`,
    [role],
  );
  const [found] = rows;
  if (found !== undefined) return found.purpose?.startsWith('PIT: ') ?? false;
  await client.query(`CREATE ROLE ${pg.escapeIdentifier(role)} ${attributes}`);
  await client.query(`COMMENT ON ROLE ${pg.escapeIdentifier(role)} IS ${pg.escapeLiteral(purpose)}`);
  return true;
}

function loginWith(password?: string): string {
  return password === undefined ? 'LOGIN' : `LOGIN PASSWORD ${pg.escapeLiteral(password)}`;
}

async function grantMemberships(client: pg.ClientBase, options: RoleOptions): Promise<void> {
  const appUser = pg.escapeIdentifier(options.appUser);
  if (options.appUser !== 'pit_app') await client.query(`GRANT pit_app TO ${appUser} WITH INHERIT TRUE`);
  // With INHERIT every policy of the foreman would apply to every query of the service.
  await client.query(`GRANT pit_foreman TO ${appUser} WITH INHERIT FALSE, SET TRUE`);
  // The owner creates the definer's functions and hands them over.
  await client.query(`GRANT pit_definer TO pit_owner WITH INHERIT FALSE, SET TRUE`);
  if (options.migratorUser !== undefined) {
    const migrator = pg.escapeIdentifier(options.migratorUser);
    await client.query(`GRANT pit_owner TO ${migrator} WITH INHERIT FALSE, SET TRUE`);
  }
}

async function grantDatabase(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
  const database = pg.escapeIdentifier(rows[0]?.name ?? '');
  await client.query(`GRANT CONNECT, CREATE ON DATABASE ${database} TO pit_owner`);
  await client.query(`GRANT CONNECT ON DATABASE ${database} TO pit_app`);
  // Everyone may make temporary tables unless told otherwise; the service needs none, and a name in pg_temp could stand
  // before one of ours. Migrations do. A bootstrap that does not own the database gets a warning and changes nothing.
  await client.query(`REVOKE TEMPORARY ON DATABASE ${database} FROM PUBLIC, pit_app`);
  await client.query(`GRANT TEMPORARY ON DATABASE ${database} TO pit_owner`);
  await requireCreateRight(client, rows[0]?.name ?? '');
}

/** A grant by somebody who does not own the database is a mere warning to PostgreSQL; the migrations would fail on it. */
async function requireCreateRight(client: pg.ClientBase, database: string): Promise<void> {
  const { rows } = await client.query<{ granted: boolean }>(
    `SELECT has_database_privilege('pit_owner', current_database(), 'CREATE') AS granted`,
  );
  if (rows[0]?.granted === true) return;
  throw Object.assign(new Error(`permission denied for database ${database}`), {
    code: INSUFFICIENT_PRIVILEGE,
  });
}

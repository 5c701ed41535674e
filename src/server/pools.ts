import pg from 'pg';
import { createPool } from '../db/connection/pool.ts';
import { assignmentOf, missingSettings, SETTING_NAMES } from '../db/setup/service-settings.ts';
import { ConfigError } from '../config/settings.ts';

/** Four connections serve reads better than eight on two cores: fewer backends contend for them. */
const READ_CONNECTIONS = 4;
const WRITE_CONNECTIONS = 8;
/** Writers to one project follow each other: a hundred at once are a queue that moves, and no overload. */
const WRITE_WAIT_MS = 5_000;

/** The connections of a service. */
export interface Pools {
  readPool: pg.Pool;
  writePool: pg.Pool;
}

/** Opens the pools of a service as the application role. @throws where that role is above the wall, or lacks settings. */
export async function openPools(databaseUrl: string): Promise<Pools> {
  const readPool = createPool(databaseUrl, { max: READ_CONNECTIONS, name: 'pit-read' });
  await refuseUnfitLogin(readPool).catch(async (error: unknown) => {
    await readPool.end();
    throw error;
  });
  const write = { max: WRITE_CONNECTIONS, name: 'pit-write', waitMs: WRITE_WAIT_MS };
  return { readPool, writePool: createPool(databaseUrl, write) };
}

const DESCRIBE_LOGIN = `
  SELECT rolname AS name, current_database() AS database, rolsuper OR rolbypassrls AS unsafe,
    (SELECT jsonb_object_agg(name, current_setting(name)) FROM unnest($1::text[]) AS name) AS settings
  FROM pg_roles WHERE rolname = current_user`;

interface Login {
  name: string;
  database: string;
  unsafe: boolean;
  settings: Record<string, string>;
}

/**
 * Under a superuser or a BYPASSRLS role the tenant wall does not exist; and without its settings a login's statements
 * are neither bounded nor planned and printed as expected. So the service does not start.
 */
async function refuseUnfitLogin(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<Login>(DESCRIBE_LOGIN, [SETTING_NAMES]);
  const [login] = rows;
  if (login?.unsafe !== false) {
    throw new Error(
      `DATABASE_URL connects as "${login?.name}", for whom row-level security is not in force. ` +
        'Give it the application role, and the owner in DATABASE_MIGRATION_URL.',
    );
  }
  const missing = missingSettings(login.settings);
  if (missing.length === 0) return;
  const target = `${pg.escapeIdentifier(login.name)} IN DATABASE ${pg.escapeIdentifier(login.database)}`;
  const cure = missing.map((name) => `ALTER ROLE ${target} SET ${assignmentOf(name)};`).join(' ');
  throw new ConfigError([
    {
      name: 'DATABASE_URL',
      expected: `a login with these settings, which it may give itself (behind PgBouncer, RECONNECT after it): ${cure}`,
      actual: missing.map((name) => `${name} = '${login.settings[name]}'`).join(', '),
    },
  ]);
}

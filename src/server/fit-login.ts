import pg from 'pg';
import { ConfigError } from '../config/settings.ts';
import { assignmentOf, missingSettings, SETTING_NAMES } from '../db/setup/service-settings.ts';

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
export async function refuseUnfitLogin(pool: pg.Pool, setting: string): Promise<void> {
  const { rows } = await pool.query<Login>(DESCRIBE_LOGIN, [SETTING_NAMES]);
  const [login] = rows;
  if (login?.unsafe !== false) {
    throw new Error(
      `${setting} connects as "${login?.name}", for whom row-level security is not in force. ` +
        'Give it the application role, and the owner in DATABASE_MIGRATION_URL.',
    );
  }
  const missing = missingSettings(login.settings);
  if (missing.length === 0) return;
  const target = `${pg.escapeIdentifier(login.name)} IN DATABASE ${pg.escapeIdentifier(login.database)}`;
  const cure = missing.map((name) => `ALTER ROLE ${target} SET ${assignmentOf(name)};`).join(' ');
  throw new ConfigError([
    {
      name: setting,
      expected: `a login with these settings, which it may give itself (behind PgBouncer, RECONNECT after it): ${cure}`,
      actual: missing.map((name) => `${name} = '${login.settings[name]}'`).join(', '),
    },
  ]);
}

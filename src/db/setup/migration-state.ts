import type pg from 'pg';
import { MIGRATIONS } from '../../../migrations/index.ts';
import { StartRefusal } from '../../start/start-refusal.ts';

const NAMES = MIGRATIONS.map((migration) => migration.name);
/** More names than this help nobody. */
const MOST_SHOWN = 3;

/** Whether a migration has ever been run here; for any login. */
export async function hasMigrations(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'pit_ops' AND tablename = 'migration') AS there`,
  );
  return rows[0]?.there === true;
}

/** Names of the migrations that have been run, in order; for a role that may read them. */
export async function executedMigrations(client: pg.ClientBase): Promise<string[]> {
  if (!(await hasMigrations(client))) return [];
  const { rows } = await client.query<{ name: string }>('SELECT name FROM pit_ops.migration ORDER BY id');
  return rows.map((row) => row.name);
}

/** Names of the migrations that have not been run, in order. */
export function missingMigrations(executed: readonly string[]): string[] {
  return NAMES.filter((name) => !executed.includes(name));
}

/**
 * Code that does not know all that was made of a database would break it, or be broken by it.
 * @throws StartRefusal when a newer PIT has been there.
 */
export function refuseNewer(executed: readonly string[]): void {
  const unknown = executed.filter((name) => !NAMES.includes(name));
  if (unknown.length === 0) return;
  throw new StartRefusal(
    `The database belongs to a newer PIT (it has been through ${shown(unknown)}, unknown here): ` +
      'start that version, or take these back with its "npm run db:revert" first.',
  );
}

/** @throws StartRefusal when something is left to do that this start is told not to do. */
export function refuseOlder(executed: readonly string[]): void {
  const missing = missingMigrations(executed);
  if (missing.length === 0) return;
  throw new StartRefusal(
    `The database has yet to go through ${shown(missing)}, and PIT_MIGRATE=never leaves that to you: ` +
      'run "npm run db:migrate" with the owner in DATABASE_MIGRATION_URL first.',
  );
}

function shown(names: readonly string[]): string {
  const more = names.length - MOST_SHOWN;
  return names.slice(0, MOST_SHOWN).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

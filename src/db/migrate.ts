import 'reflect-metadata';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.ts';
import { ConfigError } from '../settings.ts';
import { ensureRoles } from './roles.ts';

/** Where to migrate, and for whom. */
export interface MigrationTarget {
  /** A login that may take the role `pit_owner`, or one that may make it: a superuser, say. */
  readonly migrationUrl: string;
  /** The service's login, whose rights the roles are prepared for. */
  readonly appUrl: string;
}

/** A migration waits its turn behind others, but does not stall the service's queries behind its own waiting. */
const TURN_TIMEOUT = '5min';
const LOCK_TIMEOUT = '10s';

/**
 * Runs the migrations that have not been run, each in a transaction of its own, as `pit_owner`. Several may call it at
 * once: one works, the others wait and find nothing left to do.
 *
 * @returns the names of the migrations that this call ran, in order.
 */
export async function migrate(target: MigrationTarget): Promise<string[]> {
  return inTurn(target.migrationUrl, async (client) => {
    await prepare(client, target);
    const ran = await withDataSource(target.migrationUrl, (source) =>
      source.runMigrations({ transaction: 'each' }),
    );
    return ran.map((migration) => migration.name);
  });
}

/**
 * Takes the last migration back. @returns its name, or undefined when there is none left.
 */
export async function revertLast(target: MigrationTarget): Promise<string | undefined> {
  return inTurn(target.migrationUrl, async (client) => {
    await client.query('SET ROLE pit_owner');
    const last = (await executedMigrations(client)).at(-1);
    if (last === undefined) return undefined;
    await withDataSource(target.migrationUrl, (source) => source.undoLastMigration({ transaction: 'each' }));
    return last;
  });
}

/** Names of the migrations that `migrate` would run, in order. Takes no lock and changes nothing. */
export async function pendingMigrations(target: Pick<MigrationTarget, 'migrationUrl'>): Promise<string[]> {
  const applied = new Set(await appliedMigrations(target));
  return MIGRATIONS.map((migration) => migration.name).filter((name) => !applied.has(name));
}

/** Names of the migrations that have been run, in order. Takes no lock and changes nothing. */
export async function appliedMigrations({
  migrationUrl,
}: Pick<MigrationTarget, 'migrationUrl'>): Promise<string[]> {
  const client = new pg.Client({ connectionString: migrationUrl, options: '-c role=pit_owner' });
  await client.connect();
  try {
    return await executedMigrations(client);
  } finally {
    await client.end();
  }
}

/**
 * Holds the lock on a connection of its own: it is freed when that ends, however this process does. A pooler, which would
 * keep the connection and the lock with it, refuses the settings in the start-up packet.
 */
async function inTurn<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, options: `-c lock_timeout=${TURN_TIMEOUT}` });
  await client.connect().catch(refusePooler);
  try {
    await client.query(`SELECT pg_advisory_lock(hashtextextended('pit migrations', 0))`);
    return await work(client);
  } finally {
    await client.end();
  }
}

function refusePooler(error: unknown): never {
  if (!(error as Error).message.startsWith('unsupported startup parameter')) throw error;
  throw new ConfigError([
    {
      name: 'DATABASE_MIGRATION_URL',
      expected: 'an address of the server itself, since migrations hold a lock for a session',
      actual: `a pooler (${(error as Error).message})`,
    },
  ]);
}

/** Roles where this login can make them, and the schema that holds the list of migrations. */
async function prepare(client: pg.Client, target: MigrationTarget): Promise<void> {
  const { rows } = await client.query<{ mayMakeRoles: boolean }>(
    `SELECT rolsuper OR rolcreaterole AS "mayMakeRoles" FROM pg_roles WHERE rolname = current_user`,
  );
  if (rows[0]?.mayMakeRoles === true) {
    const app = new URL(target.appUrl);
    await ensureRoles(client, {
      appUser: decodeURIComponent(app.username),
      appPassword: app.password === '' ? undefined : decodeURIComponent(app.password),
      migratorUser: decodeURIComponent(new URL(target.migrationUrl).username),
    });
  }
  await client.query('SET ROLE pit_owner');
  const { rowCount } = await client.query(`SELECT FROM pg_namespace WHERE nspname = 'pit_ops'`);
  if (rowCount === 0) await client.query('CREATE SCHEMA pit_ops');
}

async function executedMigrations(client: pg.Client): Promise<string[]> {
  const { rows: found } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('pit_ops.migration') IS NOT NULL AS there`,
  );
  if (found[0]?.there !== true) return [];
  const { rows } = await client.query<{ name: string }>('SELECT name FROM pit_ops.migration ORDER BY id');
  return rows.map((row) => row.name);
}

async function withDataSource<T>(url: string, work: (source: DataSource) => Promise<T>): Promise<T> {
  const source = new DataSource({
    type: 'postgres',
    url,
    schema: 'pit_ops',
    migrations: MIGRATIONS,
    migrationsTableName: 'migration',
    installExtensions: false,
    poolSize: 1,
    extra: { options: `-c role=pit_owner -c lock_timeout=${LOCK_TIMEOUT}` },
  });
  await source.initialize();
  try {
    return await work(source);
  } finally {
    await source.destroy();
  }
}

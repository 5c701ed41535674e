import 'reflect-metadata';
import type pg from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../../migrations/index.ts';
import { connectFirst } from './first-connection.ts';
import { logger } from '../../logger.ts';
import { MigrationNotices, type MigrationNotice } from './migration-notices.ts';
import {
  executedMigrations,
  hasMigrations,
  missingMigrations,
  refuseNewer,
  refuseOlder,
} from './migration-state.ts';
import { prepareRoles, takeOwner } from './prepare-roles.ts';

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
 * @param tell hears what the migrations say of the rows that they change, each once its migration has run or failed.
 * @returns the names of the migrations that this call ran, in order.
 * @throws StartRefusal, before anything is changed, for logins and servers that will not do.
 */
export async function migrate(target: MigrationTarget, tell = logNotice): Promise<string[]> {
  return inTurn(target.migrationUrl, async (client) => {
    await prepareRoles(client, target);
    refuseNewer(await executedMigrations(client));
    const { rowCount } = await client.query(`SELECT FROM pg_namespace WHERE nspname = 'pit_ops'`);
    if (rowCount === 0) await client.query('CREATE SCHEMA pit_ops');
    const ran = await withDataSource(
      target.migrationUrl,
      (source) => source.runMigrations({ transaction: 'each' }),
      tell,
    );
    return ran.map((migration) => migration.name);
  });
}

/**
 * Takes the last migration back. @returns its name, or undefined when there is none left.
 */
export async function revertLast(target: MigrationTarget): Promise<string | undefined> {
  return inTurn(target.migrationUrl, async (client) => {
    await takeOwner(client);
    const executed = await executedMigrations(client);
    refuseNewer(executed);
    const last = executed.at(-1);
    if (last === undefined) return undefined;
    await withDataSource(target.migrationUrl, (source) => source.undoLastMigration({ transaction: 'each' }));
    return last;
  });
}

/** Names of the migrations that `migrate` would run, in order. Takes no lock and changes nothing. */
export async function pendingMigrations(target: Pick<MigrationTarget, 'migrationUrl'>): Promise<string[]> {
  return missingMigrations(await appliedMigrations(target));
}

/**
 * Names of the migrations that have been run, in order. Takes no lock and changes nothing.
 * @throws StartRefusal where a newer PIT has been.
 */
export async function appliedMigrations({
  migrationUrl,
}: Pick<MigrationTarget, 'migrationUrl'>): Promise<string[]> {
  const client = await connectFirst(migrationUrl, 'DATABASE_MIGRATION_URL');
  try {
    // Before the first migration the roles are missing too.
    if (!(await hasMigrations(client))) return [];
    await takeOwner(client);
    const executed = await executedMigrations(client);
    refuseNewer(executed);
    return executed;
  } finally {
    await client.end();
  }
}

/**
 * Looks whether the service's login finds all that the migrations make, without the rights of the owner.
 * @throws StartRefusal where the database is older or newer than this code.
 */
export async function requireMigrated(appUrl: string): Promise<void> {
  const client = await connectFirst(appUrl, 'DATABASE_URL');
  try {
    const executed = await executedMigrations(client).catch((error: unknown) => {
      // A database that does not show its migrations to the service is older than the one that shows them.
      if ((error as { code?: string }).code === '42501') return [];
      throw error;
    });
    refuseNewer(executed);
    refuseOlder(executed);
  } finally {
    await client.end();
  }
}

/**
 * Holds the lock on a connection of its own: it is freed when that ends, however this process does. A pooler, which would
 * keep the connection and the lock with it, refuses the settings in the start-up packet.
 */
async function inTurn<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const options = `-c lock_timeout=${TURN_TIMEOUT}`;
  const client = await connectFirst(url, 'DATABASE_MIGRATION_URL', options);
  try {
    await client.query(`SELECT pg_advisory_lock(hashtextextended('pit migrations', 0))`);
    return await work(client);
  } finally {
    await client.end();
  }
}

function logNotice({ migration, message }: MigrationNotice): void {
  logger.info({ migration }, message);
}

async function withDataSource<T>(
  url: string,
  work: (source: DataSource) => Promise<T>,
  tell = logNotice,
): Promise<T> {
  const source = new DataSource({
    type: 'postgres',
    url,
    schema: 'pit_ops',
    migrations: MIGRATIONS,
    migrationsTableName: 'migration',
    installExtensions: false,
    logNotifications: true,
    logger: new MigrationNotices(tell),
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

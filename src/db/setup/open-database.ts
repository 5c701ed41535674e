import pg from 'pg';
import type { Config } from '../../config/config.ts';
import { describeStartFailure } from '../../start/start-failure.ts';
import { StartRefusal } from '../../start/start-refusal.ts';
import { openEmbedded, type EmbeddedDatabase } from './embedded.ts';
import { migrate, requireMigrated } from './migrate.ts';
import { ensureRoles } from './roles.ts';

/** The PostgreSQL that the settings name. */
export interface OpenServer {
  readonly appUrl: string;
  readonly migrationUrl: string;
  /** The superuser of the embedded server; null where the server is somebody else's. */
  readonly adminUrl: string | null;
  /** Lets go of the server. The caller's own connections must be closed before. */
  close(): Promise<void>;
  /** As `close`, while the caller's own connections are still at work: what they have begun is rolled back. */
  giveUp(): Promise<void>;
}

/** Opens the server, embedded unless DATABASE_URL names one, and leaves its schema as it is. */
export async function openServer(config: Config): Promise<OpenServer> {
  if (config.databaseUrl !== null && config.migrationUrl !== null) {
    return {
      appUrl: config.databaseUrl,
      migrationUrl: config.migrationUrl,
      adminUrl: null,
      close: () => Promise.resolve(),
      giveUp: () => Promise.resolve(),
    };
  }
  const embedded = await openEmbedded(config.dataDir).catch((error: unknown) => {
    const sentence = describeStartFailure(error, config);
    throw sentence === undefined ? error : new StartRefusal(sentence, { cause: error });
  });
  try {
    await makeRoles(embedded);
    return embedded;
  } catch (error) {
    await embedded.close();
    throw error;
  }
}

/** Makes the roles on the server and gives them the database of these addresses; those who log in get the passwords in them. */
export async function makeRoles(
  addresses: Pick<EmbeddedDatabase, 'adminUrl' | 'appUrl' | 'migrationUrl'>,
): Promise<void> {
  const [app, migrator] = [new URL(addresses.appUrl), new URL(addresses.migrationUrl)];
  const admin = new pg.Client(addresses.adminUrl);
  await admin.connect();
  try {
    await ensureRoles(admin, {
      appUser: app.username,
      appPassword: app.password,
      migratorUser: migrator.username,
      migratorPassword: migrator.password,
    });
  } finally {
    await admin.end();
  }
}

/**
 * Opens the server and brings its schema up to the newest migration; with PIT_MIGRATE=never it looks whether that has
 * been done, and needs no login but the service's.
 */
export async function openDatabase(config: Config): Promise<OpenServer> {
  const server = await openServer(config);
  try {
    await (config.migrate === 'never' ? requireMigrated(server.appUrl) : migrate(server));
    return server;
  } catch (error) {
    await server.close();
    throw error;
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { logger } from '../../logger.ts';
import {
  DATABASE_NAME,
  LEASE_ROLE,
  SECRET_FILE,
  findPostmaster,
  prepareCluster,
  readServerLog,
  startPostmaster,
  stopPostmaster,
  type Cluster,
} from './embedded-cluster.ts';
import { StartRefusal } from '../../start/start-refusal.ts';
import { isSystemError } from '../../start/system-error.ts';

export interface EmbeddedDatabase {
  /** Connection string of the application role. */
  readonly appUrl: string;
  /** Connection string of the migrator role. */
  readonly migrationUrl: string;
  /** Connection string of the server's superuser: for making roles and databases, never for serving. */
  readonly adminUrl: string;
  /** Whether this call started the server; false when it found one running. */
  readonly started: boolean;
  /** Lets go of the server; the last to let go stops it. The caller's own connections must be closed before. */
  close(): Promise<void>;
  /** As `close`, while the caller's own connections are still at work: what they have begun is rolled back. */
  giveUp(): Promise<void>;
  /** Stops the server, whoever still uses it. */
  stop(): Promise<void>;
}

/**
 * Opens the database that lives in a data directory: makes it at first use, starts its server or joins the one that
 * runs already.
 *
 * Several processes may share it. Each holds a shared advisory lock through one idle connection for as long as it has
 * the database open; who can turn that into an exclusive lock is the last and stops the server. No lock file is
 * needed and none can go stale: the kernel closes a killed process's connection, and PostgreSQL itself sees to it
 * that a cluster has one server.
 *
 * @param options.throwAway trade safety of the data for speed (tests).
 */
export async function openEmbedded(
  dataDir: string,
  options: { throwAway?: boolean } = {},
): Promise<EmbeddedDatabase> {
  const cluster = await prepareCluster(dataDir, options.throwAway ?? false);
  const { lease, port, started } = await attachOrStart(cluster);
  const url = (role: string): string =>
    `postgres://${role}:${cluster.password(role)}@127.0.0.1:${port}/${DATABASE_NAME}`;
  logger.debug({ port, started }, started ? 'embedded PostgreSQL started' : 'joined embedded PostgreSQL');
  return {
    appUrl: url('pit_app'),
    migrationUrl: url('pit_migrator'),
    adminUrl: url('postgres'),
    started,
    close: () => letGo(cluster, lease, isLast),
    giveUp: () => letGo(cluster, lease, isOnlyProcess),
    stop: () => letGo(cluster, lease, async () => true),
  };
}

interface Attachment {
  lease: pg.Client;
  port: number;
  started: boolean;
}

const OPEN_TIMEOUT_MS = 60_000;

/** Servers come and go between two looks, so every failure is a reason to look again, until time is up. */
async function attachOrStart(cluster: Cluster): Promise<Attachment> {
  const deadline = Date.now() + OPEN_TIMEOUT_MS;
  let started = false;
  let failure: unknown;
  while (Date.now() < deadline) {
    try {
      const postmaster = await findPostmaster(cluster);
      if (postmaster !== null) {
        return { lease: await openLease(cluster, postmaster.port), port: postmaster.port, started };
      }
      await startPostmaster(cluster);
      started = true;
    } catch (error) {
      if (isSystemError(error, WRONG_PASSWORD)) throw otherSecret(cluster, error);
      failure = error;
      await sleep(100);
    }
  }
  const log = await readServerLog(cluster);
  throw new Error(`PostgreSQL in ${cluster.data} did not start. Its log ends:\n${log}`, { cause: failure });
}

const WRONG_PASSWORD = '28P01';

/** Time does not heal this one. */
function otherSecret(cluster: Cluster, cause: unknown): StartRefusal {
  return new StartRefusal(
    `The database in ${cluster.data} was made with another ${SECRET_FILE} than PIT_DATA_DIR holds: ` +
      'restore the file from a backup, or name an empty folder to begin anew.',
    { cause },
  );
}

const LEASE_LOCK = 0x504954;

async function openLease(cluster: Cluster, port: number): Promise<pg.Client> {
  const lease = new pg.Client({
    host: '127.0.0.1',
    port,
    database: 'postgres',
    user: LEASE_ROLE,
    password: cluster.password(LEASE_ROLE),
    application_name: 'pit keeper',
    connectionTimeoutMillis: 5_000,
  });
  lease.on('error', (error) => logger.warn({ err: error }, 'the embedded PostgreSQL closed the connection'));
  try {
    await lease.connect();
    await lease.query('SELECT pg_advisory_lock_shared($1)', [LEASE_LOCK]);
    return lease;
  } catch (error) {
    await lease.end().catch(() => undefined);
    throw error;
  }
}

async function letGo(
  cluster: Cluster,
  lease: pg.Client,
  mayStop: (lease: pg.Client) => Promise<boolean>,
): Promise<void> {
  try {
    if (await mayStop(lease)) {
      lease.removeAllListeners('error');
      lease.on('error', () => undefined);
      await stopPostmaster(cluster);
      logger.debug('embedded PostgreSQL stopped');
    }
  } catch (error) {
    // A server that is gone needs no stopping; anything else must not keep the process from ending.
    logger.warn({ err: error }, 'could not stop the embedded PostgreSQL');
  } finally {
    await lease.end().catch(() => undefined);
  }
}

const LINGER_MS = 1_000;

/** Whether nobody else uses the server: no process that opened it, and no client that came by its address. */
async function isLast(lease: pg.Client): Promise<boolean> {
  if (!(await isOnlyProcess(lease))) return false;
  // A connection that was closed just now is still listed for a moment.
  for (const deadline = Date.now() + LINGER_MS; Date.now() < deadline; await sleep(50)) {
    const others = await lease.query(
      `SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1`,
    );
    if (others.rowCount === 0) return true;
  }
  return false;
}

/** Whether no other process has opened the server. */
async function isOnlyProcess(lease: pg.Client): Promise<boolean> {
  await lease.query('SELECT pg_advisory_unlock_shared($1)', [LEASE_LOCK]);
  const lock = await lease.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1) AS free', [LEASE_LOCK]);
  return lock.rows[0]?.free === true;
}

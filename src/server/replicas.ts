import type pg from 'pg';
import type { ReadSettings } from '../config/read-settings.ts';
import { ConfigError } from '../config/settings.ts';
import { createPool } from '../db/connection/pool.ts';
import { ReadReplicas } from '../db/read/replicas/read-replicas.ts';
import { isReplicaTrouble } from '../db/read/replicas/replica-trouble.ts';
import { onCommitPosition } from '../db/write/after-commit.ts';
import { logger } from '../logger.ts';
import { refuseUnfitLogin } from './fit-login.ts';

const SETTING = 'DATABASE_READ_URL';
/** What the server says of a login, or of a database, that is not there. Everything else may be over in a moment. */
const MISTYPED = /^(28|3D000|42501)/;

/** How the driver's pool says that none came in time. */
const NO_CONNECTION = /timeout exceeded when trying to connect/;

interface Server {
  readonly isStandby: boolean;
  readonly system: string;
  /** Whether a commit waits until it is on the disk. */
  readonly waits: boolean;
}

/**
 * Opens pools of the standbys that take reads.
 * @param connections that each service keeps to each of them, at most.
 * @throws ConfigError for an address of no standby of this primary, or with a login that does not do. One that does not answer is
 *   none: it takes reads once it does.
 */
export async function openReplicas(
  { readUrls, readMaxLagSeconds }: ReadSettings,
  pools: { readonly readPool: pg.Pool; readonly writePool: pg.Pool },
  connections: number,
): Promise<ReadReplicas | undefined> {
  const primary = await describe(pools.readPool);
  if (primary.isStandby) throw wrong('DATABASE_URL', 'the primary', 'a standby, which takes no writes');
  if (readUrls.length === 0) return undefined;
  if (!primary.waits) {
    // Else nobody could say up to where a write is stored.
    throw wrong('DATABASE_URL', 'a login whose synchronous_commit is not off, as replicas need', 'off');
  }
  const opened = readUrls.map((url) => ({
    reads: createPool(url, { max: connections, name: 'pit-replica' }),
    watch: createPool(url, { max: 1, name: 'pit-replica-watch' }),
  }));
  try {
    for (const [index, { watch }] of opened.entries()) await refuseUnfit(watch, index + 1, primary);
  } catch (error) {
    await Promise.all(opened.flatMap(({ reads, watch }) => [reads.end(), watch.end()]));
    throw error;
  }
  const replicas = new ReadReplicas({
    primary: pools.readPool,
    pools: opened,
    mostLagMs: readMaxLagSeconds * 1000,
  });
  onCommitPosition(pools.writePool, (actor, position) => replicas.wrote(actor, position));
  return replicas;
}

async function refuseUnfit(pool: pg.Pool, number: number, primary: Server): Promise<void> {
  try {
    const server = await describe(pool);
    if (server.system !== primary.system) {
      throw wrong(SETTING, 'standbys of the server of DATABASE_URL', `another cluster as number ${number}`);
    }
    if (!server.isStandby) {
      throw wrong(SETTING, 'standbys', `a server that is none, or was promoted, as number ${number}`);
    }
    await refuseUnfitLogin(pool, SETTING);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const { code = '', message } = error as { code?: string; message: string };
    if (MISTYPED.test(code)) {
      throw wrong(
        SETTING,
        'addresses with a login and database of the server',
        `${message}, of number ${number}`,
      );
    }
    if (!isReplicaTrouble(error) && !NO_CONNECTION.test(message)) throw error;
    logger.warn({ err: error, replica: number }, 'a read replica does not answer yet');
  }
}

async function describe(pool: pg.Pool): Promise<Server> {
  const { rows } = await pool.query<Server>(
    `SELECT pg_is_in_recovery() AS "isStandby", system_identifier::text AS system,
       current_setting('synchronous_commit') <> 'off' AS waits
     FROM pg_control_system()`,
  );
  const [server] = rows;
  if (server === undefined) throw new Error('PostgreSQL did not say what it is');
  return server;
}

function wrong(name: string, expected: string, actual: string): ConfigError {
  return new ConfigError([{ name, expected, actual }]);
}

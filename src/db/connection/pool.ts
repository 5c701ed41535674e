import pg from 'pg';
import { PitError } from '../../domain/errors.ts';
import { logger } from '../../logger.ts';
import { RawRowClient } from './raw-row-client.ts';
import { isoTimestamp } from './decode.ts';
import { FairSemaphore } from './fair-semaphore.ts';

const textual = (value: string): string => value;
const PARSERS: Record<number, (value: string) => unknown> = {
  20: Number, // bigint: sequence numbers and counts, far below 2^53
  1082: textual, // date: a civil date is not an instant
  1184: isoTimestamp,
  1700: textual, // numeric: money must not become a float
};

/** Values arrive as the graph shows them: dates, money and ids as strings, timestamps in ISO 8601. */
const types = {
  getTypeParser: (oid: number, format: 'text' | 'binary' = 'text'): ((value: string) => unknown) => {
    const own = format === 'text' ? PARSERS[oid] : undefined;
    return own ?? (pg.types.getTypeParser(oid, format) as (value: string) => unknown);
  },
};

/** What a connection pool is made with. */
export interface PoolOptions {
  /** Connections at most. */
  max: number;
  /** Shown in pg_stat_activity. */
  name: string;
  /** How long a caller waits for a connection, in milliseconds; 1,500 unless stated. */
  waitMs?: number;
}

/**
 * A pool of connections to `url` that sheds load (an error after `waitMs`) instead of queueing for ever,
 * and whose clients never bring the process down when the server ends them. No settings are sent with the start of a
 * session, which poolers refuse: they belong to the login (`service-settings.ts`).
 */
export function createPool(url: string, options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    Client: RawRowClient,
    connectionString: url,
    max: options.max,
    application_name: options.name,
    connectionTimeoutMillis: options.waitMs ?? 1500,
    idleTimeoutMillis: 30_000,
    types,
  });
  pool.on('error', (error) => logger.warn({ err: error }, 'an idle database connection was lost'));
  // Without a listener of its own a FATAL on a checked-out client is an uncaught exception.
  pool.on('connect', (client) => client.on('error', () => undefined));
  // Whoever comes next must not stand in somebody's open transaction, with their context: such a client is ended.
  pool.on('release', (_error, client) => {
    if (client.getTransactionStatus() !== 'I') void client.end();
  });
  return pool;
}

/** One for each pool: its connections are shared out among the organisations that want them. */
const semaphores = new WeakMap<object, FairSemaphore>();

function semaphoreOf(pool: pg.Pool): FairSemaphore {
  let semaphore = semaphores.get(pool);
  if (semaphore === undefined) {
    const { max, connectionTimeoutMillis = 0 } = pool.options;
    semaphores.set(pool, (semaphore = new FairSemaphore(max, connectionTimeoutMillis)));
  }
  return semaphore;
}

/** Who competes for the connections of a pool: requests that wait for their turn, organisations that wait or hold. */
export function contentionOf(pool: object): { requests: number; waiting: number; holding: number } {
  const semaphore = semaphores.get(pool);
  return { requests: semaphore?.waiting ?? 0, ...(semaphore?.keys ?? { waiting: 0, holding: 0 }) };
}

/** A connection that somebody has for a while. */
export class CheckedOut {
  constructor(
    readonly client: pg.PoolClient,
    private readonly leave: () => void,
  ) {}

  /** Gives it back, once. @param broken whether it must not be used again. */
  release(broken?: Error | boolean): void {
    this.client.release(broken);
    this.leave();
  }
}

/**
 * A connection of the pool for a member of the organisation. While other organisations wait, one holds half of the
 * connections at most.
 * @throws PitError UNAVAILABLE when none comes free in time.
 */
export async function checkOut(pool: pg.Pool, orgId: string): Promise<CheckedOut> {
  const leave = await semaphoreOf(pool).acquire(orgId);
  try {
    return new CheckedOut(await connect(pool), leave);
  } catch (error) {
    leave();
    throw error;
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    if (!(error as Error).message.includes('timeout exceeded when trying to connect')) throw error;
    throw new PitError('UNAVAILABLE', 'The service is too busy to answer now; try again shortly.');
  }
}

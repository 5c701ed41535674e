import pg from 'pg';

/** What a server process has used since it began. */
export interface Usage {
  /** Microseconds of processor time, user and system. */
  cpu: number;
  statements: number;
  /** Bytes of memory that the process holds now. */
  memory: number;
  /** Waits for the database: one per Sync or simple query. */
  roundTrips: number;
}

/** What pg's protocol class offers and its types leave out. */
interface Wire {
  execute: (...args: unknown[]) => unknown;
  sync: (...args: unknown[]) => unknown;
  query: (...args: unknown[]) => unknown;
}

/**
 * The server's side of the control channel: says where it listens, tells what it has used when asked, ends when the
 * bench is gone. Statements are counted at the driver's last door, so that both competitors are counted alike.
 */
export function obeyBench(port: number): void {
  const usage = countStatements();
  process.on('message', () => {
    const { user, system } = process.cpuUsage();
    const { rss: memory } = process.memoryUsage();
    process.send?.({ ...usage, memory, cpu: user + system } satisfies Usage);
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ port });
}

function countStatements(): Omit<Usage, 'cpu' | 'memory'> {
  const usage = { statements: 0, roundTrips: 0 };
  const wire = pg.Connection.prototype as unknown as Wire;
  const { execute, sync, query } = wire;
  wire.execute = function (...args) {
    usage.statements += 1;
    return execute.apply(this, args);
  };
  wire.sync = function (...args) {
    usage.roundTrips += 1;
    return sync.apply(this, args);
  };
  wire.query = function (...args) {
    usage.statements += 1;
    usage.roundTrips += 1;
    return query.apply(this, args);
  };
  return usage;
}

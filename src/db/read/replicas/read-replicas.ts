import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Actor } from '../../../domain/directory/actor.ts';
import { logger } from '../../../logger.ts';
import { runPipeline, step } from '../../connection/pipeline.ts';
import type { Statement } from '../../connection/statement.ts';
import { FLUSHED, REPLAYED } from './replication-statements.ts';
import { PositionHistory, SeenPositions } from './seen-positions.ts';
import type { WalPosition } from './wal-position.ts';

/** Why a read was made on the primary although there are replicas, or that it was not. */
export const READ_PLACES = ['replica', 'behind', 'failed', 'unusable', 'unknown', 'override'] as const;
export type ReadPlace = (typeof READ_PLACES)[number];

/** A standby that takes reads. */
export interface Replica {
  /** From 1, in the order of the setting. */
  readonly number: number;
  readonly pool: pg.Pool;
}

/** The connections to one standby: those of readers, and the one that it is looked at by, however busy readers are. */
export interface ReplicaPools {
  readonly reads: pg.Pool;
  readonly watch: pg.Pool;
}

interface WatchedReplica extends Replica {
  readonly watch: pg.Pool;
  isUsable: boolean;
  lagMs: number;
}

/** How often primary and replicas are looked at, and how long one may take to answer that, in ms. */
const LOOK_EVERY_MS = 500;
const LOOK_PATIENCE_MS = 2_000;

export interface ReadReplicasOptions {
  readonly primary: pg.Pool;
  readonly pools: readonly ReplicaPools[];
  /** A replica that lacks what is older than this takes no reads until it has caught up, in ms. */
  readonly mostLagMs: number;
}

/**
 * Standbys of the primary, which take the reads of requests as long as they are well. Whether one is fresh enough for a reader is
 * asked along with each read (`TenantReadBatch`); here is decided who may be asked at all.
 */
export class ReadReplicas {
  readonly seen = new SeenPositions();
  /** How often reads went where. */
  readonly counts: Record<ReadPlace, number> = {
    replica: 0,
    behind: 0,
    failed: 0,
    unusable: 0,
    unknown: 0,
    override: 0,
  };
  private readonly replicas: WatchedReplica[];
  private readonly history: PositionHistory;
  private readonly abort = new AbortController();
  private readonly watching: Promise<void>;

  constructor(private readonly options: ReadReplicasOptions) {
    this.history = new PositionHistory(2 * options.mostLagMs + 2 * LOOK_PATIENCE_MS);
    // None is used before it was looked at.
    this.replicas = options.pools.map(({ reads, watch }, index) => ({
      number: index + 1,
      pool: reads,
      watch,
      isUsable: false,
      lagMs: 0,
    }));
    this.watching = this.watch();
  }

  /** For the metrics. */
  get states(): readonly { readonly number: number; readonly isUsable: boolean; readonly lagMs: number }[] {
    return this.replicas;
  }

  /** The replica for a reader, always the same one while that is well, so that nobody sees time go backwards; or none. */
  choose(actor: Actor): Replica | undefined {
    let [best, most]: [Replica | undefined, string] = [undefined, ''];
    for (const replica of this.replicas) {
      if (!replica.isUsable) continue;
      const weight = weightOf(personOf(actor), replica.number);
      if (best === undefined || weight > most) [best, most] = [replica, weight];
    }
    return best;
  }

  /** A read has failed there: nobody else is to try before it was looked at again. */
  failed({ number }: Replica, error: unknown): void {
    const replica = this.replicas.find((each) => each.number === number);
    if (replica?.isUsable !== true) return;
    replica.isUsable = false;
    logger.warn({ err: error, replica: number }, 'a read replica failed: reads go to the primary');
  }

  wrote(actor: Actor, position: WalPosition): void {
    this.seen.wrote(personOf(actor), position);
  }

  sawEvent(actor: Actor): void {
    this.seen.sawEvent(personOf(actor));
  }

  /** How far a replica has to be for somebody: null for any place, undefined where the primary alone will do. */
  needOf(actor: Actor): WalPosition | null | undefined {
    return this.seen.needOf(personOf(actor));
  }

  /** Up to where somebody's writes here are stored; undefined for somebody without. */
  writtenBy(actor: Actor): WalPosition | undefined {
    return this.seen.knownOf(personOf(actor));
  }

  async stop(): Promise<void> {
    this.abort.abort();
    await this.watching;
    await Promise.all(this.replicas.flatMap(({ pool, watch }) => [pool.end(), watch.end()]));
  }

  private async watch(): Promise<void> {
    while (!this.abort.signal.aborted) {
      await this.look();
      await sleep(LOOK_EVERY_MS, undefined, { signal: this.abort.signal }).catch(() => undefined);
    }
  }

  /** Primary first: what a replica is found to lack was there before it was asked. */
  private async look(): Promise<void> {
    const flushed = await ask(this.options.primary, FLUSHED).catch(() => undefined);
    if (flushed !== undefined) {
      this.seen.sample(flushed.position);
      this.history.add(flushed.position, performance.now());
    }
    await Promise.all(this.replicas.map((replica) => this.lookAt(replica)));
  }

  private async lookAt(replica: WatchedReplica): Promise<void> {
    try {
      const { position } = await ask(replica.watch, REPLAYED);
      if (position === null) return this.note(replica, 'is no standby any more');
      replica.lagMs = this.history.lagOf(position, performance.now());
      this.note(replica, replica.lagMs > this.options.mostLagMs ? 'lags behind' : null);
    } catch (error) {
      // What it was asked before will not be answered either.
      for (const pool of [replica.watch, replica.pool]) breakConnections(pool);
      this.note(replica, 'does not answer', error);
    }
  }

  private note(replica: WatchedReplica, fault: string | null, error?: unknown): void {
    const { number, isUsable, lagMs } = replica;
    replica.isUsable = fault === null && !this.abort.signal.aborted;
    if (replica.isUsable === isUsable || this.abort.signal.aborted) return;
    if (fault === null) logger.info({ replica: number, lagMs }, 'a read replica takes reads');
    else
      logger.warn({ replica: number, lagMs, err: error }, `a read replica ${fault}: reads go to the primary`);
  }
}

/** One statement on a connection of the pool. @throws where it is not answered in time. */
async function ask<R extends object>(pool: pg.Pool, statement: Statement<R>): Promise<R> {
  const late = new AbortController();
  const answered = onConnection(pool, statement);
  answered.catch(() => undefined);
  try {
    return await Promise.race([
      answered,
      sleep(LOOK_PATIENCE_MS, undefined, { signal: late.signal }).then(() => {
        throw new Error(`no answer within ${LOOK_PATIENCE_MS} ms`);
      }),
    ]);
  } finally {
    late.abort();
  }
}

async function onConnection<R extends object>(pool: pg.Pool, statement: Statement<R>): Promise<R> {
  const client = await pool.connect();
  let broken = true;
  try {
    const [[row]] = await runPipeline(client, [step(statement)], false);
    broken = false;
    if (row === undefined) throw new Error('the server answered without a row');
    return row;
  } finally {
    client.release(broken);
  }
}

/** Breaks what a pool has open: who waits for an answer hears of it now, not when the network gives up. */
function breakConnections(pool: pg.Pool): void {
  const { _clients: clients } = pool as unknown as {
    _clients: { connection: { stream: { destroy(): void } } }[];
  };
  for (const { connection } of clients) connection.stream.destroy();
}

const personOf = ({ orgId, userId }: Actor): string => `${orgId}:${userId}`;

/**
 * Rendezvous hashing (Thaler and Ravishankar, "A name-based mapping scheme for rendezvous", 1996): when a replica goes, only its
 * own readers move to others.
 */
function weightOf(person: string, replica: number): string {
  return createHash('sha1').update(`${replica}:${person}`).digest('hex');
}

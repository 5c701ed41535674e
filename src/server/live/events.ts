import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import type pg from 'pg';
import { watchCommits } from '../../db/commit-watch.ts';
import { PostgresWakeups } from '../../db/postgres-wakeups.ts';
import { RedisWakeups } from '../../events/redis-wakeups.ts';
import type { WakeupListener, Wakeups } from '../../events/wakeups.ts';
import { logger } from '../../logger.ts';
import { EventPump } from '../../services/event-pump.ts';
import type { LiveMetrics } from '../metrics.ts';

export interface EventsOptions {
  databaseUrl: string;
  /** `redis://`; null: replicas wake each other through PostgreSQL. */
  eventsUrl: string | null;
  readPool: pg.Pool;
  writePool: pg.Pool;
  metrics: LiveMetrics;
}

/** The way of events from commit to whoever follows them. */
export interface Events {
  readonly pump: EventPump;
  close(): Promise<void>;
}

/**
 * Starts the pump, wakes it when this process commits events, and tells and hears other processes through Redis or
 * PostgreSQL.
 */
export function startEvents({ databaseUrl, eventsUrl, readPool, writePool, metrics }: EventsOptions): Events {
  const onError = (error: unknown) => logger.warn({ err: error }, 'events: the connection has trouble');
  const pump = new EventPump(readPool, {
    onEvents: (events) => {
      const newest = events.at(-1);
      if (newest === undefined) return;
      metrics.eventsDelivered(events.length, Math.max(0, Date.now() - Date.parse(newest.createdAt)) / 1000);
    },
    onError,
  });
  const listener: WakeupListener = (streamKeys, source) => {
    metrics.wakeup(source);
    pump.wake(streamKeys);
  };
  const wakeups: Wakeups =
    eventsUrl === null
      ? new PostgresWakeups({ databaseUrl, listener, onError })
      : new RedisWakeups({ url: eventsUrl, listener, onError });
  watchCommits(writePool, (streamKeys) => {
    // What the pump reads is no part of the request that has committed.
    context.with(ROOT_CONTEXT, () => listener(streamKeys, 'local'));
    wakeups.announce(streamKeys);
  });
  return {
    pump,
    close: async () => {
      pump.stop();
      await wakeups.close();
    },
  };
}

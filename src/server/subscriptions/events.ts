import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import type pg from 'pg';
import { onCommit } from '../../db/write/after-commit.ts';
import { hearsNotifications } from '../../db/connection/listen-check.ts';
import { PostgresNotifier } from '../../db/write/postgres-notifier.ts';
import { RedisNotifier } from '../../events/redis-notifier.ts';
import type { NotificationListener, OutboxNotifier } from '../../events/outbox-notifier.ts';
import { logger } from '../../logger.ts';
import { organisationFeed } from '../../services/events/organisation-feed.ts';
import { OutboxRelay } from '../../services/events/outbox-relay.ts';
import type { SubscriptionMetrics } from '../observability/metrics.ts';

export interface EventsOptions {
  /** Connection string of the application role, past any pooler. */
  listenUrl: string;
  /** `redis://`; null: replicas wake each other through PostgreSQL. */
  eventsUrl: string | null;
  readPool: pg.Pool;
  writePool: pg.Pool;
  metrics: SubscriptionMetrics;
}

/** The way of events from commit to whoever follows them. */
export interface Events {
  readonly relay: OutboxRelay;
  close(): Promise<void>;
}

/**
 * Starts the relay, wakes it when this process commits events, and tells and hears other processes through Redis or
 * PostgreSQL.
 */
export function startEvents({ listenUrl, eventsUrl, readPool, writePool, metrics }: EventsOptions): Events {
  const onError = (error: unknown) => logger.warn({ err: error }, 'events: the connection has trouble');
  const relay = new OutboxRelay(
    readPool,
    {
      onEvents: (events) => {
        const newest = events.at(-1);
        if (newest === undefined) return;
        metrics.eventsDelivered(events.length, Math.max(0, Date.now() - Date.parse(newest.createdAt)) / 1000);
      },
      onError,
    },
    organisationFeed(writePool),
  );
  const listener: NotificationListener = (streamKeys, source) => {
    metrics.outboxRead(source);
    relay.wake(streamKeys);
  };
  const notifier: OutboxNotifier =
    eventsUrl === null
      ? new PostgresNotifier({ databaseUrl: listenUrl, listener, onError })
      : new RedisNotifier({ url: eventsUrl, listener, onError });
  onCommit(writePool, ({ streamKeys }) => {
    // What the relay reads is no part of the request that has committed.
    context.with(ROOT_CONTEXT, () => listener(streamKeys, 'local'));
    notifier.announce(streamKeys);
  });
  const closed = new AbortController();
  if (eventsUrl === null) void warnOfDeafness(listenUrl, writePool, closed.signal);
  return {
    relay,
    close: async () => {
      closed.abort();
      relay.stop();
      await notifier.close();
    },
  };
}

/** Events of other replicas still come, when a stream is next looked at; a connection in trouble is told of by itself. */
async function warnOfDeafness(listenUrl: string, pool: pg.Pool, signal: AbortSignal): Promise<void> {
  const isHeard = await hearsNotifications(listenUrl, pool, signal).catch(() => true);
  if (isHeard || signal.aborted) return;
  logger.warn(
    'events: LISTEN hears nothing, so subscribers get the events of other replicas late: let PIT_LISTEN_URL lead to the database of DATABASE_URL without a pooler between',
  );
}

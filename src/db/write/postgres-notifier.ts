import pg from 'pg';
import {
  NotificationDebounce,
  streamsOf,
  type NotificationListener,
  type OutboxNotifier,
} from '../../events/outbox-notifier.ts';

const CHANNEL = 'pit_events';
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

export interface PostgresNotifierOptions {
  /** Connection string of the application role. */
  databaseUrl: string;
  listener: NotificationListener;
  /** Told of each loss; the connection is made again by itself. */
  onError(error: Error): void;
}

/**
 * Wake-ups by LISTEN and NOTIFY on one connection of its own. NOTIFY never stands in a writer's transaction, where it
 * takes a lock over the whole server at COMMIT (756 against 4,361 transactions a second): it follows, gathered.
 * After a loss of the connection all streams are looked at, since nobody knows what was missed.
 */
export class PostgresNotifier implements OutboxNotifier {
  /** The one that listens. */
  private client: pg.Client | undefined;
  /** The one that listens or is about to; a loss is told of twice, and only the first word about this one counts. */
  private newest: pg.Client | undefined;
  private closed = false;
  private pauseMs = FIRST_PAUSE_MS;
  private retry: NodeJS.Timeout | undefined;
  private readonly gathering = new NotificationDebounce(async (message) => {
    await this.client?.query('SELECT pg_notify($1, $2)', [CHANNEL, message]);
  });

  constructor(private readonly options: PostgresNotifierOptions) {
    void this.connect();
  }

  announce(streamKeys: readonly string[]): void {
    this.gathering.add(streamKeys);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.gathering.stop();
    clearTimeout(this.retry);
    await this.newest?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const { databaseUrl, listener } = this.options;
    const client = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'pit-events',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    this.newest = client;
    // An error is followed by an end; without a listener it would bring the process down.
    client.on('error', (error) => this.options.onError(error));
    client.on('end', () => this.connectAgain(client));
    client.on('notification', ({ payload }) => listener(streamsOf(payload ?? '*'), 'postgres'));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      if (this.closed) return await client.end();
      this.client = client;
      this.pauseMs = FIRST_PAUSE_MS;
      listener(undefined, 'postgres');
    } catch (error) {
      this.options.onError(error as Error);
      await client.end().catch(() => undefined);
      this.connectAgain(client);
    }
  }

  private connectAgain(lost: pg.Client): void {
    if (this.newest !== lost) return;
    this.newest = undefined;
    this.client = undefined;
    if (this.closed) return;
    this.retry = setTimeout(() => void this.connect(), this.pauseMs).unref();
    this.pauseMs = Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

import { Redis } from 'ioredis';
import {
  NotificationDebounce,
  streamsOf,
  type NotificationListener,
  type OutboxNotifier,
} from './outbox-notifier.ts';

const CHANNEL = 'pit:events';

export interface RedisNotifierOptions {
  /** `redis://` or `rediss://`. */
  url: string;
  listener: NotificationListener;
  /** Told of each loss; the connection is made again by itself. */
  onError: (error: Error) => void;
}

/**
 * Wake-ups over Redis: one connection listens, since a subscribed one takes no other commands, and one publishes.
 * While Redis is away nothing is queued: polling covers it, and all streams are looked at once it is back.
 */
export class RedisNotifier implements OutboxNotifier {
  private readonly publisher: Redis;
  private readonly subscriber: Redis;
  private readonly gathering: NotificationDebounce;

  constructor({ url, listener, onError }: RedisNotifierOptions) {
    const options = { enableOfflineQueue: false, maxRetriesPerRequest: 1, retryStrategy: pauseOf };
    this.publisher = new Redis(url, options);
    this.subscriber = new Redis(url, { ...options, autoResubscribe: false });
    this.gathering = new NotificationDebounce((message) => this.publisher.publish(CHANNEL, message));
    this.publisher.on('error', onError);
    this.subscriber.on('error', onError);
    this.subscriber.on('ready', () => {
      this.subscriber.subscribe(CHANNEL).then(
        () => listener(undefined, 'redis'),
        (error: unknown) => onError(error as Error),
      );
    });
    this.subscriber.on('message', (_channel, message) => listener(streamsOf(message), 'redis'));
  }

  announce(streamKeys: readonly string[]): void {
    this.gathering.add(streamKeys);
  }

  async close(): Promise<void> {
    this.gathering.stop();
    this.publisher.disconnect();
    this.subscriber.disconnect();
  }
}

/** Milliseconds before the n-th attempt to connect again. */
function pauseOf(attempt: number): number {
  return Math.min(50 * 2 ** attempt, 2_000);
}

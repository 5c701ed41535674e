import type { PitError } from '../../domain/errors.ts';
import type { StoredEvent } from '../../events/stored-event.ts';
import { tokenExpired } from './websocket/close-codes.ts';
import { startTokenExpiryTimer } from './token-expiry-timer.ts';
import type { EventResult, EventExecutor } from './event-executor.ts';

/** Where a stream's events come from. */
export interface EventSource extends AsyncIterableIterator<readonly StoredEvent[]> {
  /** The place after which its next event comes. */
  readonly cursor: string;
}

export interface SubscriptionStreamOptions {
  source: EventSource;
  results: EventExecutor;
  /** Seconds since the epoch when the token ceases to speak for the caller. */
  expiresAt: number | undefined;
  onClose(): void;
}

/**
 * The results of one subscriber, who gets the next one by asking for it. Ends by throwing a `PitError`:
 * UNAUTHENTICATED when the token has expired, NOT_FOUND when the caller may not see it any more, UNAVAILABLE when the
 * service is going away. Ends at once, also while nothing happens.
 */
export class SubscriptionStream implements AsyncIterableIterator<EventResult> {
  private ready: Promise<EventResult | null>[] = [];
  private ended: { error?: unknown } | undefined;
  private interrupt: (() => void) | undefined;
  private readonly forgetExpiry: () => void;

  constructor(private readonly options: SubscriptionStreamOptions) {
    const expired = () => this.end(tokenExpired());
    this.forgetExpiry = startTokenExpiryTimer(options.expiresAt, expired);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Before the first result: where to resume what has not begun yet. Afterwards that is the last result's. */
  get cursor(): string {
    return this.options.source.cursor;
  }

  async next(): Promise<IteratorResult<EventResult, undefined>> {
    const result = await this.take();
    if (this.ended === undefined && result !== undefined) return { done: false, value: result };
    const error = this.ended?.error;
    this.end();
    if (error !== undefined) {
      this.ended = {};
      throw error instanceof Error ? error : new Error('the stream broke');
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorResult<EventResult, undefined>> {
    this.end();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<IteratorResult<EventResult, undefined>> {
    this.end();
    throw error;
  }

  /** Ends the stream; whoever waits for the next result gets the error, or that there is none. */
  end(error?: PitError): void {
    if (this.ended !== undefined) return;
    this.ended = { error };
    this.forgetExpiry();
    this.ready = [];
    this.interrupt?.();
    void this.options.source.return?.();
    this.options.onClose();
  }

  /** The next result; undefined when the stream has ended. */
  private async take(): Promise<EventResult | undefined> {
    const interrupted = new Promise<undefined>((resolve) => {
      this.interrupt = () => resolve(undefined);
    });
    try {
      for (;;) {
        if (this.ready.length === 0 && this.ended === undefined) {
          const events = await Promise.race([this.options.source.next(), interrupted]);
          if (events === undefined || events.done === true) return undefined;
          this.ready = this.options.results.of(events.value);
        }
        const result = await Promise.race([this.ready.shift(), interrupted]);
        // What is not for this subscriber is passed over.
        if (result !== null) return result;
      }
    } catch (error) {
      if (this.ended === undefined) this.fail(error);
      return undefined;
    }
  }

  private fail(error: unknown): void {
    this.end();
    this.ended = { error };
  }
}

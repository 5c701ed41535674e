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
  /** Answers whoever waits for the next result. */
  private settle: ((result: EventResult | undefined) => void) | undefined;
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

  /** No `async` function and no `Promise.race`: of an event to ten thousand subscribers they took more time than the sending. */
  next(): Promise<IteratorResult<EventResult, undefined>> {
    return new Promise((resolve, reject) => {
      this.settle = (result) => {
        this.settle = undefined;
        if (this.ended === undefined && result !== undefined) resolve({ done: false, value: result });
        else this.finish(resolve, reject);
      };
      this.proceed();
    });
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
    this.close(error);
  }

  private close(error?: unknown): void {
    if (this.ended !== undefined) return;
    this.ended = { error };
    this.forgetExpiry();
    this.ready = [];
    this.settle?.(undefined);
    void this.options.source.return?.();
    this.options.onClose();
  }

  /** Answers that nothing more comes, or why; the reason is given once. */
  private finish(
    resolve: (end: { done: true; value: undefined }) => void,
    reject: (error: Error) => void,
  ): void {
    this.close();
    const error = this.ended?.error;
    if (error === undefined) return resolve({ done: true, value: undefined });
    this.ended = {};
    reject(error instanceof Error ? error : new Error('the stream broke'));
  }

  /** Goes on to the next result that is ready, or asks for more events. */
  private proceed(): void {
    if (this.ended !== undefined) return this.settle?.(undefined);
    const ready = this.ready.shift();
    if (ready === undefined) this.options.source.next().then(this.took, this.failed);
    else ready.then(this.found, this.failed);
  }

  private readonly took = (events: IteratorResult<readonly StoredEvent[], unknown>): void => {
    if (this.settle === undefined) return;
    if (events.done === true) return this.settle(undefined);
    try {
      this.ready = this.options.results.of(events.value);
    } catch (error) {
      return this.failed(error);
    }
    this.proceed();
  };

  /** What is not for this subscriber is passed over. */
  private readonly found = (result: EventResult | null): void => {
    if (this.settle === undefined) return;
    if (result === null) this.proceed();
    else this.settle(result);
  };

  private readonly failed = (error: unknown): void => this.close(error);
}

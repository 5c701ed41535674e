import { setTimeout as sleep } from 'node:timers/promises';
import { PitError } from '../../domain/errors.ts';
import { encodeEventCursor, notKept } from '../../events/event-cursor.ts';
import type { StoredEvent, StreamEnds } from '../../events/stored-event.ts';
import type { Topic } from '../../events/topics.ts';
import type { StreamBuffer } from './stream-buffer.ts';

/** Events that are handed out at once: their data is then read together. */
const MOST_AT_ONCE = 32;
/** A database that is away is asked again after these times, in milliseconds; half a minute in all. */
const PAUSES = [50, 200, 500, 1000, ...Array.from({ length: 14 }, () => 2000)];

/** Where a consumer gets events that are not in memory. */
export interface Backlog {
  read(channel: StreamBuffer, seq: number, limit: number): Promise<readonly StoredEvent[]>;
  ends(channel: StreamBuffer): Promise<StreamEnds>;
}

/** What is followed. */
export interface Interest {
  /** Number of the last event that is known already. */
  readonly after: number;
  readonly topics: ReadonlySet<Topic>;
  /** Which events of the topics are wanted; all of them when not given. */
  readonly accepts?: (event: StoredEvent) => boolean;
  /** What is handed out before anything else. */
  readonly ahead?: readonly StoredEvent[];
}

/**
 * One reader of a stream: nothing but a place in it. It is handed events when it asks for them and never has any
 * waiting, so that a slow one costs what a fast one does; where it has fallen behind what memory holds, it reads the
 * outbox. Numbers tell a gap from none, so that nothing is ever left out unsaid.
 */
export class StreamConsumer implements AsyncIterableIterator<readonly StoredEvent[]> {
  private position: number;
  private ahead: readonly StoredEvent[];
  private closed = false;
  private resume: (() => void) | undefined;

  constructor(
    private readonly channel: StreamBuffer,
    private readonly interest: Interest,
    private readonly backlog: Backlog,
    private readonly onClose: () => void,
  ) {
    this.position = interest.after;
    this.ahead = interest.ahead ?? [];
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** The place after which its next event comes. */
  get cursor(): string {
    return encodeEventCursor(this.channel, this.position);
  }

  /** The next events of its topics, at least one. @throws PitError where they are not kept any more. */
  async next(): Promise<IteratorResult<readonly StoredEvent[], undefined>> {
    if (this.ahead.length > 0 && !this.closed) {
      const value = this.ahead;
      this.ahead = [];
      return { done: false, value };
    }
    const { topics, accepts } = this.interest;
    while (!this.closed) {
      const events = this.channel.after(this.position, MOST_AT_ONCE) ?? (await this.readBacklog());
      const wanted = events.filter(
        (event) => topics.has(event.topic) && (accepts === undefined || accepts(event)),
      );
      this.position = events.at(-1)?.seq ?? this.position;
      if (wanted.length > 0 && !this.closed) return { done: false, value: wanted };
      if (events.length === 0) await this.grown();
    }
    return { done: true, value: undefined };
  }

  /** Ends it at once, also while `next` waits. */
  async return(): Promise<IteratorResult<readonly StoredEvent[], undefined>> {
    if (!this.closed) {
      this.closed = true;
      this.wake();
      this.onClose();
    }
    return { done: true, value: undefined };
  }

  private async readBacklog(): Promise<readonly StoredEvent[]> {
    for (const pause of PAUSES) {
      try {
        const events = await this.backlog.read(this.channel, this.position, MOST_AT_ONCE);
        if (events[0]?.seq === this.position + 1) return events;
        throw notKept(this.channel, await this.backlog.ends(this.channel));
      } catch (error) {
        if (this.closed) return [];
        // What the domain says is meant; anything else is the database's trouble and may pass.
        if (error instanceof PitError && error.code !== 'UNAVAILABLE') throw error;
        await sleep(pause, undefined, { ref: false });
      }
    }
    throw new PitError('UNAVAILABLE', 'The events cannot be read now; resume with the last cursor.');
  }

  private grown(): Promise<void> {
    return new Promise((resolve) => {
      this.resume = resolve;
      this.channel.wait(this.wake);
    });
  }

  /** One function for every wait: ten thousand consumers of an event make no ten thousand functions. */
  private readonly wake = (): void => {
    this.channel.forget(this.wake);
    this.resume?.();
    this.resume = undefined;
  };
}

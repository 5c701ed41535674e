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
  private asker:
    | {
        resolve(result: IteratorResult<readonly StoredEvent[], undefined>): void;
        reject(error: unknown): void;
      }
    | undefined;

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
  next(): Promise<IteratorResult<readonly StoredEvent[], undefined>> {
    return new Promise((resolve, reject) => {
      this.asker = { resolve, reject };
      this.look();
    });
  }

  /** Ends it at once, also while `next` waits. */
  async return(): Promise<IteratorResult<readonly StoredEvent[], undefined>> {
    if (!this.closed) {
      this.closed = true;
      this.channel.forget(this.look);
      this.look();
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

  /**
   * Answers whoever asks as soon as there is something: at once from memory, later when the stream has grown. One function for
   * every wait: ten thousand consumers of an event make no ten thousand functions, nor as many promises that only wait.
   */
  private readonly look = (): void => {
    while (this.asker !== undefined) {
      if (this.closed) return this.answer({ done: true, value: undefined });
      const wanted =
        this.ahead.length > 0
          ? this.takeAhead()
          : this.wantedOf(this.channel.after(this.position, MOST_AT_ONCE));
      if (wanted === undefined) return this.lookBack();
      if (wanted.length > 0) return this.answer({ done: false, value: wanted });
      if (this.position >= this.channel.head) return this.channel.wait(this.look);
    }
  };

  /** Where memory does not reach back so far. */
  private lookBack(): void {
    this.readBacklog().then(
      (events) => {
        const wanted = this.wantedOf(events) ?? [];
        if (wanted.length > 0 && !this.closed) this.answer({ done: false, value: wanted });
        else this.look();
      },
      (error: unknown) => {
        this.asker?.reject(error);
        this.asker = undefined;
      },
    );
  }

  private takeAhead(): readonly StoredEvent[] {
    const { ahead } = this;
    this.ahead = [];
    return ahead;
  }

  private wantedOf(events: readonly StoredEvent[] | undefined): readonly StoredEvent[] | undefined {
    if (events === undefined) return undefined;
    this.position = events.at(-1)?.seq ?? this.position;
    const { topics, accepts } = this.interest;
    return events.filter((event) => topics.has(event.topic) && (accepts === undefined || accepts(event)));
  }

  private answer(result: IteratorResult<readonly StoredEvent[], undefined>): void {
    const { asker } = this;
    this.asker = undefined;
    asker?.resolve(result);
  }
}

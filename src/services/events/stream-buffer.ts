import type { StoredEvent } from '../../events/stored-event.ts';
import type { StreamName } from '../../events/stream-name.ts';

/** Events of one stream that are kept in memory: who is up to date, or nearly so, asks the database for nothing. */
const KEPT = 256;

/** What this process has read of one stream, for all who follow it. */
export class StreamBuffer implements StreamName {
  /** How many stream consumers there are; a channel that nobody follows is not read. */
  consumers = 0;
  /** The newest events in a row, the last of which is `head`. */
  private recent: readonly StoredEvent[] = [];
  private waiting = new Set<() => void>();

  constructor(
    readonly orgId: string,
    readonly streamId: string,
    /** Number of the newest event that was read. */
    public head: number,
  ) {}

  /** Takes what the stream has gained, in order, and tells who waits. */
  append(events: readonly StoredEvent[]): void {
    const fresh = events.filter(({ seq }) => seq > this.head);
    const [first] = fresh;
    if (first === undefined) return;
    // After a gap, which pruning leaves, what is older must not be taken for its neighbour.
    const before = first.seq === this.head + 1 ? this.recent : [];
    this.recent = [...before, ...fresh].slice(-KEPT);
    this.head = this.recent.at(-1)?.seq ?? this.head;
    const waiting = this.waiting;
    this.waiting = new Set();
    for (const wake of waiting) wake();
  }

  /** Up to `limit` events after `seq`, from memory; undefined where memory does not reach back so far. */
  after(seq: number, limit: number): readonly StoredEvent[] | undefined {
    if (seq >= this.head) return [];
    const missing = this.head - seq;
    if (missing > this.recent.length) return undefined;
    const start = this.recent.length - missing;
    return this.recent.slice(start, start + limit);
  }

  /** Calls `wake` once, when the stream has grown. */
  wait(wake: () => void): void {
    this.waiting.add(wake);
  }

  /** Takes a call back. */
  forget(wake: () => void): void {
    this.waiting.delete(wake);
  }
}

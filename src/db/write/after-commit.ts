import type pg from 'pg';
import { streamKey } from '../../events/stream-name.ts';
import type { DraftEvent } from '../../events/topics.ts';

/** What a transaction of this process has just added. */
export interface Committed {
  readonly orgId: string;
  readonly events: readonly DraftEvent[];
  /** The streams that the events belong to, by `streamKey`. */
  readonly streamKeys: readonly string[];
}

export type CommitListener = (committed: Committed) => void;

const listeners = new WeakMap<pg.Pool, Set<CommitListener>>();

/**
 * From now on `listener` hears of every transaction of the pool that committed events.
 * @returns what makes it hear no more.
 */
export function onCommit(pool: pg.Pool, listener: CommitListener): () => void {
  const heard = listeners.get(pool) ?? new Set();
  listeners.set(pool, heard.add(listener));
  return () => void heard.delete(listener);
}

/** Says that these events are stored. */
export function notifyCommitted(pool: pg.Pool, orgId: string, events: readonly DraftEvent[]): void {
  const heard = listeners.get(pool);
  if (heard === undefined || events.length === 0) return;
  const streamKeys = [...new Set(events.map(({ streamId }) => streamKey({ orgId, streamId })))];
  for (const listener of heard) listener({ orgId, events, streamKeys });
}

import type pg from 'pg';
import type { Actor } from '../../domain/directory/actor.ts';
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

/** Hears where in the write-ahead log a transaction of somebody is stored: at that place or before it. */
export type PositionListener = (actor: Actor, position: string) => void;

const positionListeners = new WeakMap<pg.Pool, PositionListener>();

/** From now on each COMMIT of the pool asks, in the same round trip, how far the log is on the disk. */
export function onCommitPosition(pool: pg.Pool, listener: PositionListener): void {
  positionListeners.set(pool, listener);
}

/** Who is to hear of it; undefined where nobody wants to know. */
export function positionListenerOf(pool: pg.Pool): PositionListener | undefined {
  return positionListeners.get(pool);
}

/** Says that these events are stored. */
export function notifyCommitted(pool: pg.Pool, orgId: string, events: readonly DraftEvent[]): void {
  const heard = listeners.get(pool);
  if (heard === undefined || events.length === 0) return;
  const streamKeys = [...new Set(events.map(({ streamId }) => streamKey({ orgId, streamId })))];
  for (const listener of heard) listener({ orgId, events, streamKeys });
}

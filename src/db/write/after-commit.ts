import type pg from 'pg';

/** Told by `streamKey` which streams a transaction of this process has just added events to. */
export type CommitListener = (streamKeys: readonly string[]) => void;

const listeners = new WeakMap<pg.Pool, CommitListener>();

/** From now on `listener` hears of every transaction of the pool that committed events. A pool has one listener. */
export function onCommit(pool: pg.Pool, listener: CommitListener): void {
  listeners.set(pool, listener);
}

/** Says that events of these streams are stored. */
export function notifyCommitted(pool: pg.Pool, streamKeys: readonly string[]): void {
  if (streamKeys.length > 0) listeners.get(pool)?.(streamKeys);
}

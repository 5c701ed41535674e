import type pg from 'pg';

/** A project that somebody wants looked at. */
export interface WantedScan {
  readonly orgId: string;
  readonly projectId: string;
}

const listeners = new WeakMap<pg.Pool, (wanted: WantedScan) => void>();

/** From now on `listener` hears of projects that people want looked at, over the pool by which they are. */
export function onScanWanted(pool: pg.Pool, listener: (wanted: WantedScan) => void): () => void {
  listeners.set(pool, listener);
  return () => void listeners.delete(pool);
}

/** Says that a project is to be looked at. */
export function wantScan(pool: pg.Pool, wanted: WantedScan): void {
  listeners.get(pool)?.(wanted);
}

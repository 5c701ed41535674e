import type pg from 'pg';

/** A project that is to be looked at, though nothing has happened in it that its events would tell. */
export interface WantedScan {
  readonly orgId: string;
  readonly projectId: string;
  /** At once, since a person waits for it; otherwise as after an event. */
  readonly isUrgent: boolean;
}

const listeners = new WeakMap<pg.Pool, (wanted: WantedScan) => void>();

/** From now on `listener` hears of projects that are to be looked at, over the pool by which that is said. */
export function onScanWanted(pool: pg.Pool, listener: (wanted: WantedScan) => void): () => void {
  listeners.set(pool, listener);
  return () => void listeners.delete(pool);
}

/** Says that a project is to be looked at. */
export function wantScan(pool: pg.Pool, wanted: WantedScan): void {
  listeners.get(pool)?.(wanted);
}

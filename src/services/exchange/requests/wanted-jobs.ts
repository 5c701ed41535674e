import type pg from 'pg';

/** An import or export that was asked for. */
export interface WantedJob {
  readonly kind: 'import' | 'export';
  readonly orgId: string;
  readonly id: string;
}

const listeners = new WeakMap<pg.Pool, Map<WantedJob['kind'], (wanted: WantedJob) => void>>();

/** From now on `listener` hears of jobs of the kind that are asked for over the pool. */
export function onJobWanted(
  pool: pg.Pool,
  kind: WantedJob['kind'],
  listener: (wanted: WantedJob) => void,
): () => void {
  const heard = listeners.get(pool) ?? new Map<WantedJob['kind'], (wanted: WantedJob) => void>();
  listeners.set(pool, heard.set(kind, listener));
  return () => void heard.delete(kind);
}

/** Says that a job waits, so that it begins at once and not with the next sweep. */
export function wantJob(pool: pg.Pool, wanted: WantedJob): void {
  listeners.get(pool)?.get(wanted.kind)?.(wanted);
}

import type pg from 'pg';
import type { TimelinePlace } from './kept-timeline.ts';

/** Told of a timeline that somebody has asked for and that is not kept, or behind. */
export type TimelineListener = (place: TimelinePlace) => void;

const listeners = new WeakMap<pg.Pool, TimelineListener>();

/** From now on `listener` hears of timelines that are wanted, over the pool by which they are stored. */
export function onTimelineWanted(pool: pg.Pool, listener: TimelineListener): () => void {
  listeners.set(pool, listener);
  return () => void listeners.delete(pool);
}

/** Says that a timeline is wanted. Reads store nothing themselves: their transactions are read-only, and fast. */
export function wantTimeline(pool: pg.Pool, place: TimelinePlace): void {
  listeners.get(pool)?.(place);
}

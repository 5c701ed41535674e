import { BoundedCache } from './bounded-cache.ts';
import { config } from './config/config.ts';

/** Where the house gets the time from; rules take `today` as an argument and never ask. */
export interface Clock {
  now(): Date;
  /** The civil date (YYYY-MM-DD) in a time zone (IANA name). */
  today(timeZone: string): string;
}

/**
 * @param fixedToday civil date to answer always, for demonstrations and tests; null asks `now`.
 * @param now source of the instant.
 */
export function createClock(fixedToday: string | null, now: () => Date = () => new Date()): Clock {
  return { now, today: (timeZone) => fixedToday ?? civilDate(now(), timeZone) };
}

/** By time zone. Making one costs more than everything that a write computes. */
const formats = new BoundedCache<Intl.DateTimeFormat>('date_formats', 100);

function civilDate(instant: Date, timeZone: string): string {
  const format = formats.getOr(
    timeZone,
    () => new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }),
  );
  const parts = new Map(format.formatToParts(instant).map((part) => [part.type, part.value]));
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
}

export const clock: Clock = createClock(config.today);

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

/** A time zone whose date is asked for. Making the format costs more than everything that a write computes. */
interface ZoneDates {
  readonly format: Intl.DateTimeFormat;
  /** The minute of the epoch that was asked about last, and its date. */
  minute: number;
  date: string;
}

const zones = new BoundedCache<ZoneDates>('date_formats', 100);

/** The date is formatted once a minute: no zone's offset has had seconds since Monrovia's in 1972. */
function civilDate(instant: Date, timeZone: string): string {
  const zone = zones.getOr(timeZone, () => openZone(timeZone));
  const minute = Math.floor(instant.getTime() / 60_000);
  if (zone.minute !== minute) {
    zone.date = formatted(instant, zone.format);
    zone.minute = minute;
  }
  return zone.date;
}

function openZone(timeZone: string): ZoneDates {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  return { format, minute: NaN, date: '' };
}

function formatted(instant: Date, format: Intl.DateTimeFormat): string {
  const parts = new Map(format.formatToParts(instant).map((part) => [part.type, part.value]));
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`;
}

export const clock: Clock = createClock(config.today);

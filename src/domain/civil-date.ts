import { badInput } from './errors.ts';

/** A day of the civil calendar as `YYYY-MM-DD`, years 0001 to 9999, without time or zone. */
export type CivilDate = string;

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAYS_PER_ERA = 146_097; // 400 Gregorian years
const EPOCH_SHIFT = 719_468; // days from 0000-03-01 to 1970-01-01

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Whether the text is a real day: `2024-02-29` is one, `2023-02-29` and `2024-2-9` are not. */
export function isCivilDate(text: unknown): text is CivilDate {
  const match = typeof text === 'string' ? PATTERN.exec(text) : null;
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** The days that a plan may speak of: what is derived lies among them too, or nobody could send it back. */
export const PLAN_DAYS = { first: '1900-01-01', last: '2200-12-31' } as const;

/** Whether the text is a real day that a plan may speak of. */
export function isPlanDay(text: unknown): text is CivilDate {
  return isCivilDate(text) && text >= PLAN_DAYS.first && text <= PLAN_DAYS.last;
}

/**
 * The text as a civil date.
 * @throws PitError BAD_USER_INPUT, PIT006, naming `field`, when it is not a real day.
 */
export function parseCivilDate(text: unknown, field: string): CivilDate {
  if (isCivilDate(text)) return text;
  throw badInput(`${field} is not a date`, {
    pit: 'PIT006',
    field,
    expected: 'a real day as YYYY-MM-DD',
    actual: String(text).slice(0, 40),
  });
}

/**
 * Days since 1970-01-01 (negative before) in the proleptic Gregorian calendar.
 * Integer arithmetic of Howard Hinnant's "chrono-compatible low-level date algorithms": the year is
 * counted from March, so that the leap day is its last.
 */
export function toDayNumber(date: CivilDate): number {
  const month = Number(date.slice(5, 7));
  const year = Number(date.slice(0, 4)) - (month <= 2 ? 1 : 0);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + Number(date.slice(8, 10)) - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - EPOCH_SHIFT;
}

const FIRST_DAY = toDayNumber('0001-01-01');
const LAST_DAY = toDayNumber('9999-12-31');

/**
 * The number of a day that has a date.
 * @throws PitError BAD_USER_INPUT, PIT006, outside the years 0001 to 9999.
 */
export function requireDayNumber(dayNumber: number): number {
  if (Number.isInteger(dayNumber) && dayNumber >= FIRST_DAY && dayNumber <= LAST_DAY) return dayNumber;
  throw badInput('date out of range', {
    pit: 'PIT006',
    field: 'input',
    expected: '0001-01-01 to 9999-12-31',
    actual: dayNumber,
  });
}

/**
 * The inverse of `toDayNumber`.
 * @throws PitError BAD_USER_INPUT, PIT006, outside the years 0001 to 9999.
 */
export function fromDayNumber(dayNumber: number): CivilDate {
  const shifted = requireDayNumber(dayNumber) + EPOCH_SHIFT;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return civilDate(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day);
}

/** The day of a year, a month 1-12 and a day of the month; the caller knows that it exists. */
export function civilDate(year: number, month: number, day: number): CivilDate {
  const pad = (value: number, width: number): string => String(value).padStart(width, '0');
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/**
 * The day that lies `days` calendar days later (earlier when negative).
 * @throws PitError BAD_USER_INPUT, PIT006, when that leaves the years 0001 to 9999.
 */
export function addDays(date: CivilDate, days: number): CivilDate {
  return fromDayNumber(toDayNumber(date) + days);
}

/** The same day of the month so many months later, 0 or more; the month's last where it has no such day. */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const [year, month, day] = [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
  const place = year * 12 + month - 1 + months;
  const [inYear, inMonth] = [Math.floor(place / 12), (place % 12) + 1];
  return civilDate(inYear, inMonth, Math.min(day, daysInMonth(inYear, inMonth)));
}

/** Calendar days from `from` to `to`; negative when `to` lies before. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return toDayNumber(to) - toDayNumber(from);
}

/** -1, 0 or 1 as `a` lies before, on or after `b`. Fixed width makes the order of texts that of days. */
export function compareDates(a: CivilDate, b: CivilDate): -1 | 0 | 1 {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The earlier of two days. */
export function earlierDate(a: CivilDate, b: CivilDate): CivilDate {
  return a < b ? a : b;
}

/** The later of two days. */
export function laterDate(a: CivilDate, b: CivilDate): CivilDate {
  return a > b ? a : b;
}

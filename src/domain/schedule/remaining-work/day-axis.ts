import type { WorkCalendar } from '../../calendar.ts';
import { fromDayNumber, toDayNumber, type CivilDate } from '../../civil-date.ts';
import { PitError } from '../../errors.ts';

/** Where a column of days has none. Days are counted from 1970-01-01 and lie within the years 0001 to 9999. */
export const NO_DAY = -2_147_483_648;

const FIRST_DAY: CivilDate = '0001-01-01';
const LAST_DAY: CivilDate = '9999-12-31';
const FIRST_NUMBER = toDayNumber(FIRST_DAY);
const LAST_NUMBER = toDayNumber(LAST_DAY);

/** Days on either side of what is asked for, so that neighbours of the first and the last are in the table too. */
const MARGIN_DAYS = 32;

/** The date of a day that a column keeps; null for `NO_DAY`. */
export function dateOrNull(day: number): CivilDate | null {
  return day === NO_DAY ? null : fromDayNumber(day);
}

/** The day of a date as columns keep it; `NO_DAY` for none. */
export function dayOrNone(date: CivilDate | null | undefined): number {
  return date == null ? NO_DAY : toDayNumber(date);
}

/**
 * The working days of one plan, numbered from its origin: index 0 is the first working day that is not before `origin`.
 * What a `WorkCalendar` answers by search is looked up here, in a table over the days of the plan; days outside of the
 * table are answered too, more slowly. Days go in and come out as numbers since 1970-01-01 (`toDayNumber`).
 */
export class DayAxis {
  private readonly zero: number;
  private readonly first: number;
  private readonly table: Int32Array;
  /** Indices of days outside of the table that were asked for. */
  private readonly outside = new Map<number, number>();
  private readonly dates = new Map<number, CivilDate>();
  private readonly numbers = new Map<number, number>();

  /** @param window the first and the last day that the plan speaks of; a wide one costs memory, a narrow one time. */
  constructor(
    readonly calendar: WorkCalendar,
    readonly origin: CivilDate,
    window: { readonly first: CivilDate; readonly last: CivilDate },
  ) {
    this.zero = calendar.index(origin);
    this.first = Math.max(FIRST_NUMBER, toDayNumber(window.first) - MARGIN_DAYS);
    const last = Math.min(LAST_NUMBER, toDayNumber(window.last) + MARGIN_DAYS);
    // Filled as days are asked for: a plan that names a day of another century speaks of few of those between.
    this.table = new Int32Array(Math.max(0, last - this.first + 1)).fill(NO_DAY);
  }

  /** The index of the first working day that is not before this day; negative before the origin. */
  indexOf(day: number): number {
    const at = day - this.first;
    const known = this.table[at];
    if (known === undefined) return this.outsideIndex(day);
    return known === NO_DAY ? (this.table[at] = this.search(day)) : known;
  }

  /** The index of the first working day after this day: the half-open end of a span whose last day it is. */
  indexAfter(day: number): number {
    return this.indexOf(day + 1);
  }

  /**
   * The working day with this index. Beyond the years 0001 to 9999 it is their first or last day: a plan that long has a
   * schedule all the same, and is refused where its dates are to be stored.
   */
  date(index: number): CivilDate {
    let date = this.dates.get(index);
    if (date === undefined) this.dates.set(index, (date = this.dayWithin(index)));
    return date;
  }

  /** The same working day as a number since 1970-01-01. */
  dayNumber(index: number): number {
    const known = this.numbers.get(index);
    if (known !== undefined) return known;
    const day = toDayNumber(this.date(index));
    this.numbers.set(index, day);
    return day;
  }

  private dayWithin(index: number): CivilDate {
    try {
      return this.calendar.day(this.zero + index);
    } catch (error) {
      if (error instanceof PitError) return index < 0 ? FIRST_DAY : LAST_DAY;
      throw error;
    }
  }

  private outsideIndex(day: number): number {
    let index = this.outside.get(day);
    if (index === undefined) this.outside.set(day, (index = this.search(day)));
    return index;
  }

  private search(day: number): number {
    const within = Math.min(Math.max(day, FIRST_NUMBER), LAST_NUMBER);
    return this.calendar.indexOfDay(within) - this.zero;
  }
}

import { isCivilDate, fromDayNumber, toDayNumber, type CivilDate } from './civil-date.ts';
import { badInput } from './errors.ts';

/**
 * What an organisation says of its days. `weekdays` are ISO numbers (1 Monday to 7 Sunday); all seven
 * and no holidays is calendar-day mode.
 */
export interface CalendarRule {
  readonly weekdays: readonly number[];
  readonly holidays: readonly CivilDate[];
}

export const DEFAULT_CALENDAR_RULE: CalendarRule = { weekdays: [1, 2, 3, 4, 5], holidays: [] };
export const CALENDAR_DAYS_RULE: CalendarRule = { weekdays: [1, 2, 3, 4, 5, 6, 7], holidays: [] };

/** The longest duration a plan may name, in working days: about a century and a half. */
export const MAX_DURATION_DAYS = 40_000;

const FIRST_MONDAY = toDayNumber('1970-01-05');

/** 0 Monday to 6 Sunday. */
function dayOfWeek(dayNumber: number): number {
  return (((dayNumber - FIRST_MONDAY) % 7) + 7) % 7;
}

/** The first index of an ascending sequence for which `reached` holds; `length` when there is none. */
function firstIndexWhere(length: number, reached: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * Working days, numbered without gaps: `index(day)` is the number of the first working day that is not
 * before `day`, `day(index)` the inverse. Indices are whole numbers counted from an arbitrary origin, so
 * only differences mean something: `index(b) - index(a)` is the count of working days in [a, b).
 * Both directions cost O(log holidays), however far apart the days are.
 */
export class WorkCalendar {
  /** Working weekdays before each day of a week that begins on Monday; [7] is a whole week's. */
  private readonly weekPrefix: readonly number[];
  /** Day of the week (0 Monday) of the n-th working weekday. */
  private readonly weekDays: readonly number[];
  /** Day numbers of holidays that fall on a working weekday, ascending. */
  private readonly holidayDays: readonly number[];
  /** The same holidays as positions among the working weekdays. */
  private readonly holidayPositions: readonly number[];

  /** @throws PitError BAD_USER_INPUT, PIT006, for no weekday at all, a wrong one, or a holiday that is no date. */
  constructor(rule: CalendarRule = DEFAULT_CALENDAR_RULE) {
    const weekdays = [...new Set(rule.weekdays)].sort((a, b) => a - b);
    if (weekdays.length === 0 || !weekdays.every((day) => Number.isInteger(day) && day >= 1 && day <= 7)) {
      throw badInput('a calendar needs working weekdays', {
        pit: 'PIT006',
        field: 'weekdays',
        expected: 'at least one of 1 (Monday) to 7 (Sunday)',
        actual: rule.weekdays.slice(0, 10),
      });
    }
    const wrong = rule.holidays.find((holiday) => !isCivilDate(holiday));
    if (wrong !== undefined) {
      throw badInput('a holiday is not a date', { pit: 'PIT006', field: 'holidays', actual: String(wrong) });
    }
    this.weekDays = weekdays.map((day) => day - 1);
    this.weekPrefix = Array.from({ length: 8 }, (_, day) => this.weekDays.filter((d) => d < day).length);
    const days = [...new Set(rule.holidays.map(toDayNumber))].sort((a, b) => a - b);
    this.holidayDays = days.filter((day) => this.weekDays.includes(dayOfWeek(day)));
    this.holidayPositions = this.holidayDays.map((day) => this.weekdayPosition(day));
  }

  /** The number of the first working day that is not before `date`. */
  index(date: CivilDate): number {
    return this.indexOfDay(toDayNumber(date));
  }

  /** `index` of a day as a number since 1970-01-01, for whoever has many of them. */
  indexOfDay(dayNumber: number): number {
    const holidaysBefore = firstIndexWhere(
      this.holidayDays.length,
      (at) => (this.holidayDays[at] ?? 0) >= dayNumber,
    );
    return this.weekdayPosition(dayNumber) - holidaysBefore;
  }

  /**
   * The number of the first working day after `date`: the half-open end of a span whose shown, inclusive
   * end is `date`.
   */
  indexAfter(date: CivilDate): number {
    return this.indexOfDay(toDayNumber(date) + 1);
  }

  /**
   * The working day with this number.
   * @throws PitError BAD_USER_INPUT, PIT006, when it lies outside the years 0001 to 9999.
   */
  day(index: number): CivilDate {
    const skipped = firstIndexWhere(
      this.holidayPositions.length,
      (at) => (this.holidayPositions[at] ?? 0) - at > index,
    );
    const position = index + skipped;
    const perWeek = this.weekDays.length;
    const week = Math.floor(position / perWeek);
    return fromDayNumber(week * 7 + (this.weekDays[position - week * perWeek] ?? 0) + FIRST_MONDAY);
  }

  /** Whether work is done on that day. */
  isWorkingDay(date: CivilDate): boolean {
    return this.indexAfter(date) > this.index(date);
  }

  /** Working days from `start` to `end`, both included; 0 when none lies between them. */
  durationBetween(start: CivilDate, end: CivilDate): number {
    return this.indexAfter(end) - this.index(start);
  }

  /** The inclusive end of a span of `duration` working days; a milestone (0) ends where it starts. */
  endFromDuration(start: CivilDate, duration: number): CivilDate {
    return duration === 0 ? start : this.day(this.index(start) + duration - 1);
  }

  /** The start of a span of `duration` working days with that inclusive end; a milestone's is its end. */
  startFromDuration(end: CivilDate, duration: number): CivilDate {
    return duration === 0 ? end : this.day(this.indexAfter(end) - duration);
  }

  /** The day `days` working days later (earlier when negative), counted from the first working day not before `date`. */
  addWorkingDays(date: CivilDate, days: number): CivilDate {
    return this.day(this.index(date) + days);
  }

  private weekdayPosition(dayNumber: number): number {
    const weeks = Math.floor((dayNumber - FIRST_MONDAY) / 7);
    return weeks * this.weekDays.length + (this.weekPrefix[dayOfWeek(dayNumber)] ?? 0);
  }
}

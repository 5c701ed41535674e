import { toCivilDate, toDayNumber, weekdayOf } from '../state/civil-date.ts';
import type { Zoom } from '../state/routes.ts';

/** Width of a day in pixels. */
export const DAY_WIDTH: Readonly<Record<Zoom, number>> = {
  day: 28,
  week: 10,
  month: 3.6,
  quarter: 1.3,
  year: 0.4,
};

export interface Tick {
  /** Days from the origin. */
  readonly day: number;
  readonly label: string;
}

export interface Axis {
  /** The upper line of the head: longer units. */
  readonly major: readonly Tick[];
  /** The lower line, with a line through the drawing at each. */
  readonly minor: readonly Tick[];
}

interface Unit {
  /** The day on which the unit that holds a day begins. */
  readonly begin: (day: number) => number;
  readonly next: (day: number) => number;
  readonly label: (day: number) => string;
}

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

const yearOf = (day: number): number => Number(toCivilDate(day).slice(0, 4));
const monthOf = (day: number): number => Number(toCivilDate(day).slice(5, 7)) - 1;
const firstOf = (year: number, month: number): number => Math.round(Date.UTC(year, month, 1) / 86_400_000);

const DAY: Unit = {
  begin: (day) => day,
  next: (day) => day + 1,
  label: (day) => String(Number(toCivilDate(day).slice(8))),
};
const WEEK: Unit = {
  begin: (day) => day - weekdayOf(day) + 1,
  next: (day) => day + 7,
  label: DAY.label,
};
const months = (length: number, label: (day: number) => string): Unit => ({
  begin: (day) => firstOf(yearOf(day), monthOf(day) - (monthOf(day) % length)),
  next: (day) => firstOf(yearOf(day), monthOf(day) + length),
  label,
});
const MONTH = months(1, (day) => `${MONTHS[monthOf(day)]} ${yearOf(day)}`);
const SHORT_MONTH = months(1, (day) => (MONTHS[monthOf(day)] ?? '').slice(0, 3));
const QUARTER = months(3, (day) => `Q${monthOf(day) / 3 + 1}`);
const YEAR = months(12, (day) => String(yearOf(day)));
const DECADE: Unit = {
  begin: (day) => firstOf(yearOf(day) - (yearOf(day) % 10), 0),
  next: (day) => firstOf(yearOf(day) + 10, 0),
  label: (day) => `${yearOf(day)}s`,
};

const UNITS: Readonly<Record<Zoom, readonly [major: Unit, minor: Unit]>> = {
  day: [MONTH, DAY],
  week: [MONTH, WEEK],
  month: [YEAR, SHORT_MONTH],
  quarter: [YEAR, QUARTER],
  year: [DECADE, YEAR],
};

/** The ticks between two days, both counted from the origin; the first begins at or before `from`. */
export function axisOf(zoom: Zoom, origin: string, from: number, to: number): Axis {
  const zero = toDayNumber(origin);
  const [major, minor] = UNITS[zoom];
  return { major: ticks(major, zero, from, to), minor: ticks(minor, zero, from, to) };
}

function ticks(unit: Unit, zero: number, from: number, to: number): Tick[] {
  const found: Tick[] = [];
  for (let day = unit.begin(zero + Math.floor(from)); day <= zero + to; day = unit.next(day))
    found.push({ day: day - zero, label: unit.label(day) });
  return found;
}

/** Days on which nobody works, as runs of days from the origin: the weekdays that are none, and holidays. */
export function restDays(
  origin: string,
  from: number,
  to: number,
  calendar: { readonly workingDays: readonly number[]; readonly holidays: ReadonlySet<string> },
): [day: number, length: number][] {
  const zero = toDayNumber(origin);
  const runs: [number, number][] = [];
  for (let day = Math.floor(from); day <= to; day += 1) {
    const works = calendar.workingDays.includes(weekdayOf(zero + day));
    if (works && !calendar.holidays.has(toCivilDate(zero + day))) continue;
    const last = runs.at(-1);
    if (last !== undefined && last[0] + last[1] === day) last[1] += 1;
    else runs.push([day, 1]);
  }
  return runs;
}

import { toCivilDate, toDayNumber } from '../../state/civil-date.ts';

/** Days from the first to the one behind the last, and where quarters, years or more of them begin between them. */
export interface TimeScale {
  /** Where a day begins, in percent of the whole width. */
  readonly at: (date: string) => number;
  readonly ticks: readonly { readonly date: string; readonly at: number }[];
  /** Whether the ticks are years or more apart. */
  readonly isOfYears: boolean;
}

export interface Spanned {
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly finish: string | null;
}

/** As many ticks as have room for their names. */
const MOST_TICKS = 9;
/** How many months ticks may be apart; the first that makes few enough. */
const STEPS = [3, 12, 24, 60, 120, 600];

/**
 * A scale on which all spans and today have their place.
 * @param today a civil day.
 */
export function timeScaleOf(spans: readonly Spanned[], today: string): TimeScale {
  const days = [
    today,
    ...spans.flatMap(({ startDate, endDate, finish }) => [startDate, endDate, finish]),
  ].filter((date) => date !== null);
  const numbers = days.map(toDayNumber);
  const from = numbers.reduce((least, day) => Math.min(least, day));
  const length = numbers.reduce((most, day) => Math.max(most, day)) + 1 - from;
  const at = (date: string): number => (100 * (toDayNumber(date) - from)) / length;
  const [first, last] = [toCivilDate(from), toCivilDate(from + length)];
  for (const months of STEPS) {
    const dates = ticksBetween(first, last, months);
    if (dates.length <= MOST_TICKS)
      return { at, isOfYears: months >= 12, ticks: dates.map((date) => ({ date, at: at(date) })) };
  }
  return { at, isOfYears: true, ticks: [] };
}

/** First days of months that begin within a span, each so many months behind the one before, counted from the year 0. */
function ticksBetween(first: string, last: string, months: number): string[] {
  const ticks: string[] = [];
  const from = Number(first.slice(0, 4)) * 12;
  const to = Number(last.slice(0, 4)) * 12 + 12;
  for (let month = Math.ceil(from / months) * months; month < to; month += months) {
    const [year, place] = [Math.floor(month / 12), (month % 12) + 1];
    const date = `${String(year).padStart(4, '0')}-${String(place).padStart(2, '0')}-01`;
    if (date >= first && date < last) ticks.push(date);
  }
  return ticks;
}

import { toCivilDate, toDayNumber } from '../../state/civil-date.ts';

/** Days from the first to the one behind the last, and where the years or quarters begin between them. */
export interface TimeScale {
  /** Where a day begins, in percent of the whole width. */
  readonly at: (date: string) => number;
  readonly ticks: readonly { readonly date: string; readonly at: number }[];
}

export interface Spanned {
  readonly startDate: string | null;
  readonly endDate: string | null;
  readonly finish: string | null;
}

const MOST_QUARTERS = 14;

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
  const quarters = ticksBetween(first, last, 3);
  const ticks = quarters.length > MOST_QUARTERS ? ticksBetween(first, last, 12) : quarters;
  return { at, ticks: ticks.map((date) => ({ date, at: at(date) })) };
}

/** First days of months that begin within a span, each so many months behind the one before, counted from January. */
function ticksBetween(first: string, last: string, months: number): string[] {
  const ticks: string[] = [];
  for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year += 1)
    for (let month = 1; month <= 12; month += months) {
      const date = `${year}-${String(month).padStart(2, '0')}-01`;
      if (date >= first && date < last) ticks.push(date);
    }
  return ticks;
}

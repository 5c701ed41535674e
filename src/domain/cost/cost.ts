import type { WorkCalendar } from '../calendar.ts';
import { addDays, civilDate, earlierDate, laterDate, type CivilDate } from '../civil-date.ts';
import { sumCents } from '../money.ts';

/** Capital and operating cost, in cents. */
export interface Cost {
  readonly capexCents: bigint;
  readonly opexCents: bigint;
}

/** A parent's cost: the exact sum of its live children's. */
export function totalCost(children: readonly Cost[]): Cost {
  return {
    capexCents: sumCents(children.map((child) => child.capexCents)),
    opexCents: sumCents(children.map((child) => child.opexCents)),
  };
}

/**
 * The financial year of a day, named by the calendar year in which it ends: with July as the first month,
 * 2024-07-01 to 2025-06-30 is 2025. With January it is the calendar year.
 * @param firstMonth 1 to 12.
 */
export function fiscalYearOf(date: CivilDate, firstMonth: number): number {
  const year = Number(date.slice(0, 4));
  return firstMonth > 1 && Number(date.slice(5, 7)) >= firstMonth ? year + 1 : year;
}

/** The first and the last day of a financial year, as `fiscalYearOf` names it. */
export function fiscalYearWindow(
  fiscalYear: number,
  firstMonth: number,
): { start: CivilDate; end: CivilDate } {
  const startYear = firstMonth > 1 ? fiscalYear - 1 : fiscalYear;
  return {
    start: civilDate(startYear, firstMonth, 1),
    end: addDays(civilDate(startYear + 1, firstMonth, 1), -1),
  };
}

/** Where and when a cost falls. */
export interface CostTiming {
  /** The financial year it was put into by hand; it takes all. */
  readonly fyAllocation: number | null;
  readonly start: CivilDate | null;
  readonly end: CivilDate | null;
}

/** One financial year's part of a cost; null is the part of work that has no dates yet. */
export interface FiscalShare {
  readonly fiscalYear: number | null;
  readonly cents: bigint;
}

/**
 * A cost over financial years: all in `fyAllocation` where there is one, otherwise in proportion to the
 * working days that the work has in each year. Cents are whole and add up to the cost: the largest
 * remainders get the cents that rounding down left over, earlier years first. Work without a working day
 * (a milestone) falls into the year of its end; work without an end into none.
 */
export function splitByFiscalYear(
  cents: bigint,
  timing: CostTiming,
  calendar: WorkCalendar,
  firstMonth: number,
): FiscalShare[] {
  const { fyAllocation, start, end } = timing;
  if (fyAllocation !== null) return [{ fiscalYear: fyAllocation, cents }];
  if (end === null) return [{ fiscalYear: null, cents }];
  const last = fiscalYearOf(end, firstMonth);
  if (start === null || fiscalYearOf(start, firstMonth) === last) return [{ fiscalYear: last, cents }];
  const days = workingDaysByYear(start, end, calendar, firstMonth);
  if (days.length === 0) return [{ fiscalYear: last, cents }];
  const parts = apportion(
    cents,
    days.map((year) => year.days),
  );
  return days.map(({ fiscalYear }, at) => ({ fiscalYear, cents: parts[at] ?? 0n }));
}

function workingDaysByYear(
  start: CivilDate,
  end: CivilDate,
  calendar: WorkCalendar,
  firstMonth: number,
): { fiscalYear: number; days: bigint }[] {
  const years: { fiscalYear: number; days: bigint }[] = [];
  const last = fiscalYearOf(end, firstMonth);
  for (let fiscalYear = fiscalYearOf(start, firstMonth); fiscalYear <= last; fiscalYear += 1) {
    const window = fiscalYearWindow(fiscalYear, firstMonth);
    const days = calendar.durationBetween(laterDate(start, window.start), earlierDate(end, window.end));
    if (days > 0) years.push({ fiscalYear, days: BigInt(days) });
  }
  return years;
}

/**
 * A whole amount in whole parts, in proportion to weights of which at least one is positive: the method of
 * largest remainders (Hamilton). The parts add up to the amount.
 */
export function apportion(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = sumCents(weights);
  const parts = weights.map((weight) => (amount * weight) / total);
  const byRemainder = weights
    .map((weight, at) => ({ at, remainder: (amount * weight) % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.at - b.at : a.remainder < b.remainder ? 1 : -1));
  const left = Number(amount - sumCents(parts));
  for (const { at } of byRemainder.slice(0, left)) parts[at] = (parts[at] ?? 0n) + 1n;
  return parts;
}

import type { WorkCalendar } from '../calendar.ts';
import type { CivilDate } from '../civil-date.ts';
import { sumCents } from '../money.ts';
import { add, rational, ZERO, type Rational } from '../rational.ts';

/*
 * Earned value management (ANSI/PMI 19-006, EIA-748), exact: amounts are whole cents, what is spread over days a fraction.
 */

/** What work costs, and when it is planned. */
export interface BudgetedWork {
  readonly cents: bigint;
  readonly start: CivilDate | null;
  readonly end: CivilDate | null;
}

/** Budget at completion: the cost of all work, in cents. */
export function budgetAtCompletion(work: readonly BudgetedWork[]): bigint {
  return sumCents(work.map(({ cents }) => cents));
}

/**
 * Planned value at the end of a day, in cents: the cost of each piece of work in proportion to the working days of its
 * span that have come. What has no working day, a milestone, is planned for its last day, and so is work of which only that
 * is known. Work without an end is planned for no day.
 */
export function plannedValue(work: readonly BudgetedWork[], on: CivilDate, calendar: WorkCalendar): Rational {
  return work.reduce((sum, each) => add(sum, valueOf(each, on, calendar)), ZERO);
}

function valueOf({ cents, start, end }: BudgetedWork, on: CivilDate, calendar: WorkCalendar): Rational {
  if (cents === 0n || end === null) return ZERO;
  if (on >= end) return rational(cents);
  if (start === null || on < start) return ZERO;
  const days = calendar.durationBetween(start, end);
  return days === 0 ? ZERO : rational(cents * BigInt(calendar.durationBetween(start, on)), days);
}

/** Cost of work that has no end, and so is in no planned value, in cents. */
export function undatedCost(work: readonly BudgetedWork[]): bigint {
  return sumCents(work.filter(({ end }) => end === null).map(({ cents }) => cents));
}

/** What had been spent at a moment. */
export interface CostPoint {
  readonly on: CivilDate;
  readonly cents: bigint;
}

/** The newest of the points, by the order in which they were recorded; null without any: the actual cost. */
export function actualCost(points: readonly CostPoint[]): CostPoint | null {
  return points.at(-1) ?? null;
}

import type { WorkCalendar } from '../calendar.ts';
import type { CivilDate } from '../civil-date.ts';
import { sumCents } from '../money.ts';
import type { Rational } from '../rational.ts';
import { PlannedValueCurve, type BudgetedWork } from './planned-value.ts';

export type { BudgetedWork };

/*
 * Earned value management (ANSI/PMI 19-006, EIA-748), exact: amounts are whole cents, what is spread over days a fraction.
 */

/** Budget at completion: the cost of all work, in cents. */
export function budgetAtCompletion(work: readonly BudgetedWork[]): bigint {
  return sumCents(work.map(({ cents }) => cents));
}

/** Planned value at the end of a day, in cents; `PlannedValueCurve` says of what, and is for whoever asks about many days. */
export function plannedValue(work: readonly BudgetedWork[], on: CivilDate, calendar: WorkCalendar): Rational {
  return new PlannedValueCurve(work, calendar).at(on);
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

import type { WorkCalendar } from '../../calendar.ts';
import { splitByFiscalYear } from '../../cost/cost.ts';
import { dateOrNull } from '../remaining-work/day-axis.ts';
import type { PlanPicture } from './plan-picture.ts';

/** What a task costs, and the financial year into which somebody put it by hand. */
export interface TaskCost {
  readonly capexCents: bigint;
  readonly opexCents: bigint;
  readonly fyAllocation: number | null;
}

/** Costs by the task's id, and how they fall into financial years (`cost.ts`). */
export interface PlanCosts {
  readonly byTask: ReadonlyMap<string, TaskCost>;
  readonly firstMonth: number;
}

/** The cost of one financial year before and after, in cents; null is the cost of work without dates. */
export interface FiscalYearChange {
  readonly fiscalYear: number | null;
  readonly capexBefore: bigint;
  readonly capexAfter: bigint;
  readonly opexBefore: bigint;
  readonly opexAfter: bigint;
}

type YearSums = Map<number | null, { capex: bigint; opex: bigint }>;

/** The financial years whose cost changes, in order, work without dates last. */
export function costByFiscalYear(
  before: PlanPicture,
  after: PlanPicture,
  costs: PlanCosts,
  calendar: WorkCalendar,
): FiscalYearChange[] {
  const [was, is] = [before, after].map((picture) => yearSums(picture, costs, calendar)) as [
    YearSums,
    YearSums,
  ];
  const years = [...new Set([...was.keys(), ...is.keys()])].sort((a, b) => (a ?? Infinity) - (b ?? Infinity));
  return years
    .map((fiscalYear) => ({
      fiscalYear,
      capexBefore: was.get(fiscalYear)?.capex ?? 0n,
      capexAfter: is.get(fiscalYear)?.capex ?? 0n,
      opexBefore: was.get(fiscalYear)?.opex ?? 0n,
      opexAfter: is.get(fiscalYear)?.opex ?? 0n,
    }))
    .filter((year) => year.capexBefore !== year.capexAfter || year.opexBefore !== year.opexAfter);
}

function yearSums(picture: PlanPicture, { byTask, firstMonth }: PlanCosts, calendar: WorkCalendar): YearSums {
  const sums: YearSums = new Map();
  picture.ids.forEach((id, n) => {
    const cost = byTask.get(id);
    if (cost === undefined) return;
    const { fyAllocation } = cost;
    const timing = { fyAllocation, start: dateOrNull(picture.start[n]!), end: dateOrNull(picture.end[n]!) };
    for (const kind of ['capex', 'opex'] as const) {
      const cents = cost[`${kind}Cents`];
      if (cents === 0n) continue;
      for (const share of splitByFiscalYear(cents, timing, calendar, firstMonth)) {
        const sum = sums.get(share.fiscalYear) ?? { capex: 0n, opex: 0n };
        sums.set(share.fiscalYear, { ...sum, [kind]: sum[kind] + share.cents });
      }
    }
  });
  return sums;
}

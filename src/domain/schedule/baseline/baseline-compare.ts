import type { WorkCalendar } from '../../calendar.ts';
import { fromCents, sumCents, toCents, type Money } from '../../money.ts';
import { baselineFacts, toRows, type BaselinePlan, type LinkRow, type TaskRow } from './baseline-plan.ts';
import { DayAxis } from '../remaining-work/day-axis.ts';
import { diffPictures, type PlanDiff, type TaskMove } from '../preview/plan-diff.ts';
import { plannedPicture } from '../preview/plan-picture.ts';
import { planDays } from '../remaining-work/project-schedule.ts';

/** A task whose cost differs. */
export interface CostMove {
  readonly taskId: string;
  readonly capexBefore: Money;
  readonly capexAfter: Money;
  readonly opexBefore: Money;
  readonly opexAfter: Money;
}

/** Two plans side by side. Criticality is not compared: a baseline keeps what was planned, not what was computed. */
export interface PlanComparison extends PlanDiff {
  readonly costs: readonly CostMove[];
  readonly capexBefore: Money;
  readonly capexAfter: Money;
  readonly opexBefore: Money;
  readonly opexAfter: Money;
  readonly addedLinks: readonly LinkRow[];
  readonly removedLinks: readonly LinkRow[];
}

/**
 * What differs between two plans of a project: dates (variances in working days: GAO-16-89G, best practice 10), tasks that
 * came and went, costs and links. Moves come largest first. A link of another type or lag is a removed and an added one.
 */
export function comparePlans(
  before: BaselinePlan,
  after: BaselinePlan,
  calendar: WorkCalendar,
): PlanComparison {
  const facts = [baselineFacts(before), baselineFacts(after)] as const;
  const [first, last] = planDays(...facts) ?? ['2000-01-01', '2000-01-01'];
  const axis = new DayAxis(calendar, first, { first, last });
  const diff = diffPictures(plannedPicture(facts[0]), plannedPicture(facts[1]), axis);
  return {
    ...diff,
    moved: [...diff.moved].sort((a, b) => sizeOf(b) - sizeOf(a)),
    costs: costMoves(toRows<TaskRow>(before.tasks), toRows<TaskRow>(after.tasks)),
    capexBefore: total(before.tasks.capex),
    capexAfter: total(after.tasks.capex),
    opexBefore: total(before.tasks.opex),
    opexAfter: total(after.tasks.opex),
    addedLinks: linksOnlyIn(after, before),
    removedLinks: linksOnlyIn(before, after),
  };
}

/** Working days by which a task moved; it moved the most where one of the plans does not date it. */
function sizeOf({ shiftDays, startShiftDays }: TaskMove): number {
  return Math.abs(shiftDays ?? startShiftDays ?? Number.MAX_SAFE_INTEGER);
}

function total(amounts: readonly Money[]): Money {
  return fromCents(sumCents(amounts.map(toCents)));
}

function costMoves(before: readonly TaskRow[], after: readonly TaskRow[]): CostMove[] {
  const known = new Map(before.map((task) => [task.id, task]));
  return after.flatMap((task) => {
    const was = known.get(task.id);
    if (was === undefined || (was.capex === task.capex && was.opex === task.opex)) return [];
    return {
      taskId: task.id,
      capexBefore: was.capex,
      capexAfter: task.capex,
      opexBefore: was.opex,
      opexAfter: task.opex,
    };
  });
}

function linksOnlyIn(plan: BaselinePlan, other: BaselinePlan): LinkRow[] {
  const keyOf = (link: LinkRow): string =>
    [link.predecessorId, link.successorId, link.type, link.lagDays].join(' ');
  const known = new Set(toRows<LinkRow>(other.links).map(keyOf));
  return toRows<LinkRow>(plan.links).filter((link) => !known.has(keyOf(link)));
}

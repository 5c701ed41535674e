import type { WorkCalendar } from '../../calendar.ts';
import { cycleRefusal } from '../critical-path.ts';
import { causesOfMoves, type MoveCause } from './move-cause.ts';
import { changePlan, NO_CHANGE, type PlanChange } from './plan-change.ts';
import { diffPictures, type PlanDiff, type PlanSummary, type TaskMove } from './plan-diff.ts';
import type { PlanFacts } from '../remaining-work/plan-facts.ts';
import { plannedPicture, schedulePicture, type PlanPicture } from './plan-picture.ts';
import { costByFiscalYear, type FiscalYearChange, type PlanCosts } from './preview-cost.ts';
import { risksChanged, type LinkedMitigation, type RiskChange } from './preview-risk.ts';
import {
  planAxis,
  scheduleProject,
  type ProjectSchedule,
  type ScheduleOutcome,
} from '../remaining-work/project-schedule.ts';
import type { ScheduleRules } from '../remaining-work/schedule-rules.ts';

/** What a preview is computed from. */
export interface PreviewInput {
  readonly plan: PlanFacts;
  readonly calendar: WorkCalendar;
  readonly rules: ScheduleRules;
  readonly change?: PlanChange;
  /** Rules to try; those that are absent stay. */
  readonly tried?: Partial<Pick<ScheduleRules, 'dataDate' | 'outOfSequence'>>;
  /**
   * What is compared with the new schedule: the present one (`schedule`, so that no change moves nobody), or the dates
   * that are stored (`plan`, so that no change shows what rescheduling would write).
   */
  readonly base?: 'schedule' | 'plan';
  readonly costs?: PlanCosts;
  readonly mitigations?: readonly LinkedMitigation[];
}

/** A plan's finish and how far it lies from the promise. */
export interface PreviewSummary extends PlanSummary {
  readonly finishVarianceDays: number | null;
}

/** What a change would do; nothing is stored. */
export interface SchedulePreview extends Omit<PlanDiff, 'before' | 'after' | 'moved'> {
  readonly before: PreviewSummary;
  readonly after: PreviewSummary;
  readonly moved: readonly (TaskMove & { readonly because: MoveCause })[];
  readonly costByFiscalYear: readonly FiscalYearChange[];
  readonly risks: readonly RiskChange[];
  /** Nobody moves, comes, goes, or becomes critical or ceases to be. */
  readonly isEmpty: boolean;
  /** What is compared: for what is made of the dates, `costByFiscalYear` and `risksChanged`. */
  readonly pictures: { readonly before: PlanPicture; readonly after: PlanPicture };
  /** What was tried, the plan that it makes, and its schedule, for `previewWrites`. */
  readonly change: PlanChange;
  readonly plan: PlanFacts;
  readonly schedule: ProjectSchedule;
}

/**
 * A dry run: what moves and why, the finish, what becomes critical, cost by financial year and mitigation of risks.
 * Where the stored plan has a cycle, the comparison is with its stored dates.
 * @throws PitError as `changePlan`; BAD_USER_INPUT, PIT003, with the tasks' ids, when the changed plan has a cycle.
 */
export function previewSchedule(input: PreviewInput): SchedulePreview {
  const { plan, calendar, rules, change = NO_CHANGE, base = 'schedule' } = input;
  const axis = planAxis(plan, calendar, rules);
  const present = scheduleProject(plan, axis, rules);
  const changed = changePlan(plan, change, axis);
  const schedule = requireSchedule(changed, scheduleProject(changed, axis, { ...rules, ...input.tried }));
  const isOfSchedule = base === 'schedule' && present.schedule !== null;
  const before = isOfSchedule ? schedulePicture(plan, present.schedule) : withSlack(plan, present);
  const after = schedulePicture(changed, schedule);
  const diff = diffPictures(before, after, axis);
  const causes = causesOfMoves(
    diff.moved,
    changed,
    schedule,
    new Set(change.tasks.map((task) => task.taskId)),
  );
  const varianceBefore = present.schedule?.finishVarianceDays ?? null;
  return {
    ...diff,
    before: { ...diff.before, finishVarianceDays: varianceBefore },
    after: { ...diff.after, finishVarianceDays: schedule.finishVarianceDays },
    moved: diff.moved.map((move, at) => ({ ...move, because: causes[at]! })),
    costByFiscalYear: input.costs === undefined ? [] : costByFiscalYear(before, after, input.costs, calendar),
    risks: risksChanged(before, after, input.mitigations ?? []),
    isEmpty: isEmpty(diff),
    pictures: { before, after },
    change,
    plan: changed,
    schedule,
  };
}

/** The stored dates, with what is known of their criticality. */
function withSlack(plan: PlanFacts, { schedule }: ScheduleOutcome) {
  const stored = plannedPicture(plan);
  if (schedule === null) return stored;
  return { ...stored, totalSlack: schedule.totalSlack, critical: schedule.critical };
}

function requireSchedule({ tasks }: PlanFacts, { schedule, cycle }: ScheduleOutcome): ProjectSchedule {
  if (schedule !== null) return schedule;
  throw cycleRefusal(cycle.map((n) => tasks.ids[n]!));
}

function isEmpty({ moved, added, removed, becameCritical, noLongerCritical }: PlanDiff): boolean {
  return [moved, added, removed, becameCritical, noLongerCritical].every((list) => list.length === 0);
}

import { NO_DAY } from '../remaining-work/day-axis.ts';
import { isOpenEnded, WorkState, type PlanFacts } from '../remaining-work/plan-facts.ts';
import type { ProjectSchedule } from '../remaining-work/project-schedule.ts';

/**
 * The dates of a plan as people see them, by task: what is compared, drawn and counted. Days since 1970-01-01, the last
 * one of a span included; `NO_DAY` where there is none.
 */
export interface PlanPicture {
  readonly ids: readonly string[];
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Working days; NaN where nobody computed it. */
  readonly totalSlack: Float64Array;
  readonly critical: Uint8Array;
}

/**
 * The plan as it is stored: planned dates, and actual ones where the work began or was completed. A milestone has one day,
 * also where somebody has reported progress of it, and so a first day of work.
 */
export function plannedPicture({ tasks }: PlanFacts): PlanPicture {
  const count = tasks.ids.length;
  const start = tasks.start.slice();
  const end = tasks.end.slice();
  for (let n = 0; n < count; n += 1) {
    const isMilestone = tasks.duration[n] === 0 && tasks.state[n] === WorkState.UNDER_WAY;
    if (tasks.actualStart[n] !== NO_DAY && !isMilestone) start[n] = tasks.actualStart[n]!;
    if (tasks.actualFinish[n] !== NO_DAY) end[n] = tasks.actualFinish[n]!;
    if (start[n] === NO_DAY) start[n] = end[n]!;
  }
  return {
    ids: tasks.ids,
    start,
    end,
    totalSlack: new Float64Array(count).fill(NaN),
    critical: new Uint8Array(count),
  };
}

/** The plan as it is computed: early dates of what is to come, the actual start of what has begun. Open ends stay open. */
export function schedulePicture(plan: PlanFacts, schedule: ProjectSchedule): PlanPicture {
  const picture = plannedPicture(plan);
  const { axis, shown, totalSlack, critical } = schedule;
  for (let n = 0; n < picture.ids.length; n += 1) {
    const state = plan.tasks.state[n];
    if (state !== WorkState.COMPLETED && isOpenEnded(plan.tasks, n)) continue;
    const [start, end] = [shown.earlyStart[n]!, shown.earlyFinish[n]!];
    if (state === WorkState.NOT_STARTED) placeOpen(picture, n, plan, schedule);
    if (state === WorkState.UNDER_WAY) {
      picture.end[n] = axis.dayNumber(end);
      if (picture.start[n] === NO_DAY) picture.start[n] = axis.dayNumber(schedule.network.actualStart[n]!);
      const isMilestone = schedule.network.duration[n] === 0;
      picture.start[n] = isMilestone ? picture.end[n]! : Math.min(picture.start[n]!, picture.end[n]!);
    }
    if (state === WorkState.COMPLETED && picture.end[n] === NO_DAY) {
      picture.end[n] = axis.dayNumber(end);
      picture.start[n] = axis.dayNumber(start);
    }
  }
  return { ...picture, totalSlack, critical };
}

/** Work that spans days off alone, of which the duration is 0, stays on them, or keeps its calendar days when it is moved. */
function placeOpen(
  picture: PlanPicture,
  n: number,
  { tasks }: PlanFacts,
  { axis, shown, earlyStart }: ProjectSchedule,
): void {
  const isUnworked = tasks.duration[n] === 0 && tasks.start[n] !== NO_DAY && tasks.end[n] !== NO_DAY;
  const isSpan = isUnworked && tasks.start[n] !== tasks.end[n];
  if (isSpan && axis.indexOf(tasks.start[n]!) === earlyStart[n]) return;
  const start = axis.dayNumber(shown.earlyStart[n]!);
  picture.end[n] = isUnworked
    ? start + tasks.end[n]! - tasks.start[n]!
    : axis.dayNumber(shown.earlyFinish[n]!);
  picture.start[n] = start;
}

/** The last day of all; `NO_DAY` where no task has one. */
export function lastDay({ end }: PlanPicture): number {
  let last = NO_DAY;
  for (let n = 0; n < end.length; n += 1) if (end[n]! > last) last = end[n]!;
  return last;
}

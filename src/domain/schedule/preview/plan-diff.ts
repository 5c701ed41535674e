import type { CivilDate } from '../../civil-date.ts';
import { dateOrNull, NO_DAY, type DayAxis } from '../remaining-work/day-axis.ts';
import { lastDay, type PlanPicture } from './plan-picture.ts';

/** A task whose dates differ between two pictures of a plan. */
export interface TaskMove {
  readonly taskId: string;
  readonly startBefore: CivilDate | null;
  readonly startAfter: CivilDate | null;
  readonly endBefore: CivilDate | null;
  readonly endAfter: CivilDate | null;
  /** Working days by which its start is later, negative when earlier; null where one of them has no start. */
  readonly startShiftDays: number | null;
  /** Working days by which its end is later, negative when earlier; null where one of them has no end. */
  readonly shiftDays: number | null;
  readonly wasCritical: boolean;
  readonly isCritical: boolean;
  /** Total slack; null where there is none. */
  readonly slackBefore: number | null;
  readonly slackAfter: number | null;
}

/** What a picture of a plan amounts to. */
export interface PlanSummary {
  readonly finish: CivilDate | null;
  readonly criticalCount: number;
}

/** Two pictures of a plan side by side: a preview, or two baselines. Ids are those of tasks. */
export interface PlanDiff {
  readonly before: PlanSummary;
  readonly after: PlanSummary;
  /** In the order of the later picture. */
  readonly moved: readonly TaskMove[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly becameCritical: readonly string[];
  readonly noLongerCritical: readonly string[];
}

/**
 * What differs. Days count as the same when no working day lies between them: a Saturday and the Monday after it are one
 * start. Both pictures are read on one axis. O(tasks).
 */
export function diffPictures(before: PlanPicture, after: PlanPicture, axis: DayAxis): PlanDiff {
  const numberBefore = new Map(before.ids.map((id, n) => [id, n]));
  const numberAfter = new Map(after.ids.map((id, n) => [id, n]));
  const isCritical = (picture: PlanPicture, n: number | undefined): boolean =>
    n !== undefined && picture.critical[n] === 1;
  return {
    before: summaryOf(before),
    after: summaryOf(after),
    moved: after.ids.flatMap((id, n) => {
      const was = numberBefore.get(id);
      return was !== undefined && isMoved({ before, after, axis }, was, n)
        ? moveOf({ before, after, axis }, was, n)
        : [];
    }),
    added: after.ids.filter((id) => !numberBefore.has(id)),
    removed: before.ids.filter((id) => !numberAfter.has(id)),
    becameCritical: after.ids.filter(
      (id, n) => isCritical(after, n) && !isCritical(before, numberBefore.get(id)),
    ),
    noLongerCritical: before.ids.filter(
      (id, n) => isCritical(before, n) && !isCritical(after, numberAfter.get(id)),
    ),
  };
}

/** What a picture amounts to: its last day, and how many tasks are critical. */
export function summaryOf(picture: PlanPicture): PlanSummary {
  let criticalCount = 0;
  for (const flag of picture.critical) criticalCount += flag;
  return { finish: dateOrNull(lastDay(picture)), criticalCount };
}

interface Pictures {
  readonly before: PlanPicture;
  readonly after: PlanPicture;
  readonly axis: DayAxis;
}

function isMoved({ before, after, axis }: Pictures, was: number, is: number): boolean {
  const [start, startAfter] = [before.start[was]!, after.start[is]!];
  const [end, endAfter] = [before.end[was]!, after.end[is]!];
  if (start === startAfter && end === endAfter) return false;
  const isOther = (a: number, b: number, on: (day: number) => number): boolean =>
    a === NO_DAY || b === NO_DAY ? a !== b : on(a) !== on(b);
  return (
    isOther(start, startAfter, (day) => axis.indexOf(day)) ||
    isOther(end, endAfter, (day) => axis.indexAfter(day))
  );
}

function moveOf({ before, after, axis }: Pictures, was: number, is: number): TaskMove {
  const [end, endAfter] = [before.end[was]!, after.end[is]!];
  const [start, startAfter] = [before.start[was]!, after.start[is]!];
  return {
    taskId: after.ids[is]!,
    startBefore: dateOrNull(start),
    startAfter: dateOrNull(startAfter),
    endBefore: dateOrNull(end),
    endAfter: dateOrNull(endAfter),
    startShiftDays: shift(start, startAfter, (day) => axis.indexOf(day)),
    shiftDays: shift(end, endAfter, (day) => axis.indexAfter(day)),
    wasCritical: before.critical[was] === 1,
    isCritical: after.critical[is] === 1,
    slackBefore: slackOrNull(before.totalSlack[was]!),
    slackAfter: slackOrNull(after.totalSlack[is]!),
  };
}

function shift(from: number, to: number, on: (day: number) => number): number | null {
  return from === NO_DAY || to === NO_DAY ? null : on(to) - on(from);
}

function slackOrNull(slack: number): number | null {
  return Number.isNaN(slack) ? null : slack;
}

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
  const was = numbersIn(before, after);
  const is = was.isSame ? was : numbersIn(after, before);
  const pictures = { before, after, axis, dates: new Map<number, CivilDate | null>() };
  return {
    before: summaryOf(before),
    after: summaryOf(after),
    moved: after.ids.flatMap((_, n) => {
      const at = was.numbers[n]!;
      return at >= 0 && isMoved(pictures, at, n) ? moveOf(pictures, at, n) : [];
    }),
    added: after.ids.filter((_, n) => was.numbers[n] === ABSENT),
    removed: before.ids.filter((_, n) => is.numbers[n] === ABSENT),
    becameCritical: after.ids.filter(
      (_, n) => after.critical[n] === 1 && before.critical[was.numbers[n]!] !== 1,
    ),
    noLongerCritical: before.ids.filter(
      (_, n) => before.critical[n] === 1 && after.critical[is.numbers[n]!] !== 1,
    ),
  };
}

const ABSENT = -1;

/** Of every task of one picture its number in the other; most plans have the same tasks in the same order. */
function numbersIn(picture: PlanPicture, of: PlanPicture): { numbers: Int32Array; isSame: boolean } {
  const isSame = picture.ids.length === of.ids.length && of.ids.every((id, n) => picture.ids[n] === id);
  if (isSame) return { numbers: Int32Array.from(of.ids.keys()), isSame };
  const numberOf = new Map(picture.ids.map((id, n) => [id, n]));
  return { numbers: Int32Array.from(of.ids, (id) => numberOf.get(id) ?? ABSENT), isSame };
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
  /** Dates by their day: thousands of tasks share a few hundred. */
  readonly dates: Map<number, CivilDate | null>;
}

function dateOf(day: number, dates: Pictures['dates']): CivilDate | null {
  let date = dates.get(day);
  if (date === undefined) dates.set(day, (date = dateOrNull(day)));
  return date;
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

function moveOf({ before, after, axis, dates }: Pictures, was: number, is: number): TaskMove {
  const [end, endAfter] = [before.end[was]!, after.end[is]!];
  const [start, startAfter] = [before.start[was]!, after.start[is]!];
  return {
    taskId: after.ids[is]!,
    startBefore: dateOf(start, dates),
    startAfter: dateOf(startAfter, dates),
    endBefore: dateOf(end, dates),
    endAfter: dateOf(endAfter, dates),
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

import type { CivilDate } from '../civil-date.ts';
import { EarnedValueMethod } from './cost-enums.ts';
import { add, divide, rational, ZERO, type Rational } from '../rational.ts';

/** Progress of a task or subtask as reports have it, on the days that are asked about. */
export interface ReportedProgress {
  /** The percent that was last reported until the end of each day; null before the first report. */
  readonly until: readonly (number | null)[];
  /** What stood before the first report; null where there is no report, or nothing stood. */
  readonly before: number | null;
}

/** A task as earned value sees it. */
export interface EarningTask {
  readonly cents: bigint;
  /** Percent as it is now. */
  readonly progress: number;
  readonly actualStart: CivilDate | null;
  readonly actualFinish: CivilDate | null;
  /** The day on which the task was created here. */
  readonly createdOn: CivilDate;
  /** Absent without a report. */
  readonly reported?: ReportedProgress | undefined;
  /** Its live subtasks; the task's progress is their mean. */
  readonly subtasks: readonly EarningSubtask[];
  /** Whether its evidence was accepted at the end of each day; absent where that does not matter. */
  readonly isProven?: readonly boolean[] | undefined;
}

export interface EarningSubtask {
  readonly progress: number;
  readonly reported?: ReportedProgress | undefined;
}

/** A day that is asked about; of one that is not past the progress is the present one. */
export interface AskedDay {
  readonly on: CivilDate;
  /** Its place among the days by which progress and proof are told. */
  readonly at: number;
  readonly isPast: boolean;
}

/**
 * Earned value at the end of each of the days, in cents: budget times progress by the method (ANSI/PMI 19-006, 4.2.4:
 * percent complete; fixed formula 0/100 and 50/50). Progress of a past day is what had been reported by then, whatever is
 * said to have happened before.
 */
export function earnedValues(
  tasks: readonly EarningTask[],
  days: readonly AskedDay[],
  method: EarnedValueMethod,
): Rational[] {
  return days.map((day) => {
    // Sums over one denominator, since a hundredth is what most progress is of.
    let hundredths = 0n;
    let others: Rational = ZERO;
    for (const task of tasks) {
      if (task.cents === 0n || task.isProven?.[day.at] === false) continue;
      const hasBegun = task.actualStart !== null && task.actualStart <= day.on;
      const percent = earnedPercent(progressOn(task, day), hasBegun, method);
      if (percent.denominator === 1n) hundredths += percent.numerator * task.cents;
      else others = add(others, rational(percent.numerator * task.cents, percent.denominator * 100n));
    }
    return add(rational(hundredths, 100n), others);
  });
}

function earnedPercent(progress: Rational, hasBegun: boolean, method: EarnedValueMethod): Rational {
  if (method === EarnedValueMethod.PERCENT) return progress;
  const isDone = progress.numerator >= progress.denominator * 100n;
  if (isDone) return rational(100n);
  const isUnderWay = hasBegun || progress.numerator > 0n;
  return method === EarnedValueMethod.FIFTY_FIFTY && isUnderWay ? rational(50n) : ZERO;
}

function progressOn(task: EarningTask, day: AskedDay): Rational {
  if (!day.isPast) return rational(task.progress);
  if (task.subtasks.some(({ reported }) => reported !== undefined)) return meanOfSubtasks(task, day);
  return rational(reportedOn(task.reported, day.at) ?? unreported(task, day.on));
}

function meanOfSubtasks(task: EarningTask, day: AskedDay): Rational {
  const sum = task.subtasks.reduce(
    (total, { progress, reported }) =>
      total + (reportedOn(reported, day.at) ?? unreported({ ...task, progress }, day.on)),
    0,
  );
  return divide(rational(sum), BigInt(task.subtasks.length));
}

function reportedOn(reported: ReportedProgress | undefined, at: number): number | null {
  if (reported === undefined) return null;
  return reported.until[at] ?? reported.before ?? 0;
}

/**
 * Of work that nobody has reported on, such as imported work: nothing before it began, all that is done from the day on
 * which it was finished; what is under way counts from its start, or from when it was created here.
 */
function unreported({ progress, actualStart, actualFinish, createdOn }: EarningTask, on: CivilDate): number {
  if (actualFinish !== null) return on >= actualFinish ? progress : 0;
  return on >= (actualStart ?? createdOn) ? progress : 0;
}

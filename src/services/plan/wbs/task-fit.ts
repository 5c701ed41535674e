import { isInside, requireInside, type DateWindow } from '../../../domain/plan/date-window.ts';
import { isMoved, moveAlong } from '../../../domain/plan/moved-window.ts';
import type { PlanDates } from '../../../domain/plan/plan-dates.ts';
import type { TaskValues } from '../../../domain/plan/task-values.ts';
import type { TaskFacts } from '../tasks/task-facts.ts';
import type { Tx } from '../../transaction/command.ts';
import { windowOf, type PlanAncestors } from './plan-ancestors.ts';

export interface MovedStep extends DateWindow {
  readonly id: string;
}

/**
 * Checks changed dates of a task against what it lies in, and takes its subtasks along when it moves.
 * @throws PitError PIT006 for a subtask that lies outside of a task that is resized.
 */
export function fitTask(
  { tx, frame }: { readonly tx: Pick<Tx, 'calendar'>; readonly frame: PlanAncestors },
  task: TaskFacts,
  { before, after }: ChangedDates,
  field: string,
): MovedStep[] {
  const window = windowOf('task', after);
  const dates = { before: datesOf(before), after: datesOf(after) };
  const steps = isMoved(dates.before, dates.after)
    ? task.subtasks.map((subtask) => ({
        id: subtask.id,
        ...moveAlong({ start: subtask.startDate, end: subtask.endDate }, dates, tx.calendar),
      }))
    : [];
  if (steps.length === 0) {
    for (const each of task.subtasks) requireInside(windowOf('subtask', each), window, field);
  }
  frame.fit(window, frame.parentOf(task), field);
  return steps;
}

/** Whether a task may have other dates as far as its subtasks are concerned: they move along, or lie inside. */
export function holdsSubtasks(task: TaskFacts, { before, after }: ChangedDates): boolean {
  const window = windowOf('task', after);
  if (isMoved(datesOf(before), datesOf(after))) return true;
  return task.subtasks.every((each) => isInside(windowOf('subtask', each), window));
}

/** What a task's dates were, and what they are to be. */
export interface ChangedDates {
  readonly before: DatedTask;
  readonly after: DatedTask;
}

/** A task's name and dates. */
export type DatedTask = Pick<TaskValues, 'name' | 'startDate' | 'endDate' | 'durationDays'>;

function datesOf({ startDate, endDate, durationDays }: DatedTask): PlanDates {
  return { start: startDate, end: endDate, durationDays };
}

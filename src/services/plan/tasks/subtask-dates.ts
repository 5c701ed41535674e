import { step } from '../../../db/connection/pipeline.ts';
import type { NamedWindow } from '../../../domain/plan/date-window.ts';
import type { PlanDates } from '../../../domain/plan/plan-dates.ts';
import { fitIntoParent } from '../../../domain/plan/date-window.ts';
import { resolvePlanDates } from '../../../domain/plan/plan-dates.ts';
import { SET_TASK_DATES } from '../../../db/queries/plan/tasks/task-plan-query.ts';
import { windowOf, type PlanAncestors } from '../wbs/plan-ancestors.ts';
import type { TaskFacts } from './task-facts.ts';
import type { Tx } from '../../transaction/command.ts';

/**
 * Puts a subtask's dates inside its task's, and the task's inside what that lies in.
 * @throws PitError PIT006 where the organisation refuses dates outside of the parent's.
 */
export function fitSubtask(
  tx: Tx,
  frame: PlanAncestors,
  { task, subtask, field }: { task: TaskFacts; subtask: NamedWindow; field: string },
): void {
  const window = windowOf('task', task);
  const { start, end } = fitIntoParent(subtask, window, tx.settings.childDates, field);
  frame.fit(subtask, frame.parentOf(task), field);
  if (start === task.startDate && end === task.endDate) return;
  const dates = datesAround(tx, task, { start, end }, field);
  frame.fit({ ...window, ...dates }, frame.parentOf(task), field);
  const values = [
    task.id,
    dates.start,
    dates.end,
    dates.durationDays === null ? null : String(dates.durationDays),
  ];
  tx.defer(step(SET_TASK_DATES, values));
}

/** The window's own length when both ends are known; else what the task's duration makes of the one that is. */
function datesAround(
  tx: Tx,
  { durationDays }: TaskFacts,
  { start, end }: Pick<PlanDates, 'start' | 'end'>,
  field: string,
): PlanDates {
  const length = start === null || end === null ? durationDays : undefined;
  return resolvePlanDates({ start, end, durationDays: length }, tx.calendar, field);
}

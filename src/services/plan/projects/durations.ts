import type { RowOfStatement } from '../../../db/connection/statement.ts';
import { step } from '../../../db/connection/pipeline.ts';
import { PLANNED_TASKS, SET_DURATIONS } from '../../../db/queries/plan/tasks/duration-query.ts';
import type { WorkCalendar } from '../../../domain/calendar.ts';
import type { Tx } from '../../transaction/command.ts';

/** Where a walk over the organisation's tasks stands. */
export interface TaskPlace {
  readonly createdAt: string;
  readonly id: string;
}

const FIRST: TaskPlace = { createdAt: '-infinity', id: '00000000-0000-0000-0000-000000000000' };

type PlannedTask = RowOfStatement<typeof PLANNED_TASKS>;

/**
 * Counts the working days of the next batch of planned tasks anew. Their dates stay, and so do milestones.
 * @param calendar the one that holds from now on.
 * @param step where the batch before ended, whether the durations are stored or only counted, and how many tasks are looked at.
 * @returns how many durations differ, the projects in which some were stored, and where the batch ended; null when it was the last.
 */
export async function recountBatch(
  tx: Tx,
  calendar: WorkCalendar,
  {
    after,
    isStored,
    size,
  }: { readonly after: TaskPlace | null; readonly isStored: boolean; readonly size: number },
): Promise<{ recounted: number; projectIds: readonly string[]; last: TaskPlace | null }> {
  const { createdAt, id } = after ?? FIRST;
  const [tasks] = await tx.pipeline([step(PLANNED_TASKS, [createdAt, id, size])]);
  const stale = tasks.flatMap((task) => {
    const days = countedDays(task, calendar);
    return days === task.durationDays ? [] : [{ ...task, days }];
  });
  let projectIds: string[] = [];
  if (isStored && stale.length > 0) {
    const values = [
      stale.map((task) => task.id),
      stale.map(({ startDate }) => startDate),
      stale.map(({ endDate }) => endDate),
      stale.map(({ days }) => days),
    ];
    const [changed] = await tx.pipeline([step(SET_DURATIONS, values)]);
    projectIds = changed.map(({ projectId }) => projectId);
  }
  return { recounted: stale.length, projectIds, last: tasks.length < size ? null : (tasks.at(-1) ?? null) };
}

/** What stands on one day and takes no time is a milestone by any calendar. */
function countedDays(
  { startDate: start, endDate: end, durationDays }: PlannedTask,
  calendar: WorkCalendar,
): number {
  return durationDays === 0 && start === end ? 0 : calendar.durationBetween(start, end);
}

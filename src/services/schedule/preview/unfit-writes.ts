import { badInput } from '../../../domain/errors.ts';
import type { FactsById, TaskFacts } from '../../plan/tasks/task-facts.ts';
import { holdsSubtasks, type DatedTask } from '../../plan/wbs/task-fit.ts';
import type { PlannedWrite } from './planned-writes.ts';

/** The dates of a task as a write leaves them; null where it leaves them alone. */
export function datesAfter(task: TaskFacts, { dates }: PlannedWrite): DatedTask | null {
  if (dates === undefined) return null;
  const { startDate = task.startDate, endDate, durationDays } = dates;
  return { name: task.name, startDate, endDate, durationDays };
}

/**
 * The writes without those of work whose subtasks do not lie within its new dates: work that is ahead of its plan would end
 * before its steps. What people planned of these goes before what is computed.
 */
export function withoutUnfit(writes: readonly PlannedWrite[], facts: FactsById): PlannedWrite[] {
  return writes.filter((write) => {
    const task = facts.get(write.taskId);
    const after = task === undefined ? null : datesAfter(task, write);
    return task === undefined || after === null || holdsSubtasks(task, { before: task, after });
  });
}

/**
 * Goes on only if the subtasks of a task that merely moves with others lie within its new dates.
 * @throws PitError BAD_USER_INPUT, PIT006, naming the task, which can be left out.
 */
export function requireFit(task: TaskFacts, after: DatedTask): void {
  if (holdsSubtasks(task, { before: task, after })) return;
  throw badInput(`The subtasks of "${task.name}" do not lie within the dates that it would have.`, {
    pit: 'PIT006',
    field: 'input.exceptTaskIds',
    expected: `${task.id} among them, or subtasks from ${after.startDate} to ${after.endDate}`,
    actual: task.subtasks.slice(0, 20).map(({ startDate, endDate }) => ({ start: startDate, end: endDate })),
    taskId: task.id,
  });
}

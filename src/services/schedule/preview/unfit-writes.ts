import { badInput } from '../../../domain/errors.ts';
import { keepsCommitment } from '../../../domain/plan/commitment.ts';
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

/** The days that tasks are committed to. */
export type DueDays = ReadonlyMap<string, string>;

/** The writes without those that would end behind the day that their work is committed to: these keep the dates they have. */
export function withinCommitments(
  writes: readonly PlannedWrite[],
  facts: FactsById,
  due: DueDays,
): PlannedWrite[] {
  return writes.filter((write) => pastCommitment(write, facts, due) === null);
}

/**
 * Goes on only if no work would end behind the day that it is committed to.
 * @throws PitError BAD_USER_INPUT, PIT006, with up to twenty of them, which can be left out, or wait for an extension.
 */
export function requireWithinCommitments(
  writes: readonly PlannedWrite[],
  facts: FactsById,
  due: DueDays,
): void {
  const past = writes.flatMap((write) => pastCommitment(write, facts, due) ?? []);
  if (past.length === 0) return;
  throw badInput(`${past.length} tasks would end behind the days that they are committed to.`, {
    pit: 'PIT006',
    field: 'input.exceptTaskIds',
    expected: 'these tasks among them, or a granted extension for each',
    actual: past.slice(0, 20),
  });
}

function pastCommitment(write: PlannedWrite, facts: FactsById, due: DueDays) {
  const task = facts.get(write.taskId);
  const dueOn = due.get(write.taskId) ?? null;
  const after = task === undefined ? null : datesAfter(task, write);
  // One that stays on its end is no matter of the write.
  if (task === undefined || after === null || after.endDate === task.endDate) return null;
  return keepsCommitment(after.endDate, dueOn) ? null : { taskId: task.id, dueOn, endDate: after.endDate };
}

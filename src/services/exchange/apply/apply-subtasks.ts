import { ProgressSource } from '../../../domain/enums.ts';
import type { PlanSubtask } from '../../../domain/exchange/plan-document.ts';
import { createSubtask, updateSubtask } from '../../plan/tasks/subtask-plan.ts';
import { updateProgress } from '../../plan/status/task-status.ts';
import type { PlacedTask } from './apply-tasks.ts';
import type { Applying } from './applying.ts';
import { digestOf } from './known-rows.ts';

/**
 * Makes and changes the steps of tasks, one by one as a person would: a plan has few of them.
 * @throws PitError as `createSubtask`, `updateSubtask` and `updateProgress`.
 */
export async function applySubtasks(applying: Applying, tasks: readonly PlacedTask[]): Promise<void> {
  for (const { task, id } of tasks) {
    for (const subtask of task.subtasks) await applySubtask(applying, id, subtask);
  }
}

async function applySubtask(
  { tx, known, tally }: Applying,
  taskId: string,
  subtask: PlanSubtask,
): Promise<void> {
  const row = known.find('subtask', subtask.key);
  const digest = digestOf(subtask);
  if (row !== undefined && (!row.isLive || row.digest === digest)) {
    tally.add('subtasks', row.isLive ? 'unchanged' : 'deletedHere');
    return;
  }
  const { name, progressPercent: percent } = subtask;
  const { subtaskId } =
    row === undefined
      ? await createSubtask(tx, { taskId, name })
      : await updateSubtask(tx, { id: row.recordId, name });
  if (subtaskId === null) throw new Error('a subtask was not made');
  if (percent > 0 || row !== undefined)
    await updateProgress(tx, { subtaskId, percent, source: ProgressSource.IMPORT });
  known.note('subtask', subtask.key, subtaskId, digest);
  tally.add('subtasks', row === undefined ? 'made' : 'changed');
}

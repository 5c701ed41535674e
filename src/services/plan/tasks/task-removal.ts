import {
  removeNode,
  requireRemovable,
  restoreNode,
  type DeleteInput,
  type RestoreInput,
} from '../wbs/plan-removal.ts';
import type { ChangedWork } from '../status/task-status.ts';
import { loadWorkItem, type WorkItem } from '../status/load-work-item.ts';
import type { Tx } from '../../transaction/command.ts';

/**
 * Deletes a task; with `cascade` its subtasks too.
 * @throws PitError PIT004 while it has live subtasks and they may not go along.
 */
export async function deleteTask(tx: Tx, { id, cascade, ifUpdatedAt }: DeleteInput): Promise<ChangedWork> {
  const item = await loadWorkItem(tx, 'deleteTask', { what: 'task', id, field: 'input.id', ifUpdatedAt });
  await requireRemovable(tx, 'task', { id, cascade });
  const { task, project } = item;
  await removeNode(tx, 'task', project, { id: task.id, above: task.workPackageId ?? task.phaseId });
  return answer(item);
}

export async function deleteSubtask(tx: Tx, { id, ifUpdatedAt }: RestoreInput): Promise<ChangedWork> {
  const item = await loadWorkItem(tx, 'deleteSubtask', {
    what: 'subtask',
    id,
    field: 'input.id',
    ifUpdatedAt,
  });
  await removeNode(tx, 'subtask', item.project, { id: id.toLowerCase(), above: null });
  return answer(item);
}

/** Brings a deleted task back with the subtasks that went along. */
export async function restoreTask(tx: Tx, input: RestoreInput): Promise<ChangedWork> {
  const { id, projectId, phaseId, workPackageId } = await restoreNode(tx, 'task', 'restoreTask', input);
  return { taskId: id, subtaskId: null, workPackageId, phaseId, projectId };
}

export async function restoreSubtask(tx: Tx, input: RestoreInput): Promise<ChangedWork> {
  const node = await restoreNode(tx, 'subtask', 'restoreSubtask', input);
  const { id, projectId, phaseId, workPackageId, taskId } = node;
  return { taskId: taskId ?? '', subtaskId: id, workPackageId, phaseId, projectId };
}

function answer({ task, subtask, project }: WorkItem): ChangedWork {
  const { workPackageId, phaseId } = task;
  return { taskId: task.id, subtaskId: subtask?.id ?? null, workPackageId, phaseId, projectId: project.id };
}

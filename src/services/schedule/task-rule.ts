import { step } from '../../db/connection/pipeline.ts';
import { STORE_TASK_RULE, TASK_RULE } from '../../db/queries/schedule/task-facts-query.ts';
import { changeTaskRule, DEFAULT_TASK_RULE, type TaskRuleChange } from '../../domain/schedule/task-rule.ts';
import { loadWorkItem } from '../plan/status/load-work-item.ts';
import type { ChangedWork } from '../plan/status/task-status.ts';
import type { Tx } from '../transaction/command.ts';

export interface TaskRuleInput extends TaskRuleChange {
  readonly taskId: string;
  readonly ifUpdatedAt?: string | null;
}

/**
 * Says by which rules a task is scheduled; what is not named stays.
 * @throws PitError NOT_FOUND, FORBIDDEN, CONFLICT; PIT006 for a constraint without its day.
 */
export async function setTaskRule(tx: Tx, input: TaskRuleInput): Promise<ChangedWork> {
  const { taskId: id, ifUpdatedAt } = input;
  const { project, task } = await loadWorkItem(tx, 'setTaskRule', {
    what: 'task',
    id,
    field: 'input.taskId',
    ifUpdatedAt,
  });
  const [[stored]] = await tx.pipeline([step(TASK_RULE, [task.id])]);
  const current = stored ?? DEFAULT_TASK_RULE;
  const { mode, constraintKind, constraintDate, deadline } = changeTaskRule(current, input);
  const values = [task.id, project.id, mode, constraintKind, constraintDate, deadline];
  tx.defer(step(STORE_TASK_RULE, values));
  const payload = { projectId: project.id, taskId: task.id };
  tx.emit({ topic: 'pit.task.updated', streamId: project.id, payload });
  const { workPackageId, phaseId } = task;
  return { taskId: task.id, subtaskId: null, workPackageId, phaseId, projectId: project.id };
}

import { ASSIGN } from '../../../db/queries/plan/tasks/task-plan-query.ts';
import { badInput } from '../../../domain/errors.ts';
import { notifyOfHandover } from '../../notifications/work-messages.ts';
import { recordEvents } from './task-events.ts';
import { requireActiveUsers } from '../../transaction/references.ts';
import type { ChangedWork } from '../status/task-status.ts';
import { loadWorkItem } from '../status/load-work-item.ts';
import type { Tx } from '../../transaction/command.ts';

export interface AssignInput {
  readonly id: string;
  /** Absent leaves the owner; a task is never without one. */
  readonly ownerId?: string | null;
  /** Absent leaves them, null clears. */
  readonly assigneeIds?: readonly string[] | null;
  readonly ifUpdatedAt?: string | null;
}

const MAX_ASSIGNEES = 50;

/**
 * Says who answers for a task and who works on it.
 * @throws PitError NOT_FOUND, PIT002, for whoever is no user of the organisation; BAD_USER_INPUT, PIT002, for whoever is
 * deactivated.
 */
export async function assignTask(tx: Tx, input: AssignInput): Promise<ChangedWork> {
  const { id, ownerId, assigneeIds, ifUpdatedAt } = input;
  if (ownerId === null) {
    throw badInput('A task has an owner.', { field: 'input.ownerId', expected: 'a user id', actual: null });
  }
  const item = await loadWorkItem(tx, 'assignTask', { what: 'task', id, field: 'input.id', ifUpdatedAt });
  const { task, facts, project } = item;
  const [owner = task.ownerId] =
    ownerId === undefined ? [] : await requireActiveUsers(tx, [ownerId], 'input.ownerId', [task.ownerId]);
  const assignees = await assigneesOf(tx, assigneeIds, task.assignees);
  await tx.run(ASSIGN, [task.id, owner, JSON.stringify(assignees)]);
  recordEvents(tx, { before: facts, after: facts }, [task.id]);
  const handed = { id: task.id, name: task.name, before: task, after: { ownerId: owner, assignees } };
  await notifyOfHandover(tx, project, [handed]);
  return {
    taskId: task.id,
    subtaskId: null,
    workPackageId: task.workPackageId,
    phaseId: task.phaseId,
    projectId: project.id,
  };
}

async function assigneesOf(
  tx: Tx,
  asked: readonly string[] | null | undefined,
  current: readonly string[],
): Promise<readonly string[]> {
  if (asked === undefined) return current;
  const ids = asked ?? [];
  if (ids.length > MAX_ASSIGNEES) {
    throw badInput('That is too many assignees.', {
      field: 'input.assigneeIds',
      expected: `at most ${MAX_ASSIGNEES}`,
      actual: ids.length,
    });
  }
  return requireActiveUsers(tx, ids, 'input.assigneeIds', current);
}

import { ADD_COMMENT, USERS_SEEING } from '../../../db/queries/plan/comment-query.ts';
import { badInput } from '../../../domain/errors.ts';
import { requireText } from '../../../domain/text.ts';
import { sendMessage } from '../../notifications/notifications.ts';
import { requireActiveUsers } from '../../transaction/references.ts';
import type { Tx } from '../../transaction/command.ts';
import { loadWorkItem, type WorkItem, type WorkRef } from './load-work-item.ts';
import type { ChangedWork } from './task-status.ts';

export interface CommentInput {
  readonly taskId?: string | null;
  readonly subtaskId?: string | null;
  readonly text: string;
  /** Who is to hear of it. */
  readonly mentionUserIds?: readonly string[] | null;
}

/** What the payload of a comment is read by. */
export interface AddedComment extends ChangedWork {
  readonly commentId: string;
}

/** Longest comment, in UTF-16 units. */
const MAX_COMMENT = 10_000;
const MAX_MENTIONS = 20;
const MENTIONS = 'input.mentionUserIds';

/**
 * Comments on a task or subtask: a row of its progress log that moves nothing. Whoever is mentioned gets a message.
 * @throws PitError NOT_FOUND, PIT002, for unknown people; BAD_USER_INPUT, PIT002, for those who are deactivated or may not
 * see the task.
 */
export async function addComment(tx: Tx, input: CommentInput): Promise<AddedComment> {
  const text = requireText(input.text, 'input.text', MAX_COMMENT);
  const item = await loadWorkItem(tx, 'addComment', commentedOn(input));
  const { project, task, subtask } = item;
  const mentioned = await requireReaders(tx, project.id, input.mentionUserIds ?? []);
  const { rows } = await tx.run(ADD_COMMENT, [task.id, subtask?.id ?? null, text]);
  const commentId = rows[0]?.id ?? '';
  const about = { projectId: project.id, taskId: task.id, ...(subtask && { subtaskId: subtask.id }) };
  tx.emit({ topic: 'pit.task.commented', streamId: project.id, payload: { ...about, commentId } });
  await sendMessage(tx, mentioned, {
    title: titleOf(item),
    text,
    link: `/pit/tasks/${task.id}`,
    projectId: project.id,
  });
  const { workPackageId, phaseId } = task;
  return {
    taskId: task.id,
    subtaskId: subtask?.id ?? null,
    workPackageId,
    phaseId,
    projectId: project.id,
    commentId,
  };
}

function titleOf({ task, subtask }: WorkItem): string {
  return `You are mentioned in a comment on “${(subtask ?? task).name}”`;
}

/** Goes on only if all who are mentioned may see the project, as far as that is known here. */
async function requireReaders(tx: Tx, projectId: string, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  if (ids.length > MAX_MENTIONS) {
    const expected = `at most ${MAX_MENTIONS}`;
    throw badInput('Too many people are mentioned.', { field: MENTIONS, expected, actual: ids.length });
  }
  const people = await requireActiveUsers(tx, ids, MENTIONS);
  const { rows } = await tx.run(USERS_SEEING, [projectId, people]);
  const readers = new Set(rows.map(({ id }) => id));
  const blind = people.filter((id) => !readers.has(id));
  if (blind.length === 0) return people;
  throw badInput('Who is mentioned has to be able to see the task.', {
    pit: 'PIT002',
    field: MENTIONS,
    expected: 'people of the project, or of a project without a division anybody of the organisation',
    actual: blind,
  });
}

function commentedOn({ taskId, subtaskId }: CommentInput): WorkRef {
  const task = taskId ?? null;
  const subtask = subtaskId ?? null;
  if (task !== null && subtask === null) return { what: 'task', id: task, field: 'input.taskId' };
  if (task === null && subtask !== null) return { what: 'subtask', id: subtask, field: 'input.subtaskId' };
  throw badInput('A comment is on a task or on a subtask.', {
    field: 'input',
    expected: 'either taskId or subtaskId',
  });
}

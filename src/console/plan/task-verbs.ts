import {
  BlockTaskDocument,
  CompleteTaskDocument,
  ReopenTaskDocument,
  StartTaskDocument,
  UnblockTaskDocument,
  type MutationName,
  type TaskDetailFragment,
  type TaskStatus,
} from '../operations.ts';
import { ask } from '../state/ask.ts';

/** What leads a task from one status to another. */
export type Verb = 'start' | 'block' | 'unblock' | 'complete' | 'reopen';

export const VERBS: readonly (readonly [Verb, MutationName])[] = [
  ['start', 'START_TASK'],
  ['complete', 'COMPLETE_TASK'],
  ['block', 'BLOCK_TASK'],
  ['unblock', 'UNBLOCK_TASK'],
  ['reopen', 'REOPEN_TASK'],
];

/** Whether a verb makes sense of a task as it is: what may be done in general is `viewerMay`. */
export function fits(
  verb: Verb,
  { status, actualStart }: Pick<TaskDetailFragment, 'status' | 'actualStart'>,
): boolean {
  switch (verb) {
    case 'start':
      return actualStart === null && status !== 'COMPLETED' && status !== 'BLOCKED';
    case 'complete':
      return status !== 'COMPLETED' && status !== 'BLOCKED';
    case 'block':
      return status !== 'COMPLETED' && status !== 'BLOCKED';
    case 'unblock':
      return status === 'BLOCKED';
    case 'reopen':
      return status === 'COMPLETED';
  }
}

/**
 * Does it, on the version of the task that was seen.
 *
 * @param reason what blocks a task, else nothing.
 * @returns the status of the task then; null where the caller does not see it any more.
 * @throws AskError when it is refused: CONFLICT where the task has changed since.
 */
export async function sendVerb(
  verb: Verb,
  { id, updatedAt }: Pick<TaskDetailFragment, 'id' | 'updatedAt'>,
  idempotencyKey: string,
  reason = '',
): Promise<TaskStatus | null> {
  const input = { id, idempotencyKey, ifUpdatedAt: updatedAt };
  switch (verb) {
    case 'start':
      return statusOf((await ask(StartTaskDocument, { input })).startTask);
    case 'block':
      return statusOf((await ask(BlockTaskDocument, { input: { ...input, reason } })).blockTask);
    case 'unblock':
      return statusOf((await ask(UnblockTaskDocument, { input })).unblockTask);
    case 'complete':
      return statusOf((await ask(CompleteTaskDocument, { input })).completeTask);
    case 'reopen':
      return statusOf((await ask(ReopenTaskDocument, { input })).reopenTask);
  }
}

function statusOf(
  payload: { readonly task: { readonly status: TaskStatus } | null } | null,
): TaskStatus | null {
  return payload?.task?.status ?? null;
}

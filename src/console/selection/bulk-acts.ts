import {
  TaskRowOfDocument,
  UpdateTasksDocument,
  type TaskFields,
  type TaskRowFragment,
  type TaskStatus,
} from '../operations.ts';
import { sendVerb } from '../plan/task-verbs.ts';
import { ask, AskError, newIntent } from '../state/ask.ts';
import { moveTo } from '../tasks/board-moves.ts';
import { words } from '../words.ts';
import { byStatus, type Outcomes } from './selection.ts';

/** What changing many tasks has come to. */
export interface BulkResult {
  /** The tasks as they are now that were changed. */
  readonly rows: readonly TaskRowFragment[];
  readonly outcomes: Outcomes;
}

/** Changes fields of many tasks in one request; each is refused by itself. */
export async function setFields(
  rows: readonly TaskRowFragment[],
  change: TaskFields,
  idempotencyKey: string,
): Promise<BulkResult> {
  const ids = rows.map(({ id }) => id);
  const input = { ids, change, mode: 'PARTIAL' as const, idempotencyKey };
  const { updateTasks } = await ask(UpdateTasksDocument, { input });
  const refused = new Map((updateTasks?.errors ?? []).map(({ index, message }) => [ids[index], message]));
  return {
    rows: (updateTasks?.tasks ?? []).filter((task) => task !== null),
    outcomes: new Map(ids.map((id) => [id, refused.get(id) ?? null])),
  };
}

/**
 * Gives many tasks a status, each by the verb that leads there, one after another: each is a record of its own, and one that is
 * refused stops no other. It ends where the service cannot be reached.
 */
export async function setStatus(
  rows: readonly TaskRowFragment[],
  to: TaskStatus,
  reason: string,
  onDone: (count: number) => void,
): Promise<BulkResult> {
  const { able, refused } = byStatus(rows, to);
  const outcomes = new Map(refused);
  const changed: TaskRowFragment[] = [];
  for (const [done, row] of able.entries()) {
    onDone(done);
    const move = moveTo(row, to);
    if (!('verb' in move)) continue;
    try {
      await sendVerb(move.verb, row, newIntent(), reason);
      const { task } = await ask(TaskRowOfDocument, { id: row.id });
      if (task !== null) changed.push(task);
      outcomes.set(row.id, null);
    } catch (error) {
      outcomes.set(row.id, error instanceof AskError ? error.message : words.state.internal);
      if (error instanceof AskError && error.code === 'OFFLINE') break;
    }
  }
  return { rows: changed, outcomes };
}

import { APPEND_PROGRESS } from '../db/progress-log-query.ts';
import { parameters } from '../db/statement.ts';
import { ProgressSource, type TaskStatus } from '../domain/vocabulary.ts';
import type { Tx } from './write.ts';

/** Where a task or subtask stood, or stands. */
export interface Stand {
  readonly progressPercent: number;
  readonly status: TaskStatus;
}

/** One step of a task, or of a subtask of it. */
export interface ProgressEntry {
  readonly taskId: string;
  readonly subtaskId?: string | null;
  /** Null for what did not exist before. */
  readonly before: Stand | null;
  readonly after: Stand;
  readonly comment?: string | null;
  /** Who says so; manual unless stated. */
  readonly source?: ProgressSource;
}

/** Notes the steps in the progress log, in the actor's name. */
export function logProgress(tx: Tx, entries: readonly ProgressEntry[]): void {
  if (entries.length === 0) return;
  const values = parameters([
    entries.map((entry) => entry.taskId),
    entries.map((entry) => entry.subtaskId ?? null),
    entries.map((entry) => entry.before?.progressPercent ?? null),
    entries.map((entry) => entry.after.progressPercent),
    entries.map((entry) => entry.before?.status ?? null),
    entries.map((entry) => entry.after.status),
    entries.map((entry) => entry.comment ?? null),
    entries.map((entry) => entry.source ?? ProgressSource.MANUAL),
  ]);
  tx.later({ statement: APPEND_PROGRESS, values });
}

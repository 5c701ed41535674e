import { step } from '../../../db/connection/pipeline.ts';
import { APPEND_PROGRESS } from '../../../db/queries/plan/progress-log-query.ts';
import { SYSTEM_USER } from '../../../domain/directory/actor.ts';
import { ProgressSource, type TaskStatus } from '../../../domain/enums.ts';
import type { Tx } from '../../transaction/command.ts';

/** Where a task or subtask stood, or stands. */
export interface ProgressSnapshot {
  readonly progressPercent: number;
  readonly status: TaskStatus;
}

/** One step of a task, or of a subtask of it. */
export interface ProgressEntry {
  readonly taskId: string;
  readonly subtaskId?: string | null;
  /** Null for what did not exist before. */
  readonly before: ProgressSnapshot | null;
  readonly after: ProgressSnapshot;
  readonly comment?: string | null;
  /** Who says so; manual unless stated. */
  readonly source?: ProgressSource;
  /** Whether it followed by itself, and nobody said so. */
  readonly isAutomatic?: boolean;
}

/** Notes the steps in the progress log: what followed by itself in the name of the system, all else in the actor's. */
export function logProgress(tx: Tx, entries: readonly ProgressEntry[]): void {
  for (let from = 0; from < entries.length; from += MOST_AT_ONCE)
    append(tx, entries.slice(from, from + MOST_AT_ONCE));
}

/** Entries that one statement stores: each is audited, and tens of thousands would run into its time limit. */
const MOST_AT_ONCE = 1_000;

function append(tx: Tx, entries: readonly ProgressEntry[]): void {
  const values = [
    entries.map((entry) => entry.taskId),
    entries.map((entry) => entry.subtaskId ?? null),
    entries.map((entry) => entry.before?.progressPercent ?? null),
    entries.map((entry) => entry.after.progressPercent),
    entries.map((entry) => entry.before?.status ?? null),
    entries.map((entry) => entry.after.status),
    entries.map((entry) => entry.comment ?? null),
    entries.map((entry) => entry.source ?? ProgressSource.MANUAL),
    entries.map((entry) => (entry.isAutomatic === true ? SYSTEM_USER : null)),
  ];
  tx.defer(step(APPEND_PROGRESS, values));
}

import type { CivilDate } from '../civil-date.ts';

/** An occurrence of a series as it is counted. */
export interface CountableOccurrence {
  readonly taskId: string;
  readonly nominalOn: CivilDate;
  /** The last day for its work; null: none. */
  readonly dueOn: CivilDate | null;
  readonly isCompleted: boolean;
  readonly requiresEvidence: boolean;
  /** Whether its accepted evidence holds today; of no account where none is required. */
  readonly isProofCurrent: boolean;
}

/**
 * The one occurrence by which a series stands in progress and mitigation: the newest in force, else the oldest that is open, else
 * the newest. So last year's work counts until it lapses or the next is late, and history never counts twice.
 * In force is what is completed and either proven by evidence that holds today or, where none is required, followed by no open one that is late.
 *
 * @returns the id of its task; null without any.
 */
export function countedOccurrence(
  occurrences: readonly CountableOccurrence[],
  today: CivilDate,
): string | null {
  const newestFirst = [...occurrences].sort((a, b) => (a.nominalOn < b.nominalOn ? 1 : -1));
  let isLaterLate = false;
  for (const each of newestFirst) {
    if (each.isCompleted && (each.requiresEvidence ? each.isProofCurrent : !isLaterLate)) return each.taskId;
    isLaterLate ||= !each.isCompleted && each.dueOn !== null && each.dueOn < today;
  }
  const oldestOpen = newestFirst.findLast(({ isCompleted }) => !isCompleted);
  return (oldestOpen ?? newestFirst[0])?.taskId ?? null;
}

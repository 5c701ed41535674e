import type { PreviewTaskInput, TaskRowFragment, TaskStatus } from '../operations.ts';
import { addDays } from '../state/civil-date.ts';
import { moveTo } from '../tasks/board-moves.ts';

/** Tasks that may be selected at once: as many as one request of the graph changes. */
export const MOST_SELECTED = 500;

/** Adds a task to those that are selected, or takes it out; one more than may be is not added. */
export function toggled(selected: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(id) && next.size < MOST_SELECTED) next.add(id);
  return next;
}

/** What tasks lead to by a verb; other statuses follow from dates. */
export const STATUS_TARGETS = ['ACTIVE', 'BLOCKED', 'COMPLETED'] as const satisfies readonly TaskStatus[];

/** What became of each task that was changed with others: why it was refused; null where it was not. */
export type Outcomes = ReadonlyMap<string, string | null>;

/** The tasks of a selection that a status can be given to, and why the others cannot. */
export function byStatus(
  rows: readonly TaskRowFragment[],
  to: TaskStatus,
): { readonly able: readonly TaskRowFragment[]; readonly refused: Outcomes } {
  const moves = rows.map((row) => ({ row, move: moveTo(row, to) }));
  return {
    able: moves.flatMap(({ row, move }) => ('verb' in move ? [row] : [])),
    refused: new Map(moves.flatMap(({ row, move }) => ('refusal' in move ? [[row.id, move.refusal]] : []))),
  };
}

/**
 * What to try for a selection that is to begin so many days later, or earlier where they are negative: a start for each task that
 * has one and has not begun.
 */
export function shiftOf(rows: readonly TaskRowFragment[], days: number): readonly PreviewTaskInput[] {
  return rows.flatMap(({ id, startDate, actualStart, status }) =>
    startDate === null || actualStart !== null || status === 'COMPLETED'
      ? []
      : [{ taskId: id, startDate: addDays(startDate, days) }],
  );
}

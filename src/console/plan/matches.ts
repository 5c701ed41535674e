import type { TaskStatus } from '../operations.ts';
import { isSummary, labelOf, STATUSES, type PackedTimeline } from '../gantt/timeline.ts';

export interface RowFilter {
  /** What the name contains, whatever its case; empty: anything. */
  readonly search: string;
  /** Empty: any. */
  readonly status: TaskStatus | '';
}

/**
 * The rows of work that meet a filter; what spans others meets none by itself. O(rows).
 * @returns null where nothing is filtered by.
 */
export function matchesOf(
  timeline: PackedTimeline,
  { search, status }: RowFilter,
): ReadonlySet<number> | null {
  const wanted = search.trim().toLocaleLowerCase();
  if (wanted === '' && status === '') return null;
  const { kind, s } = timeline.rows;
  const matches = new Set<number>();
  for (let row = 0; row < timeline.rowCount; row += 1) {
    if (isSummary(kind[row]!)) continue;
    if (status !== '' && STATUSES[s[row] ?? -1] !== status) continue;
    if (labelOf(timeline, row).toLocaleLowerCase().includes(wanted)) matches.add(row);
  }
  return matches;
}

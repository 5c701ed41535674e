import type { EVIDENCE_DECISIONS, REPORTED_PROGRESS } from '../../db/queries/cost/earned-value-query.ts';
import type { RowOfStatement } from '../../db/connection/statement.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import type { ReportedProgress } from '../../domain/cost/earned-progress.ts';

/** Reports by the id of the task or subtask, carried on from day to day. */
export function reportsOf(
  rows: readonly RowOfStatement<typeof REPORTED_PROGRESS>[],
  dayCount: number,
): ReadonlyMap<string, ReportedProgress> {
  const found = new Map<string, { until: (number | null)[]; before: number | null }>();
  for (const { taskId, subtaskId, day, percent, before } of rows) {
    const id = subtaskId ?? taskId;
    const known = found.get(id) ?? { until: Array<number | null>(dayCount).fill(null), before };
    found.set(id, known);
    if (day < dayCount) known.until[day] = percent;
  }
  for (const { until } of found.values()) {
    for (let at = 1; at < dayCount; at += 1) until[at] ??= until[at - 1]!;
  }
  return found;
}

/** On which of the days a task's evidence is accepted: that of one piece at least, by its latest decision. */
export function provenTasks(
  decisions: readonly RowOfStatement<typeof EVIDENCE_DECISIONS>[],
  days: readonly CivilDate[],
): ReadonlyMap<string, readonly boolean[]> {
  const byTask = groupBy(decisions, ({ taskId }) => taskId);
  return new Map(
    Array.from(byTask, ([taskId, rows]) => {
      const latest = new Map<string, boolean>();
      let next = 0;
      const isProven = days.map((day) => {
        for (; next < rows.length && rows[next]!.on <= day; next += 1) {
          latest.set(rows[next]!.evidenceId, rows[next]!.isAccepted);
        }
        return [...latest.values()].some(Boolean);
      });
      return [taskId, isProven];
    }),
  );
}

/** Rows by a key, in their order. */
export function groupBy<R>(rows: readonly R[], keyOf: (row: R) => string): ReadonlyMap<string, R[]> {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group === undefined) groups.set(keyOf(row), [row]);
    else group.push(row);
  }
  return groups;
}

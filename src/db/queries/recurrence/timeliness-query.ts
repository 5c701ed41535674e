import { bigint, neverNull, uuid } from '../../connection/column-types.ts';
import { statement, type RowOfStatement } from '../../connection/statement.ts';

/**
 * How punctual each of the series `$1::uuid[]` was as of the day `$2`, by the last days in force: occurrences that were completed by it,
 * those that were completed behind it or are open behind it, and those that were missed. Skipped ones are left out.
 */
export const TIMELINESS_OF_SERIES = statement(
  `SELECT asked.id,
    count(*) FILTER (WHERE each.outcome = 'completed' AND each.finished_on <= each.last_on) AS on_time,
    count(*) FILTER (WHERE (each.outcome = 'completed' AND each.finished_on > each.last_on)
      OR (each.outcome = 'open' AND each.last_on < $2::date)) AS late,
    count(*) FILTER (WHERE each.outcome = 'missed') AS missed
  FROM unnest($1::uuid[]) AS asked (id)
  LEFT JOIN LATERAL (SELECT o.outcome, actual.actual_finish AS finished_on, coalesce(task.end_date, o.due_on) AS last_on
    FROM pit_ops.occurrence o LEFT JOIN pit.task task ON task.id = o.task_id
    LEFT JOIN pit_ops.task_actual actual ON actual.task_id = o.task_id WHERE o.series_id = asked.id) AS each ON true
  GROUP BY asked.id`,
  { id: neverNull(uuid, 'no id is null'), onTime: bigint, late: bigint, missed: bigint },
);

export type TimelinessRow = RowOfStatement<typeof TIMELINESS_OF_SERIES>;

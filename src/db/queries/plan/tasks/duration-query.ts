import { date, integer, neverNull, nullable, text, uuid } from '../../../connection/column-types.ts';
import { statement } from '../../../connection/statement.ts';

/**
 * Planned tasks after `$1` (created) and `$2` (id), at most `$3`, deleted ones too, by `task (org_id, created_at, id)`. In order of
 * the column: `created_at` alone would be the text that is answered, for which all tasks of the organisation are read and sorted.
 */
export const PLANNED_TASKS = statement(
  `SELECT id, created_at::text, start_date, end_date, duration_days FROM pit.task AS t
  WHERE (created_at, id) > ($1::timestamptz, $2::uuid) AND start_date IS NOT NULL AND end_date IS NOT NULL
  ORDER BY t.created_at, t.id LIMIT $3`,
  {
    id: uuid,
    createdAt: text,
    startDate: neverNull(date, 'the condition'),
    endDate: neverNull(date, 'the condition'),
    durationDays: nullable(integer),
  },
);

/**
 * Gives the tasks `$1::uuid[]` that still lie from `$2::date[]` to `$3::date[]` the durations `$4::int[]`, and forgets the
 * sums above them, which may weigh by duration and are made afresh when they are next needed. Answers the projects in which
 * one has changed.
 */
export const SET_DURATIONS = statement(
  `WITH recounted AS (
    UPDATE pit.task t SET duration_days = x.days
    FROM unnest($1::uuid[], $2::date[], $3::date[], $4::int[]) AS x(id, first, last, days)
    WHERE t.id = x.id AND t.start_date = x.first AND t.end_date = x.last
    RETURNING t.project_id
  ), forgotten AS (
    DELETE FROM pit_ops.rollup WHERE project_id IN (SELECT project_id FROM recounted)
  )
  SELECT DISTINCT project_id FROM recounted`,
  { projectId: uuid },
);

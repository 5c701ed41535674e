import { statement } from '../../connection/statement.ts';

/**
 * Keeps when work began and ended, and what is left of it: tasks `$1`, their projects `$2`, starts `$3`, finishes `$4`,
 * remaining working days `$5`, who said so `$6`, where the dates come from `$7`.
 */
export const STORE_ACTUALS = statement(
  `INSERT INTO pit_ops.task_actual AS a
    (task_id, project_id, actual_start, actual_finish, remaining_days, remaining_origin, source)
  SELECT x.*, $7 FROM unnest($1::uuid[], $2::uuid[], $3::date[], $4::date[], $5::int[], $6::text[]) AS x
  ON CONFLICT (task_id) DO UPDATE SET actual_start = excluded.actual_start, actual_finish = excluded.actual_finish,
    remaining_days = excluded.remaining_days, remaining_origin = excluded.remaining_origin,
    source = CASE WHEN (a.actual_start, a.actual_finish) IS DISTINCT FROM (excluded.actual_start, excluded.actual_finish)
      THEN excluded.source ELSE a.source END`,
);

import { text, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/**
 * Gives the tasks `$1` their starts `$2`, ends `$3` and durations `$4`. Who set the starts is said afterwards, by
 * `SET_TASKS_ORIGIN`, so that the trigger `keep_start_origin` takes nobody for their author meanwhile.
 */
export const SET_TASKS_DATES = statement(
  `WITH said AS MATERIALIZED (SELECT set_config('app.start_origin', 'said', true)), dated AS (
    UPDATE pit.task AS t SET start_date = x.start, end_date = x."end", duration_days = x.days
    FROM said, unnest($1::uuid[], $2::date[], $3::date[], $4::int[]) AS x (id, start, "end", days)
    WHERE t.id = x.id AND (t.start_date, t.end_date, t.duration_days) IS DISTINCT FROM (x.start, x."end", x.days)
    RETURNING t.id
  ) SELECT set_config('app.start_origin', '', true) AS said FROM (SELECT count(*) FROM dated) AS counted`,
  { said: text },
);

/**
 * Says of the tasks `$1` of the project `$2` who set their starts (`$3`) and who moves them (`$4`); null leaves.
 */
export const SET_TASKS_ORIGIN = statement(
  `WITH said AS MATERIALIZED (
    SELECT x.id, coalesce(x.origin, r.start_origin, 'person') AS origin, coalesce(x.mode, r.mode, 'auto') AS mode,
      r.task_id IS NOT NULL AS has_rule
    FROM unnest($1::uuid[], $3::text[], $4::text[]) AS x (id, origin, mode)
    LEFT JOIN pit_ops.task_rule r ON r.task_id = x.id
  )
  INSERT INTO pit_ops.task_rule AS r (task_id, project_id, mode, start_origin)
  SELECT id, $2::uuid, mode, origin FROM said WHERE has_rule OR origin = 'engine' OR mode = 'manual'
  ON CONFLICT (task_id) DO UPDATE SET mode = excluded.mode, start_origin = excluded.start_origin
  WHERE (r.mode, r.start_origin) <> (excluded.mode, excluded.start_origin)`,
);

/** New links of the project `$1`: from the tasks `$2` to `$3`, of the types `$4`, with lags `$5`. */
export const ADD_LINKS = statement(
  `INSERT INTO pit.task_dependency (project_id, predecessor_task_id, successor_task_id, dependency_type, lag_days)
  SELECT $1::uuid, x.* FROM unnest($2::uuid[], $3::uuid[], $4::pit.dependency_type_enum[], $5::int[]) AS x
  RETURNING id`,
  { id: uuid },
);

/** Of the projects `$1::uuid[]` the newest event of the topics `$2` that their stored schedules do not take in; no row without one. */
export const NEWEST_CHANGES = statement(
  `SELECT s.project_id, news.topic FROM pit_ops.project_schedule s
  CROSS JOIN LATERAL (SELECT o.topic FROM pit_ops.outbox o
    WHERE o.stream_id = s.project_id AND o.seq > s.plan_seq AND o.topic = ANY ($2::text[])
    ORDER BY o.seq DESC LIMIT 1) news
  WHERE s.project_id = ANY ($1::uuid[])`,
  { projectId: uuid, topic: text },
);

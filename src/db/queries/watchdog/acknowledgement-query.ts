import {
  bigint,
  integer,
  json,
  neverNull,
  nullable,
  text,
  timestamp,
  uuid,
} from '../../connection/column-types.ts';
import { statement, type RowOfStatement } from '../../connection/statement.ts';

/**
 * The alert `$1`, where it may be seen, and who works on the task that it is about. The subject is read before the task is
 * looked up by it, in a step of its own: row security would have the task found by reading all that there are.
 */
export const ALERT_TO_ACKNOWLEDGE = statement(
  `WITH alert AS MATERIALIZED (
    SELECT id, project_id, resolved_at, message,
      CASE WHEN pg_input_is_valid(data ->> 'subject', 'uuid') THEN (data ->> 'subject')::uuid END AS subject_id
    FROM pit.watchdog_alert WHERE id = $1
  )
  SELECT a.id, a.resolved_at, a.message, t.owner_id, t.assignees, k.id AS acknowledgement_id
  FROM alert a
  LEFT JOIN pit.task t ON t.id = a.subject_id AND t.project_id = a.project_id
  LEFT JOIN pit_ops.alert_ack k ON k.alert_id = a.id`,
  {
    id: uuid,
    resolvedAt: nullable(timestamp),
    message: text,
    ownerId: nullable(uuid),
    assignees: nullable(json<readonly string[]>()),
    acknowledgementId: nullable(uuid),
  },
);

/** Notes that the actor has taken the alert `$2` of the project `$1` upon themselves, with the note `$3`. */
export const ACKNOWLEDGE_ALERT = statement(
  `INSERT INTO pit_ops.alert_ack (project_id, alert_id, note) VALUES ($1, $2, $3) ON CONFLICT (alert_id) DO NOTHING`,
);

/** Who has taken the alerts `$1::uuid[]` upon themselves. */
export const ACKNOWLEDGEMENTS = statement(
  `SELECT alert_id, user_id, note, created_at AS at FROM pit_ops.alert_ack WHERE alert_id = ANY ($1::uuid[])`,
  { alertId: uuid, userId: uuid, note: nullable(text), at: timestamp },
);

export type Acknowledgement = RowOfStatement<typeof ACKNOWLEDGEMENTS>;

/** How many open alerts of each level the projects `$1::uuid[]` have, the gravest first; null where one states no level. */
export const ALERT_SUMMARIES = statement(
  `SELECT project_id, level, count(*) AS count FROM (
    SELECT project_id, CASE WHEN data ->> 'level' IN ('1', '2', '3', '4', '5') THEN (data ->> 'level')::int END AS level
    FROM pit.watchdog_alert WHERE project_id = ANY ($1::uuid[]) AND resolved_at IS NULL
  ) open GROUP BY project_id, level ORDER BY project_id, level NULLS LAST`,
  { projectId: uuid, level: nullable(integer), count: neverNull(bigint, 'a count') },
);

export type AlertCount = RowOfStatement<typeof ALERT_SUMMARIES>;

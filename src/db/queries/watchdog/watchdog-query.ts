import {
  bigint,
  boolean,
  date,
  enumOf,
  integer,
  json,
  nullable,
  text,
  uuid,
  word,
} from '../../connection/column-types.ts';
import type { ProjectLifecycle } from '../../../domain/enums.ts';
import { statement } from '../../connection/statement.ts';

/**
 * What the watchdog reads and writes. A project's facts come by four statements in one round trip; none takes a lock, so
 * that a scan keeps nobody waiting.
 */

/** The project `$1`, deleted or not. */
export const WATCHED_PROJECT = statement(
  `SELECT id, name, status AS lifecycle, deleted_at IS NULL AS is_live, start_date, owner_id, sponsor_id FROM pit.project WHERE id = $1`,
  {
    id: uuid,
    name: text,
    lifecycle: word<ProjectLifecycle>(),
    isLive: boolean,
    startDate: nullable(date),
    ownerId: uuid,
    sponsorId: nullable(uuid),
  },
);

/**
 * Live tasks of the project `$1`. Moments become civil dates in the time zone `$2`. The progress log is asked only about
 * what is under way, by its index on (task_id, created_at).
 */
export const WATCHED_TASKS = statement(
  `SELECT t.id, t.name, t.work_package_id, w.name AS work_package_name, t.status, t.start_date, t.end_date, t.duration_days,
    u.is_under_way, t.assignees <> '[]' OR t.owner_id <> p.owner_id AS is_assigned, t.requires_evidence,
    CASE WHEN u.is_under_way AND t.status <> 'completed' THEN (
      coalesce((SELECT max(l.created_at) FROM pit.task_progress_log l WHERE l.task_id = t.id), t.created_at)
      AT TIME ZONE $2)::date END AS last_heard
  FROM pit.task t
  JOIN pit.project p ON p.id = t.project_id
  LEFT JOIN pit.work_package w ON w.id = t.work_package_id
  LEFT JOIN pit_ops.work_mark m ON m.node_id = t.id
  CROSS JOIN LATERAL (SELECT t.progress_percent > 0 OR coalesce(m.is_started, false) AS is_under_way) u
  WHERE t.project_id = $1 AND t.deleted_at IS NULL`,
  {
    id: uuid,
    name: text,
    workPackageId: nullable(uuid),
    workPackageName: nullable(text),
    status: enumOf('task_status_enum'),
    startDate: nullable(date),
    endDate: nullable(date),
    durationDays: nullable(integer),
    isUnderWay: boolean,
    isAssigned: boolean,
    requiresEvidence: boolean,
    lastHeard: nullable(date),
  },
);

/**
 * What became of the evidence of the project `$1`, a row for each task that has any, its subtasks' included. The latest
 * review of a piece is the one that counts, and a superseded piece counts for nothing but its rejections.
 */
export const WATCHED_PROOFS = statement(
  `WITH piece AS MATERIALIZED (
    SELECT t.id AS task_id, e.id, e.created_at, e.metadata ->> 'supersedes' AS supersedes
    FROM pit.task t JOIN pit.evidence e ON e.task_id = t.id AND e.deleted_at IS NULL
    WHERE t.project_id = $1 AND t.deleted_at IS NULL
    UNION ALL
    SELECT t.id, e.id, e.created_at, e.metadata ->> 'supersedes'
    FROM pit.task t JOIN pit.subtask s ON s.task_id = t.id AND s.deleted_at IS NULL
    JOIN pit.evidence e ON e.subtask_id = s.id AND e.deleted_at IS NULL
    WHERE t.project_id = $1 AND t.deleted_at IS NULL
  ), judged AS (
    SELECT p.task_id, p.created_at, r.rejections, r.decision,
      p.id::text IN (SELECT n.supersedes FROM piece n WHERE n.supersedes IS NOT NULL) AS is_superseded
    FROM piece p CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE decision = 'rejected') AS rejections,
        coalesce((array_agg(decision ORDER BY created_at DESC, id DESC))[1], 'pending') AS decision
      FROM pit.evidence_review WHERE evidence_id = p.id
    ) r
  )
  SELECT task_id, bool_or(decision = 'accepted' AND NOT is_superseded) AS is_proven, sum(rejections)::bigint AS rejections,
    count(*) FILTER (WHERE decision = 'pending' AND NOT is_superseded) AS waiting,
    (min(created_at) FILTER (WHERE decision = 'pending' AND NOT is_superseded) AT TIME ZONE $2)::date AS waiting_since
  FROM judged GROUP BY task_id`,
  { taskId: uuid, isProven: boolean, rejections: bigint, waiting: bigint, waitingSince: nullable(date) },
);

/** The dependencies of the project `$1`. */
export const WATCHED_LINKS = statement(
  `SELECT predecessor_task_id AS predecessor_id, successor_task_id AS successor_id, dependency_type AS type, lag_days FROM pit.task_dependency
  WHERE project_id = $1`,
  { predecessorId: uuid, successorId: uuid, type: enumOf('dependency_type_enum'), lagDays: integer },
);

/** Alerts of the project `$1` that are not resolved. */
export const OPEN_ALERTS = statement(
  `SELECT id, code, message, data FROM pit.watchdog_alert WHERE project_id = $1 AND resolved_at IS NULL`,
  { id: uuid, code: text, message: text, data: json<Readonly<Record<string, unknown>>>() },
);

const ALERT_ID = { id: uuid };

/**
 * Raises alerts in the project `$1`: severities `$2`, codes `$3`, messages `$4`, data `$5`. One that is open already is
 * left to whoever raised it.
 */
export const RAISE_ALERTS = statement(
  `INSERT INTO pit.watchdog_alert (project_id, severity, code, message, data)
  SELECT $1, severity, code, message, data::jsonb
  FROM unnest($2::pit.alert_severity_enum[], $3::text[], $4::text[], $5::text[]) AS f(severity, code, message, data)
  ON CONFLICT DO NOTHING RETURNING id`,
  ALERT_ID,
);

/** Says of the open alerts `$1` what is so now: severities `$2`, messages `$3`, data `$4`. */
export const CHANGE_ALERTS = statement(
  `UPDATE pit.watchdog_alert a SET severity = f.severity, message = f.message, data = f.data::jsonb
  FROM unnest($1::uuid[], $2::pit.alert_severity_enum[], $3::text[], $4::text[]) AS f(id, severity, message, data)
  WHERE a.id = f.id AND a.resolved_at IS NULL RETURNING a.id`,
  ALERT_ID,
);

/** Resolves the alerts `$1`. */
export const RESOLVE_ALERTS = statement(
  `UPDATE pit.watchdog_alert SET resolved_at = now() WHERE id = ANY ($1::uuid[]) AND resolved_at IS NULL RETURNING id`,
  ALERT_ID,
);

/** Resolves the open alerts of the project `$1` about the task `$2`. */
export const RESOLVE_ALERTS_OF_TASK = statement(
  `UPDATE pit.watchdog_alert SET resolved_at = now()
  WHERE project_id = $1 AND resolved_at IS NULL AND data ->> 'subject' = $2 RETURNING id`,
  ALERT_ID,
);

/** Who answers for the organisation. */
export const ADMINISTRATORS = statement(`SELECT id FROM pit."user" WHERE role = 'admin'`, { id: uuid });

/**
 * The organisation's projects in which something may be found, or found to be gone, in the order of their ids: those
 * with open work, with work that requires evidence, with evidence, and with open alerts. `seq` is the number of the
 * newest event of each, so that it moves with whatever happens in it.
 */
export const PROJECTS_TO_SCAN = statement(
  `
  WITH project AS (
    SELECT project_id AS id FROM pit.watchdog_alert WHERE resolved_at IS NULL
    UNION
    SELECT p.id FROM pit.project p JOIN pit.task t ON t.project_id = p.id
    WHERE p.deleted_at IS NULL AND t.deleted_at IS NULL
      AND (p.status = 'active' AND t.status <> 'completed' OR t.requires_evidence)
    UNION
    SELECT t.project_id FROM pit.evidence e LEFT JOIN pit.subtask s ON s.id = e.subtask_id
    JOIN pit.task t ON t.id = coalesce(e.task_id, s.task_id) WHERE e.deleted_at IS NULL
  )
  SELECT project.id, coalesce(stream.last_seq, 0) AS seq
  FROM project LEFT JOIN pit_ops.event_stream stream ON stream.stream_id = project.id ORDER BY project.id`,
  { id: uuid, seq: bigint },
);

/** Opens a line in the log of scans. */
export const BEGIN_SCAN = statement(`INSERT INTO pit.watchdog_scan_log DEFAULT VALUES RETURNING id`, {
  id: uuid,
});

/** Closes the line `$1`: `$2` projects scanned, `$3` alerts raised. */
export const END_SCAN = statement(`
  UPDATE pit.watchdog_scan_log SET finished_at = clock_timestamp(), projects_scanned = $2, issues_detected = $3
  WHERE id = $1`);

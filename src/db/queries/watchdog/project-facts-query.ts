import type { ManualStatus } from '../../../domain/plan/status.ts';
import {
  bigint,
  boolean,
  date,
  decimal,
  enumOf,
  integer,
  neverNull,
  nullable,
  text,
  uuid,
  word,
} from '../../connection/column-types.ts';
import type { ProjectLifecycle } from '../../../domain/enums.ts';
import { statement } from '../../connection/statement.ts';
import { IS_REVIEW } from '../evidence/evidence-query.ts';

/**
 * The facts of a project that the watchdog goes by, each kind by one statement, all in one round trip; none takes a lock,
 * so that a scan keeps nobody waiting.
 */

/** The project `$1`, deleted or not, and whether the statuses of its organisation are those of the day `$2`. */
export const WATCHED_PROJECT = statement(
  `SELECT id, name, status AS lifecycle, deleted_at IS NULL AS is_live, owner_id, sponsor_id,
    (SELECT day FROM pit_ops.settled_day WHERE org_id = pit_ops.ctx_org()) = $2::date AS is_settled
  FROM pit.project WHERE id = $1`,
  {
    id: uuid,
    name: text,
    lifecycle: word<ProjectLifecycle>(),
    isLive: boolean,
    ownerId: uuid,
    sponsorId: nullable(uuid),
    isSettled: nullable(boolean),
  },
);

/** What people said of work by hand: `m` is its row of `pit_ops.work_mark`, if it has one. */
const MARKS = `coalesce(m.is_started, false) AS is_started, coalesce(m.is_blocked, false) AS is_blocked,
    coalesce(m.completion, 'open') AS completion`;
const MARK = { isStarted: boolean, isBlocked: boolean, completion: word<ManualStatus['completion']>() };

/** Live tasks of the project `$1`. Moments become civil dates in the time zone `$2`. */
export const WATCHED_TASKS = statement(
  `SELECT t.id, t.name, t.work_package_id, w.name AS work_package_name, t.status, t.start_date, t.end_date, t.duration_days,
    t.progress_percent, a.actual_start, a.actual_finish, t.capex_cost + t.opex_cost AS cost, ${MARKS},
    t.progress_percent > 0 OR coalesce(m.is_started, false) AS is_under_way,
    t.assignees <> '[]' OR t.owner_id <> p.owner_id AS is_assigned, t.requires_evidence,
    (t.created_at AT TIME ZONE $2)::date AS created_on, (x.created_at AT TIME ZONE $2)::date AS extension_asked_on,
    o.series_id, o.nominal_on
  FROM pit.task t
  JOIN pit.project p ON p.id = t.project_id
  LEFT JOIN pit.work_package w ON w.id = t.work_package_id
  LEFT JOIN pit_ops.work_mark m ON m.node_id = t.id
  LEFT JOIN pit_ops.task_actual a ON a.task_id = t.id
  LEFT JOIN pit_ops.extension x ON x.task_id = t.id AND x.state = 'requested'
  LEFT JOIN pit_ops.occurrence o ON o.task_id = t.id
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
    progressPercent: integer,
    actualStart: nullable(date),
    actualFinish: nullable(date),
    cost: decimal,
    ...MARK,
    isUnderWay: boolean,
    isAssigned: boolean,
    requiresEvidence: boolean,
    createdOn: date,
    /** When a later day was asked for that nobody has decided on. */
    extensionAskedOn: nullable(date),
    /** The series that it is an occurrence of, and the date of the rule that it stands for; null for all other work. */
    seriesId: nullable(uuid),
    nominalOn: nullable(date),
  },
);

/** Live subtasks of live tasks of the project `$1`. */
export const WATCHED_SUBTASKS = statement(
  `SELECT s.id, s.task_id, s.name, s.status, s.start_date, s.end_date, s.progress_percent, ${MARKS}, s.requires_evidence,
    (s.created_at AT TIME ZONE $2)::date AS created_on
  FROM pit.task t JOIN pit.subtask s ON s.task_id = t.id AND s.deleted_at IS NULL
  LEFT JOIN pit_ops.work_mark m ON m.node_id = s.id
  WHERE t.project_id = $1 AND t.deleted_at IS NULL`,
  {
    id: uuid,
    taskId: uuid,
    name: text,
    status: enumOf('task_status_enum'),
    startDate: nullable(date),
    endDate: nullable(date),
    progressPercent: integer,
    ...MARK,
    requiresEvidence: boolean,
    createdOn: date,
  },
);

/**
 * When there was last news of open tasks of the project `$1`: an entry in the progress log, such as a comment, a piece of
 * evidence, or a review of one, as days in the time zone `$2`. No row where there was none.
 */
export const WATCHED_NEWS = statement(
  `WITH work AS MATERIALIZED (
    SELECT id FROM pit.task WHERE project_id = $1 AND deleted_at IS NULL AND status <> 'completed'
  ), piece AS MATERIALIZED (
    SELECT w.id AS task_id, e.id, e.created_at FROM work w JOIN pit.evidence e ON e.task_id = w.id
    UNION ALL
    SELECT w.id, e.id, e.created_at FROM work w JOIN pit.subtask s ON s.task_id = w.id JOIN pit.evidence e ON e.subtask_id = s.id
  )
  SELECT task_id, (max(at) AT TIME ZONE $2)::date AS heard_on FROM (
    SELECT l.task_id, max(l.created_at) AS at FROM work w JOIN pit.task_progress_log l ON l.task_id = w.id GROUP BY l.task_id
    UNION ALL SELECT task_id, created_at FROM piece
    UNION ALL SELECT p.task_id, r.created_at FROM piece p JOIN pit.evidence_review r ON r.evidence_id = p.id AND ${IS_REVIEW}
  ) news GROUP BY task_id`,
  { taskId: uuid, heardOn: neverNull(date, 'every row has a moment') },
);

/** When people last changed the tasks `$1::uuid[]`, as days in the time zone `$2`; no row where nobody has. */
export const TOUCHED_BY_PEOPLE = statement(
  `SELECT task_id, (touched_at AT TIME ZONE $2)::date AS heard_on FROM pit_ops.touched_by_people($1::uuid[])`,
  { taskId: uuid, heardOn: date },
);

/**
 * What became of the evidence of the project `$1`, a row for each task that has any of its own and for each subtask. The latest
 * review of a piece is the one that counts, and a superseded piece counts for nothing but its rejections.
 */
export const WATCHED_PROOFS = statement(
  `WITH piece AS MATERIALIZED (
    SELECT t.id AS task_id, NULL::uuid AS subtask_id, e.id, e.created_at, e.metadata ->> 'supersedes' AS supersedes
    FROM pit.task t JOIN pit.evidence e ON e.task_id = t.id AND e.deleted_at IS NULL
    WHERE t.project_id = $1 AND t.deleted_at IS NULL
    UNION ALL
    SELECT t.id, s.id, e.id, e.created_at, e.metadata ->> 'supersedes'
    FROM pit.task t JOIN pit.subtask s ON s.task_id = t.id AND s.deleted_at IS NULL
    JOIN pit.evidence e ON e.subtask_id = s.id AND e.deleted_at IS NULL
    WHERE t.project_id = $1 AND t.deleted_at IS NULL
  ), judged AS (
    SELECT p.task_id, p.subtask_id, p.created_at, r.rejections, r.decision, v.valid_until, v.renews_id,
      p.id::text IN (SELECT n.supersedes FROM piece n WHERE n.supersedes IS NOT NULL) AS is_superseded
    FROM piece p LEFT JOIN pit_ops.evidence_validity v ON v.evidence_id = p.id CROSS JOIN LATERAL (
      SELECT count(*) FILTER (WHERE decision = 'rejected') AS rejections,
        coalesce((array_agg(decision ORDER BY created_at DESC, id DESC))[1], 'pending') AS decision
      FROM pit.evidence_review r WHERE evidence_id = p.id AND ${IS_REVIEW}
    ) r
  )
  SELECT task_id, subtask_id, bool_or(decision = 'accepted' AND NOT is_superseded) AS is_proven, sum(rejections)::bigint AS rejections,
    count(*) FILTER (WHERE decision = 'pending' AND NOT is_superseded) AS waiting,
    (min(created_at) FILTER (WHERE decision = 'pending' AND NOT is_superseded) AT TIME ZONE $2)::date AS waiting_since,
    nullif(max(coalesce(valid_until, '9999-12-31')) FILTER (WHERE decision = 'accepted' AND NOT is_superseded), '9999-12-31') AS proven_until,
    count(*) FILTER (WHERE decision = 'pending' AND NOT is_superseded AND renews_id IS NOT NULL) AS renewals
  FROM judged GROUP BY task_id, subtask_id`,
  {
    taskId: uuid,
    subtaskId: nullable(uuid),
    isProven: boolean,
    rejections: bigint,
    waiting: bigint,
    waitingSince: nullable(date),
    provenUntil: nullable(date),
    renewals: bigint,
  },
);

/**
 * What was spent on the project `$1` by each snapshot, as days in the time zone `$2`, the oldest first; the newest 1,000. Of two
 * of one moment the one recorded last is the newer; what a forecast repeats is none.
 */
export const WATCHED_SPENDING = statement(
  `SELECT "on", spent FROM (
    SELECT (c.captured_at AT TIME ZONE $2)::date AS "on", c.capex_spent + c.opex_spent AS spent, c.captured_at, e.seq, c.id
    FROM pit.cost_snapshot c LEFT JOIN pit_ops.cost_entry e ON e.project_id = c.project_id AND e.snapshot_id = c.id
    WHERE c.project_id = $1 AND c.ai_forecast_json IS NULL
    ORDER BY c.captured_at DESC, e.seq DESC NULLS LAST, c.id DESC LIMIT 1000
  ) newest ORDER BY captured_at, seq NULLS FIRST, id`,
  { on: neverNull(date, 'captured_at is never null'), spent: neverNull(decimal, 'neither is') },
);

/** What the work of the project `$1` costs by its current baseline; nothing where there are no two snapshots to compare. */
export const WATCHED_BASELINE = statement(
  `SELECT t.start_date, t.end_date, t.capex_cost + t.opex_cost AS cost
  FROM pit_ops.baseline b JOIN pit_ops.baseline_task t ON t.baseline_id = b.id
  WHERE b.project_id = $1 AND b.is_current
    AND (SELECT count(*) FROM (SELECT FROM pit.cost_snapshot WHERE project_id = $1 AND ai_forecast_json IS NULL LIMIT 2) AS few) = 2`,
  { startDate: nullable(date), endDate: nullable(date), cost: decimal },
);

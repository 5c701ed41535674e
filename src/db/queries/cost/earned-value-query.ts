import {
  boolean,
  date,
  decimal,
  integer,
  neverNull,
  nullable,
  timestamp,
  uuid,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** What the current baselines of the projects `$1::uuid[]` budget, task by task. */
export const BASELINE_BUDGET = statement(
  `SELECT b.project_id, t.task_id, t.start_date, t.end_date, t.capex_cost + t.opex_cost AS cost
  FROM pit_ops.baseline b JOIN pit_ops.baseline_task t ON t.baseline_id = b.id
  WHERE b.project_id = ANY ($1::uuid[]) AND b.is_current`,
  {
    projectId: uuid,
    taskId: uuid,
    startDate: nullable(date),
    endDate: nullable(date),
    cost: neverNull(decimal, 'neither cost is'),
  },
);

/** The current baselines of the projects `$1::uuid[]`, also those without a task. */
export const HELD_BASELINES = statement(
  `SELECT id, project_id FROM pit_ops.baseline WHERE project_id = ANY ($1::uuid[]) AND is_current`,
  { id: uuid, projectId: uuid },
);

/** The live tasks of the projects `$1::uuid[]`, with the day of their creation in the time zone `$2`. */
export const EARNING_TASKS = statement(
  `SELECT t.id, t.project_id, t.start_date, t.end_date, t.capex_cost + t.opex_cost AS cost, t.progress_percent, t.requires_evidence,
    a.actual_start, a.actual_finish, (t.created_at AT TIME ZONE $2)::date AS created_on
  FROM pit.task t LEFT JOIN pit_ops.task_actual a ON a.task_id = t.id
  WHERE t.project_id = ANY ($1::uuid[]) AND t.deleted_at IS NULL`,
  {
    id: uuid,
    projectId: uuid,
    startDate: nullable(date),
    endDate: nullable(date),
    cost: neverNull(decimal, 'neither cost is'),
    progressPercent: integer,
    requiresEvidence: boolean,
    actualStart: nullable(date),
    actualFinish: nullable(date),
    createdOn: neverNull(date, 'created_at is never null'),
  },
);

/** The live subtasks of the live tasks of the projects `$1::uuid[]`. */
export const EARNING_SUBTASKS = statement(
  `SELECT s.id, s.task_id, s.progress_percent FROM pit.subtask s
  JOIN pit.task t ON t.id = s.task_id AND t.deleted_at IS NULL
  WHERE t.project_id = ANY ($1::uuid[]) AND s.deleted_at IS NULL`,
  { id: uuid, taskId: uuid, progressPercent: integer },
);

/**
 * Reports of progress in the projects `$1::uuid[]`: of each task and subtask the last one of each span between the days `$3::date[]`,
 * which stand in order, by the number of the first day that it counts on; the number of days, where it is later than all.
 * `before` is what stood before the very first report. Days are those of the time zone `$2`.
 */
export const REPORTED_PROGRESS = statement(
  `WITH entry AS (
    SELECT l.task_id, l.subtask_id, l.old_progress_percent, l.new_progress_percent, l.created_at, l.id,
      width_bucket((l.created_at AT TIME ZONE $2)::date - 1, $3::date[]) AS day
    FROM pit.task t JOIN pit.task_progress_log l ON l.task_id = t.id
    WHERE t.project_id = ANY ($1::uuid[]) AND t.deleted_at IS NULL AND l.new_progress_percent IS NOT NULL
  )
  SELECT DISTINCT ON (task_id, subtask_id, day) task_id, subtask_id, day, new_progress_percent AS percent,
    first_value(old_progress_percent) OVER (PARTITION BY task_id, subtask_id ORDER BY created_at, id) AS before
  FROM entry ORDER BY task_id, subtask_id, day, created_at DESC, id DESC`,
  {
    taskId: uuid,
    subtaskId: nullable(uuid),
    day: neverNull(integer, 'created_at is never null'),
    percent: neverNull(integer, 'the condition'),
    before: nullable(integer),
  },
);

/**
 * Decisions on evidence of the tasks of the projects `$1::uuid[]` that require it, their subtasks' included, in the order in which they
 * were made; what a model scored and nobody decided is none. Days are those of the time zone `$2`.
 */
export const EVIDENCE_DECISIONS = statement(
  `SELECT t.id AS task_id, e.id AS evidence_id, r.decision = 'accepted' AS is_accepted,
    (r.created_at AT TIME ZONE $2)::date AS "on"
  FROM pit.task t
  LEFT JOIN pit.subtask s ON s.task_id = t.id
  JOIN pit.evidence e ON (e.task_id = t.id OR e.subtask_id = s.id) AND e.deleted_at IS NULL
  JOIN pit.evidence_review r ON r.evidence_id = e.id AND NOT (r.decision = 'pending' AND r.ai_score IS NOT NULL)
  WHERE t.project_id = ANY ($1::uuid[]) AND t.deleted_at IS NULL AND t.requires_evidence
  GROUP BY t.id, e.id, r.id ORDER BY r.created_at, r.id`,
  {
    taskId: uuid,
    evidenceId: uuid,
    isAccepted: neverNull(boolean, 'decision is never null'),
    on: neverNull(date, 'created_at is never null'),
  },
);

/**
 * What had been spent on each of the projects `$1::uuid[]` at the end of each of the days `$2::date[]` in the time zone `$3`: the newest
 * snapshot until then, of two of one moment the one that was recorded last. Snapshots that a forecast made repeat amounts
 * and are none. A day without a snapshot has no row.
 */
export const ACTUAL_COSTS = statement(
  `SELECT project.id AS project_id, asked.day::int AS day, newest.spent, newest.captured_at
  FROM unnest($1::uuid[]) AS project (id) CROSS JOIN unnest($2::date[]) WITH ORDINALITY AS asked ("on", day)
  CROSS JOIN LATERAL (
    SELECT c.capex_spent + c.opex_spent AS spent, c.captured_at
    FROM pit.cost_snapshot c LEFT JOIN pit_ops.cost_entry e ON e.project_id = c.project_id AND e.snapshot_id = c.id
    WHERE c.project_id = project.id AND c.ai_forecast_json IS NULL
      AND c.captured_at < (asked."on" + 1)::timestamp AT TIME ZONE $3
    ORDER BY c.captured_at DESC, e.seq DESC NULLS LAST LIMIT 1
  ) newest`,
  {
    projectId: neverNull(uuid, 'ids are never null'),
    day: neverNull(integer, 'an ordinality'),
    spent: neverNull(decimal, 'neither is'),
    capturedAt: timestamp,
  },
);

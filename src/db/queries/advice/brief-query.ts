import {
  bigint,
  boolean,
  date,
  decimal,
  enumOf,
  integer,
  json,
  neverNull,
  nullable,
  text,
  uuid,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** Up to `$2` phases of the project `$1` and as many templates, which a model is told by name. */
export const PLAN_WORDS = statement(
  `(SELECT 'phase' AS kind, name FROM pit.phase WHERE project_id = $1 AND deleted_at IS NULL ORDER BY order_index, id LIMIT $2)
  UNION ALL (SELECT 'template', name FROM pit.task_cluster_template ORDER BY name, id LIMIT $2)`,
  { kind: neverNull(text, 'constants'), name: neverNull(text, 'not null') },
);

/** What a model is told of the tasks `$1::uuid[]` of the project `$2`. */
export const TASKS_TOLD = statement(
  `SELECT id, name, status, progress_percent, priority FROM pit.task WHERE id = ANY ($1::uuid[]) AND project_id = $2 AND deleted_at IS NULL`,
  {
    id: uuid,
    name: text,
    status: enumOf('task_status_enum'),
    progressPercent: integer,
    priority: enumOf('task_priority_enum'),
  },
);

/**
 * Up to `$3` live tasks of the project `$1` that are linked to the risk `$2`, those that are not done and have the least slack
 * first. Slack is that of the stored schedule; null where there is none.
 */
export const MITIGATING_TASKS = statement(
  `SELECT t.id, t.name, t.status, t.progress_percent, t.priority, t.start_date, t.end_date, t.requires_evidence,
    t.linked_risk_mitigation_pct, s.total_slack
  FROM pit.task t LEFT JOIN pit_ops.task_schedule s ON s.task_id = t.id
  WHERE t.project_id = $1 AND t.deleted_at IS NULL
    AND EXISTS (SELECT FROM pit.risk_link l WHERE l.task_id = t.id AND l.risk_id = $2)
  ORDER BY t.status = 'completed', s.total_slack NULLS LAST, t.end_date NULLS LAST, t.id LIMIT $3`,
  {
    id: uuid,
    name: text,
    status: enumOf('task_status_enum'),
    progressPercent: integer,
    priority: enumOf('task_priority_enum'),
    startDate: nullable(date),
    endDate: nullable(date),
    requiresEvidence: boolean,
    linkedRiskMitigationPct: nullable(decimal),
    totalSlack: nullable(integer),
  },
);

/** What a model is told of the evidence `$1`, and of the work that it is to prove; and where its file lies, which it is not told. */
export const EVIDENCE_TOLD = statement(
  `SELECT e.file_type, e.file_url, e.metadata, coalesce(s.name, t.name) AS name, coalesce(s.description, t.description) AS description,
    t.name AS task_name, p.name AS project_name
  FROM pit.evidence e LEFT JOIN pit.subtask s ON s.id = e.subtask_id
  JOIN pit.task t ON t.id = coalesce(e.task_id, s.task_id) JOIN pit.project p ON p.id = t.project_id WHERE e.id = $1`,
  {
    fileType: enumOf('evidence_type_enum'),
    fileUrl: text,
    metadata: json<Readonly<Record<string, unknown>>>(),
    name: neverNull(text, 'both are not null'),
    description: nullable(text),
    taskName: text,
    projectName: text,
  },
);

/** Open alerts of the organisation by code, the most frequent first, and how many of them are grave. */
export const ALERTS_BY_CODE = statement(
  `SELECT code, count(*) AS open, count(*) FILTER (WHERE severity = 'red') AS grave FROM pit.watchdog_alert
  WHERE resolved_at IS NULL GROUP BY code ORDER BY count(*) DESC, code`,
  { code: text, open: neverNull(bigint, 'count'), grave: neverNull(bigint, 'count') },
);

/** The `$1` gravest open alerts of the organisation, the newest first. */
export const GRAVEST_ALERTS = statement(
  `SELECT a.code, a.data ->> 'level' AS level, a.message, p.name AS project_name FROM pit.watchdog_alert a
  JOIN pit.project p ON p.id = a.project_id WHERE a.resolved_at IS NULL
  ORDER BY a.data ->> 'level' NULLS LAST, a.detected_at DESC, a.id LIMIT $1`,
  { code: text, level: nullable(text), message: text, projectName: text },
);

/** Whether a run of the watchdog was summed up within `$1` hours, or is about to be. */
export const SUMMARISED_LATELY = statement(
  `SELECT EXISTS (SELECT FROM pit_ops.ai_proposal WHERE org_id = pit_ops.ctx_org() AND kind = 'scan'
    AND created_at > now() - make_interval(hours => $1)) AS is_lately`,
  { isLately: neverNull(boolean, 'EXISTS') },
);

/** Writes the summary `$2` into the line `$1` of the log of scans. */
export const SUMMARISE_SCAN = statement('UPDATE pit.watchdog_scan_log SET ai_summary = $2 WHERE id = $1');

/**
 * Up to `$1` pieces of evidence that wait for their review and were never asked about, the longest waiting first. Work that is
 * deleted, and projects that are archived, are left out.
 */
export const UNADVISED_EVIDENCE = statement(
  `SELECT w.evidence_id AS id FROM pit_ops.evidence_standing w JOIN pit.evidence e ON e.id = w.evidence_id
  LEFT JOIN pit.subtask s ON s.id = e.subtask_id JOIN pit.task t ON t.id = coalesce(e.task_id, s.task_id)
  JOIN pit.project p ON p.id = t.project_id
  WHERE w.org_id = pit_ops.ctx_org() AND w.waiting_since IS NOT NULL AND s.deleted_at IS NULL AND t.deleted_at IS NULL
    AND p.deleted_at IS NULL AND p.status <> 'archived'
    AND NOT EXISTS (SELECT FROM pit_ops.ai_proposal a WHERE a.subject_id = w.evidence_id AND a.kind = 'evidence')
  ORDER BY w.waiting_since, w.evidence_id LIMIT $1`,
  { id: uuid },
);

/** What is planned of the live tasks `$2::uuid[]` of the project `$1`. */
export const PLANNED_TASKS = statement(
  `SELECT id, duration_days, priority, status <> 'completed' AS is_open FROM pit.task
  WHERE project_id = $1 AND id = ANY ($2::uuid[]) AND deleted_at IS NULL ORDER BY id`,
  {
    id: uuid,
    durationDays: nullable(integer),
    priority: enumOf('task_priority_enum'),
    isOpen: neverNull(boolean, 'status is not null'),
  },
);

/** The dependency `$2` of the project `$1`. */
export const TYPED_DEPENDENCY = statement(
  `SELECT dependency_type AS type, lag_days FROM pit.task_dependency WHERE project_id = $1 AND id = $2`,
  { type: enumOf('dependency_type_enum'), lagDays: integer },
);

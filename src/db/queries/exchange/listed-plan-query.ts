import {
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
import { statement } from '../../connection/statement.ts';
import type { ProjectLifecycle } from '../../../domain/enums.ts';
import type { ManualStatus } from '../../../domain/plan/status.ts';
/**
 * The statements that lists of projects come in by. Each takes its rows as one JSON parameter, so that thousands travel in one round trip
 * and a missing value is a plain null. Ids and organisation come from defaults; generated ids are told by RETURNING.
 */

/** One import at a time in an organisation; ends with the transaction. */
export const TRY_LOCK = statement(
  `
  SELECT pg_try_advisory_xact_lock(hashtextextended('import:' || pit_ops.ctx_org(), 0)) AS taken`,
  { taken: boolean },
);

/** Renews the statistics of what an import fills. Nothing else waits for it, but it is held until the transaction ends. */
export const ANALYZE_PLAN = statement('SELECT pit_ops.analyze_plan()');

/** Of several tasks with one reference the last counts: an open one, else a completed, else a deleted one. */
export const FIND_TASKS = statement(
  `
  SELECT id, task.project_id AS "projectId", source_reference_id AS reference, name, description, start_date AS "startDate",
    end_date AS "endDate", duration_days AS "durationDays", capex_cost AS "capexCost", status,
    progress_percent AS "progressPercent", requires_evidence AS "requiresEvidence", deleted_at IS NOT NULL AS "isDeleted",
    coalesce(is_started, false) AS "isStarted", coalesce(is_blocked, false) AS "isBlocked",
    coalesce(completion, 'open') AS completion, actual_start AS "actualStart", actual_finish AS "actualFinish",
    remaining_days AS "remainingDays", coalesce(remaining_origin, 'person') AS "remainingOrigin"
  FROM pit.task LEFT JOIN pit_ops.work_mark ON node_id = id LEFT JOIN pit_ops.task_actual a ON a.task_id = id
  WHERE source_module = 'data_analytics' AND source_reference_id = ANY ($1::text[])
  ORDER BY deleted_at IS NULL, status <> 'completed', created_at, id`,
  {
    id: uuid,
    projectId: uuid,
    reference: neverNull(text, 'the condition'),
    name: text,
    description: nullable(text),
    startDate: nullable(date),
    endDate: nullable(date),
    durationDays: nullable(integer),
    capexCost: decimal,
    status: enumOf('task_status_enum'),
    progressPercent: integer,
    requiresEvidence: boolean,
    isDeleted: boolean,
    isStarted: boolean,
    isBlocked: boolean,
    completion: word<ManualStatus['completion']>(),
    actualStart: nullable(date),
    actualFinish: nullable(date),
    remainingDays: nullable(integer),
    remainingOrigin: word<'person' | 'engine'>(),
  },
);

/** Locked, so that roll-ups of these projects wait for each other. New work of an owner who has left is the actor's. */
export const LOCK_PROJECTS = statement(
  `
  SELECT id, division_id AS "divisionId", CASE
      WHEN EXISTS (SELECT FROM pit_ops.deactivated_user AS gone WHERE gone.id = owner_id) THEN pit_ops.ctx_user()
      ELSE owner_id END AS "ownerId", status, deleted_at IS NOT NULL AS "isDeleted"
  FROM pit.project WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE`,
  {
    id: uuid,
    divisionId: nullable(uuid),
    ownerId: uuid,
    status: word<ProjectLifecycle>(),
    isDeleted: boolean,
  },
);

/** Live phases with the next free position in each. */
export const FIND_PHASES = statement(
  `
  SELECT id, project_id AS "projectId", name, order_index AS "orderIndex",
    (SELECT coalesce(max(task.order_index) + 1, 0) FROM pit.task WHERE task.phase_id = phase.id) AS "nextTask"
  FROM pit.phase WHERE project_id = ANY ($1::uuid[]) AND deleted_at IS NULL`,
  { id: uuid, projectId: uuid, name: text, orderIndex: integer, nextTask: integer },
);

export const FIND_CODES = statement(
  `SELECT code FROM pit.project WHERE code IS NOT NULL AND deleted_at IS NULL`,
  { code: neverNull(text, 'the condition') },
);

export const FIND_DIVISIONS = statement(`SELECT id, name FROM pit.division WHERE name = ANY ($1::text[])`, {
  id: uuid,
  name: text,
});

/** The newest snapshot of each project; what a forecast repeats is none. */
export const FIND_SNAPSHOTS = statement(
  `
  SELECT DISTINCT ON (project_id) project_id AS "projectId", capex_committed AS "capexCommitted",
    capex_spent AS "capexSpent"
  FROM pit.cost_snapshot WHERE project_id = ANY ($1::uuid[]) AND ai_forecast_json IS NULL
  ORDER BY project_id, captured_at DESC`,
  { projectId: uuid, capexCommitted: decimal, capexSpent: decimal },
);

export const INSERT_PROJECTS = statement(
  `
  INSERT INTO pit.project (name, code, description, division_id, owner_id, status, start_date, end_date,
    progress_percent, capex_total)
  SELECT name, code, description, "divisionId", "ownerId", status, "startDate", "endDate", "progressPercent", "capexTotal"
  FROM json_to_recordset($1) AS row (name text, code text, description text, "divisionId" uuid, "ownerId" uuid,
    status text, "startDate" date, "endDate" date, "progressPercent" int, "capexTotal" numeric)
  RETURNING id, name, code`,
  { id: uuid, name: text, code: nullable(text) },
);

export const INSERT_PHASES = statement(
  `
  INSERT INTO pit.phase (project_id, name, description, owner_id, order_index, start_date, end_date, progress_percent,
    capex_total)
  SELECT "projectId", name, description, "ownerId", "orderIndex", "startDate", "endDate", "progressPercent", "capexTotal"
  FROM json_to_recordset($1) AS row ("projectId" uuid, name text, description text, "ownerId" uuid, "orderIndex" int,
    "startDate" date, "endDate" date, "progressPercent" int, "capexTotal" numeric)
  RETURNING id, project_id AS "projectId", name, order_index AS "orderIndex", 0 AS "nextTask"`,
  { id: uuid, projectId: uuid, name: text, orderIndex: integer, nextTask: integer },
);

export const INSERT_TASKS = statement(
  `
  INSERT INTO pit.task (project_id, phase_id, name, description, owner_id, order_index, start_date, end_date,
    duration_days, capex_cost, status, progress_percent, source_module, source_reference_id)
  SELECT "projectId", "phaseId", name, description, "ownerId", "orderIndex", "startDate", "endDate", "durationDays",
    "capexCost", status, "progressPercent", 'data_analytics', reference
  FROM json_to_recordset($1) AS row ("projectId" uuid, "phaseId" uuid, name text, description text, "ownerId" uuid,
    "orderIndex" int, "startDate" date, "endDate" date, "durationDays" int, "capexCost" numeric,
    status pit.task_status_enum, "progressPercent" int, reference text)
  RETURNING id, source_reference_id AS reference, project_id AS "projectId"`,
  { id: uuid, reference: neverNull(text, 'every row of the file has one'), projectId: uuid },
);

/**
 * What the planner cannot know: it takes the rules of row-level security for far more selective than they are, and
 * would run through all parameters once per task.
 */
export const FORBID_NESTED_LOOPS = statement(`SELECT set_config('enable_nestloop', 'off', true)`, {
  setConfig: text,
});
export const ALLOW_NESTED_LOOPS = statement(`SELECT set_config('enable_nestloop', 'on', true)`, {
  setConfig: text,
});

export const UPDATE_TASKS = statement(`
  UPDATE pit.task SET name = row.name, description = row.description, start_date = row."startDate",
    end_date = row."endDate", duration_days = row."durationDays", capex_cost = row."capexCost", status = row.status,
    progress_percent = row."progressPercent"
  FROM json_to_recordset($1) AS row (id uuid, name text, description text, "startDate" date, "endDate" date,
    "durationDays" int, "capexCost" numeric, status pit.task_status_enum, "progressPercent" int)
  WHERE task.id = row.id`);

export const INSERT_SNAPSHOTS = statement(`
  INSERT INTO pit.cost_snapshot (project_id, capex_committed, capex_spent)
  SELECT "projectId", "capexCommitted", "capexSpent"
  FROM json_to_recordset($1) AS row ("projectId" uuid, "capexCommitted" numeric, "capexSpent" numeric)`);

/**
 * The file moves a project on: begun, complete, begun again. It does not take it back to a draft, does not touch what
 * was put on hold or archived here, and does not leave it completed over open tasks.
 */
export const FOLLOW_SOURCE = statement(`
  UPDATE pit.project SET status = source.status, division_id = source.division_id
  FROM (
    SELECT kept.id, row."divisionId" AS division_id, CASE
      WHEN kept.status IN ('on_hold', 'archived') OR row.status = 'draft' THEN kept.status
      WHEN row.status = 'completed' AND EXISTS (SELECT FROM pit.task WHERE task.project_id = kept.id
        AND task.deleted_at IS NULL AND task.status <> 'completed')
        THEN CASE kept.status WHEN 'completed' THEN 'active' ELSE kept.status END
      ELSE row.status END AS status
    FROM json_to_recordset($1) AS row (id uuid, status text, "divisionId" uuid) JOIN pit.project AS kept USING (id)
  ) AS source
  WHERE project.id = source.id
    AND (project.status, project.division_id) IS DISTINCT FROM (source.status, source.division_id)`);

import {
  boolean,
  date,
  enumOf,
  integer,
  json,
  neverNull,
  nullable,
  text,
  uuid,
  word,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
import type {
  ConstraintKind,
  StartOrigin,
  TaskMode,
} from '../../../domain/schedule/remaining-work/plan-facts.ts';

/** What a line of a file became. */
export type ImportedKind = 'project' | 'branch' | 'task' | 'subtask' | 'link' | 'source';

/** Waits until no other transaction imports the plan `$2` of the format `$1`, and is alone at it until its end. */
export const LOCK_PLAN = statement(
  `SELECT pg_advisory_xact_lock(hashtextextended('plan:' || pit_ops.ctx_org()::text || ':' || $1::text || ':' || $2::text, 0))
    IS NOT NULL AS is_locked`,
  { isLocked: neverNull(boolean, 'whether something is null is known') },
);

/** The project that the plan `$2` of the format `$1` was imported into last, and whether it is deleted; no row without one. */
export const PROJECT_OF_PLAN = statement(
  `SELECT p.id, p.deleted_at IS NOT NULL AS is_deleted FROM pit_ops.imported_row r JOIN pit.project p ON p.id = r.project_id
  WHERE r.format = $1 AND r.plan_key = $2 AND r.kind = 'project'
  ORDER BY p.deleted_at IS NOT NULL, r.imported_at DESC LIMIT 1`,
  { id: uuid, isDeleted: boolean },
);

/** The live project `$1`, if the actor sees it. */
export const PROJECT_IN_SIGHT = statement(`SELECT id FROM pit.project WHERE id = $1 AND deleted_at IS NULL`, {
  id: uuid,
});

/** Which rows of the project `$1` were made from lines of the plan `$3` of the format `$2`. */
export const IMPORTED_ROWS = statement(
  `SELECT kind, key, record_id, digest FROM pit_ops.imported_row
  WHERE project_id = $1 AND format = $2 AND plan_key = $3`,
  { kind: word<ImportedKind>(), key: text, recordId: uuid, digest: text },
);

/** Keeps which row is of which line: `$1` is JSON, of the project `$2`, the format `$3` and the plan `$4`. */
export const STORE_IMPORTED_ROWS = statement(
  `INSERT INTO pit_ops.imported_row (project_id, format, plan_key, kind, key, record_id, digest)
  SELECT $2, $3, $4, x.kind, x.key, x."recordId", x.digest
  FROM jsonb_to_recordset($1::jsonb) AS x (kind text, key text, "recordId" uuid, digest text)
  ON CONFLICT (project_id, format, plan_key, kind, key) DO UPDATE
    SET record_id = excluded.record_id, digest = excluded.digest, imported_at = clock_timestamp()`,
);

/** Forgets lines of the kind `$4` that are in no file any more: the keys `$5`. */
export const FORGET_IMPORTED_ROWS = statement(
  `DELETE FROM pit_ops.imported_row
  WHERE project_id = $1 AND format = $2 AND plan_key = $3 AND kind = $4 AND key = ANY ($5::text[])`,
);

/** The live branches of the project `$1`: phases, and work packages with the phases that they lie in. */
export const LIVE_BRANCHES = statement(
  `SELECT id, name, description, NULL::uuid AS phase_id FROM pit.phase WHERE project_id = $1 AND deleted_at IS NULL
  UNION ALL
  SELECT id, name, description, phase_id FROM pit.work_package WHERE project_id = $1 AND deleted_at IS NULL`,
  { id: nullable(uuid), name: nullable(text), description: nullable(text), phaseId: nullable(uuid) },
);

/** The live tasks of the project `$1`. */
export const LIVE_TASKS = statement(`SELECT id FROM pit.task WHERE project_id = $1 AND deleted_at IS NULL`, {
  id: uuid,
});

/** The live subtasks of the project `$1`. */
export const LIVE_SUBTASKS = statement(
  `SELECT s.id, s.task_id FROM pit.subtask s JOIN pit.task t ON t.id = s.task_id
  WHERE t.project_id = $1 AND s.deleted_at IS NULL AND t.deleted_at IS NULL`,
  { id: uuid, taskId: uuid },
);

/** New work packages, behind those that their phases have: `$1` is JSON, of the project `$2`. */
export const INSERT_PACKAGES = statement(
  `INSERT INTO pit.work_package (project_id, phase_id, name, description, owner_id, order_index)
  SELECT $2, x."phaseId", x.name, x.description, x."ownerId", x."orderIndex" + (
    SELECT coalesce(max(w.order_index) + 1, 0) FROM pit.work_package w
    WHERE w.phase_id = x."phaseId" AND w.deleted_at IS NULL)
  FROM jsonb_to_recordset($1::jsonb) AS x ("phaseId" uuid, name text, description text, "ownerId" uuid, "orderIndex" int)
  RETURNING id, phase_id, order_index`,
  { id: uuid, phaseId: uuid, orderIndex: integer },
);

/** The users with the e-mail addresses `$1::text[]`, in lower case, and whether each is active. */
export const USERS_BY_EMAIL = statement(
  `SELECT id, lower(email) AS email, NOT EXISTS (SELECT FROM pit_ops.deactivated_user gone WHERE gone.id = u.id) AS is_active
  FROM pit."user" u WHERE u.org_id = pit_ops.ctx_org() AND lower(u.email) = ANY ($1::text[])`,
  { id: uuid, email: nullable(text), isActive: boolean },
);

/** By which rules the tasks `$1::uuid[]` are scheduled; no row where nothing was ever said. */
export const RULES_OF_TASKS = statement(
  `SELECT task_id, mode, constraint_kind, constraint_date, deadline, start_origin FROM pit_ops.task_rule
  WHERE task_id = ANY ($1::uuid[])`,
  {
    taskId: uuid,
    mode: word<TaskMode>(),
    constraintKind: word<ConstraintKind>(),
    constraintDate: nullable(date),
    deadline: nullable(date),
    startOrigin: word<StartOrigin>(),
  },
);

/** Gives tasks of the project `$2` their rules: `$1` is JSON. */
export const STORE_TASK_RULES = statement(
  `INSERT INTO pit_ops.task_rule (task_id, project_id, mode, constraint_kind, constraint_date, deadline, start_origin)
  SELECT x."taskId", $2, x.mode, x."constraintKind", x."constraintDate", x.deadline, x."startOrigin"
  FROM jsonb_to_recordset($1::jsonb) AS x ("taskId" uuid, mode text, "constraintKind" text, "constraintDate" date,
    deadline date, "startOrigin" text)
  ON CONFLICT (task_id) DO UPDATE SET mode = excluded.mode, constraint_kind = excluded.constraint_kind,
    constraint_date = excluded.constraint_date, deadline = excluded.deadline, start_origin = excluded.start_origin`,
);

/** The dependencies of the project `$1`, and whether both of their tasks are live. */
export const LINKS_OF_PROJECT = statement(
  `SELECT d.id, d.predecessor_task_id AS "from", d.successor_task_id AS "to", d.dependency_type AS type, d.lag_days,
    p.deleted_at IS NULL AND s.deleted_at IS NULL AS is_live
  FROM pit.task_dependency d JOIN pit.task p ON p.id = d.predecessor_task_id JOIN pit.task s ON s.id = d.successor_task_id
  WHERE d.project_id = $1`,
  { id: uuid, from: uuid, to: uuid, type: enumOf('dependency_type_enum'), lagDays: integer, isLive: boolean },
);

/** New dependencies of the project `$2`: `$1` is JSON. */
export const INSERT_LINKS = statement(
  `INSERT INTO pit.task_dependency (project_id, predecessor_task_id, successor_task_id, dependency_type, lag_days)
  SELECT $2, x."from", x."to", x.type, x."lagDays"
  FROM jsonb_to_recordset($1::jsonb) AS x ("from" uuid, "to" uuid, type pit.dependency_type_enum, "lagDays" int)
  RETURNING id, predecessor_task_id AS "from", successor_task_id AS "to"`,
  { id: uuid, from: uuid, to: uuid },
);

/** What dependencies hold from now on: `$1` is JSON. */
export const UPDATE_LINKS = statement(
  `UPDATE pit.task_dependency d SET dependency_type = x.type, lag_days = x."lagDays"
  FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, type pit.dependency_type_enum, "lagDays" int) WHERE d.id = x.id`,
);

/** Takes links to what tasks are about away again: `$1` is JSON. Answers the tasks that have lost one. */
export const UNLINK_SOURCES = statement(
  `WITH gone AS (
    SELECT * FROM jsonb_to_recordset($1::jsonb) AS x ("taskId" uuid, kind text, id uuid)
  ), risk AS (
    DELETE FROM pit.risk_link l USING gone WHERE gone.kind = 'risk' AND l.task_id = gone."taskId" AND l.risk_id = gone.id
      AND l.link_type = 'residual' RETURNING l.task_id
  ), finding AS (
    DELETE FROM pit.audit_link l USING gone WHERE gone.kind = 'finding' AND l.task_id = gone."taskId"
      AND l.audit_finding_id = gone.id RETURNING l.task_id
  ), control AS (
    DELETE FROM pit.control_link l USING gone WHERE gone.kind = 'control' AND l.task_id = gone."taskId"
      AND l.control_id = gone.id RETURNING l.task_id
  )
  SELECT task_id AS id FROM risk UNION SELECT task_id FROM finding UNION SELECT task_id FROM control`,
  { id: uuid },
);

/** Checks now what would be checked at the end of the transaction: a dry run has no such end. */
export const CHECK_NOW = statement('SET CONSTRAINTS ALL IMMEDIATE');

/** Rights that a plan is imported with over the command line: the divisions of the organisation. */
export const ALL_DIVISIONS = statement(
  `SELECT coalesce(jsonb_agg(id), '[]'::jsonb) AS ids FROM pit.division WHERE org_id = pit_ops.ctx_org()`,
  { ids: json<readonly string[]>() },
);

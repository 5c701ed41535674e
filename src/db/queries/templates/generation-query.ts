import { integer, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
/**
 * What a template makes, written set-wise: `$1` is JSON, one object for each row, so that a plan of hundreds of tasks
 * takes a handful of statements. Tasks themselves are made by `task-plan-query.ts`.
 */

/** New phases of the project `$2`, behind those that it has. */
export const INSERT_PHASES = statement(
  `
  INSERT INTO pit.phase (project_id, name, description, owner_id, start_date, end_date, order_index)
  SELECT $2, x.name, x.description, x."ownerId", x.start, x.end, x."orderIndex" + (
    SELECT coalesce(max(order_index) + 1, 0) FROM pit.phase WHERE project_id = $2 AND deleted_at IS NULL)
  FROM jsonb_to_recordset($1::jsonb) AS x (name text, description text, "ownerId" uuid, start date, "end" date,
    "orderIndex" int)
  RETURNING id, order_index AS "orderIndex"`,
  { id: uuid, orderIndex: integer },
);

/** New work packages of phases that have none yet. */
export const INSERT_WORK_PACKAGES = statement(
  `
  INSERT INTO pit.work_package (project_id, phase_id, name, description, owner_id, start_date, end_date, order_index)
  SELECT $2, x."phaseId", x.name, x.description, x."ownerId", x.start, x.end, x."orderIndex"
  FROM jsonb_to_recordset($1::jsonb) AS x ("phaseId" uuid, name text, description text, "ownerId" uuid, start date,
    "end" date, "orderIndex" int)
  RETURNING id, phase_id AS "phaseId", order_index AS "orderIndex"`,
  { id: uuid, phaseId: uuid, orderIndex: integer },
);

export const INSERT_SUBTASKS = statement(`
  INSERT INTO pit.subtask (task_id, name, description, priority, requires_evidence, ordered_index)
  SELECT x."taskId", x.name, x.description, x.priority, x."requiresEvidence", x."orderIndex"
  FROM jsonb_to_recordset($1::jsonb) AS x ("taskId" uuid, name text, description text,
    priority pit.task_priority_enum, "requiresEvidence" boolean, "orderIndex" int)`);

export const INSERT_DEPENDENCIES = statement(`
  INSERT INTO pit.task_dependency (project_id, predecessor_task_id, successor_task_id, dependency_type, lag_days)
  SELECT $2, x."predecessorId", x."successorId", x.type, x."lagDays"
  FROM jsonb_to_recordset($1::jsonb) AS x ("predecessorId" uuid, "successorId" uuid,
    type pit.dependency_type_enum, "lagDays" int)`);

export const INSERT_CONTROL_LINKS = statement(`
  INSERT INTO pit.control_link (task_id, control_id, control_group)
  SELECT x."taskId", x."controlId", x."controlGroup"
  FROM jsonb_to_recordset($1::jsonb) AS x ("taskId" uuid, "controlId" uuid, "controlGroup" text)
  ON CONFLICT DO NOTHING`);

export const INSERT_ISMS_LINKS = statement(`
  INSERT INTO pit.isms_link (task_id, criteria_code, criteria_version)
  SELECT x."taskId", x.code, x.version
  FROM jsonb_to_recordset($1::jsonb) AS x ("taskId" uuid, code text, version text)
  ON CONFLICT DO NOTHING`);

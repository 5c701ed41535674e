import {
  boolean,
  date,
  decimal,
  enumOf,
  integer,
  nullable,
  text,
  timestamp,
  uuid,
} from '../../../connection/column-types.ts';
import { snakeCase } from '../../../connection/naming-strategy.ts';
import { statement } from '../../../connection/statement.ts';

/**
 * What people plan of tasks, written set-wise: `$1` is JSON, one object for each task, so that five hundred tasks
 * take one statement.
 */

/** The columns of `TaskValues`. */
const PLANNED = {
  name: text,
  description: nullable(text),
  taskType: text,
  priority: enumOf('task_priority_enum'),
  startDate: nullable(date),
  endDate: nullable(date),
  durationDays: nullable(integer),
  quickClass: enumOf('quick_class_enum'),
  requiresEvidence: boolean,
  capexCost: decimal,
  opexCost: decimal,
  fyAllocation: nullable(integer),
  linkedRiskMitigationPct: nullable(decimal),
  linkedControlSetId: nullable(uuid),
};

const names = Object.keys(PLANNED);
const columns = names.map(snakeCase).join(', ');
const typed = Object.entries(PLANNED)
  .map(([name, { types }]) => `"${name}" ${types[0]}`)
  .join(', ');
const given = names.map((name) => `x."${name}"`).join(', ');
const assignments = names.map((name) => `${snakeCase(name)} = x."${name}"`).join(', ');

/** The values of the tasks `$1::uuid[]`. */
export const TASK_VALUES = statement(`SELECT id, ${columns} FROM pit.task WHERE id = ANY ($1::uuid[])`, {
  id: uuid,
  ...PLANNED,
});

/** New tasks; those that another module raised name it and what they come from, generated ones their cluster. */
export const INSERT_TASKS = statement(
  `
  INSERT INTO pit.task (project_id, phase_id, work_package_id, order_index, owner_id, assignees, status,
    cluster_id, source_module, source_reference_id, ${columns})
  SELECT x."projectId", x."phaseId", x."workPackageId", x."orderIndex", x."ownerId", x.assignees, x.status,
    x."clusterId", coalesce(x."sourceModule", 'manual'), x."sourceReferenceId", ${given}
  FROM jsonb_to_recordset($1::jsonb) AS x ("projectId" uuid, "phaseId" uuid, "workPackageId" uuid,
    "orderIndex" int, "ownerId" uuid, assignees jsonb, status pit.task_status_enum, "clusterId" uuid,
    "sourceModule" pit.pit_source_module_enum, "sourceReferenceId" text, ${typed})
  RETURNING id, updated_at, coalesce(work_package_id, phase_id) AS parent_id, order_index`,
  { id: uuid, updatedAt: timestamp, parentId: uuid, orderIndex: integer },
);

export const UPDATE_TASKS = statement(
  `UPDATE pit.task AS t SET ${assignments}
  FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, ${typed}) WHERE t.id = x.id`,
);

/** Gives tasks their people. Whoever gives the last of their tasks away may lose sight of the project, so it comes last. */
export const ASSIGN_TASKS = statement(
  `UPDATE pit.task AS t SET owner_id = x."ownerId", assignees = x.assignees
  FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, "ownerId" uuid, assignees jsonb)
  WHERE t.id = x.id AND (t.owner_id <> x."ownerId" OR t.assignees <> x.assignees)`,
);

/** Moves the task `$1` to the phase `$2`, and there into the work package `$3`, if any. */
export const MOVE_TASK = statement(`UPDATE pit.task SET phase_id = $2, work_package_id = $3 WHERE id = $1`);

/** The project of the live task `$1`. */
export const PROJECT_OF_TASK = statement(
  `SELECT project_id AS "projectId" FROM pit.task WHERE id = $1 AND deleted_at IS NULL`,
  { projectId: uuid },
);

/** Moves the task `$1` to the project `$2`, its phase `$3` and work package `$4`, if any; its cluster stays behind. */
export const TRANSFER_TASK = statement(`
  UPDATE pit.task SET project_id = $2, phase_id = $3, work_package_id = $4, cluster_id = NULL WHERE id = $1`);

/** Gives the task `$1` its start `$2`, end `$3` and duration `$4`. */
export const SET_TASK_DATES = statement(
  `UPDATE pit.task SET start_date = $2, end_date = $3, duration_days = $4 WHERE id = $1`,
);

export const PROJECTS_OF = statement(
  `
  SELECT id, project_id AS "projectId" FROM pit.task WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL`,
  { id: uuid, projectId: uuid },
);

export const ASSIGN = statement(`UPDATE pit.task SET owner_id = $2, assignees = $3 WHERE id = $1`);

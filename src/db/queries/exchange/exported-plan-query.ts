import {
  boolean,
  date,
  decimal,
  integer,
  enumOf,
  json,
  neverNull,
  nullable,
  text,
  timestamp,
  uuid,
  word,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
import type { PlanSourceKind } from '../../../domain/exchange/plan-document.ts';
import type { ConstraintKind, TaskMode } from '../../../domain/schedule/remaining-work/plan-facts.ts';

/** The live project `$1` as its export begins. */
export const EXPORTED_PROJECT = statement(
  `SELECT p.id, p.name, p.code, p.description, coalesce(f.start_typed, p.start_date) AS start_date, p.end_date
  FROM pit.project p LEFT JOIN pit_ops.date_frame f ON f.node_id = p.id WHERE p.id = $1 AND p.deleted_at IS NULL`,
  {
    id: uuid,
    name: text,
    code: nullable(text),
    description: nullable(text),
    startDate: nullable(date),
    endDate: nullable(date),
  },
);

/** The live phases of the project `$1` in order. */
export const EXPORTED_PHASES = statement(
  `SELECT id, name, description FROM pit.phase WHERE project_id = $1 AND deleted_at IS NULL ORDER BY order_index, id`,
  { id: uuid, name: text, description: nullable(text) },
);

/** The live work packages of the project `$1` in order, each with its phase. */
export const EXPORTED_PACKAGES = statement(
  `SELECT id, phase_id, name, description FROM pit.work_package
  WHERE project_id = $1 AND deleted_at IS NULL ORDER BY order_index, id`,
  { id: uuid, phaseId: uuid, name: text, description: nullable(text) },
);

/** At most `$3` live tasks of the project `$1`, the first ones behind the task `$2`, in the order of their ids. */
export const EXPORTED_TASKS = statement(
  `SELECT t.id, t.phase_id, t.work_package_id, t.order_index, t.name, t.description, t.start_date, t.end_date,
    t.duration_days, t.progress_percent, t.status, t.priority, t.capex_cost, t.opex_cost, t.requires_evidence, t.owner_id,
    t.assignees, t.source_module, t.source_reference_id, a.actual_start, a.actual_finish, a.remaining_days,
    coalesce(r.mode, 'auto') AS mode, coalesce(r.constraint_kind, 'asap') AS constraint_kind, r.constraint_date, r.deadline,
    s.early_start, s.early_finish, s.late_start, s.late_finish, s.total_slack, s.free_slack,
    coalesce(s.is_critical, false) AS is_critical, t.updated_at
  FROM pit.task t LEFT JOIN pit_ops.task_actual a ON a.task_id = t.id LEFT JOIN pit_ops.task_rule r ON r.task_id = t.id
  LEFT JOIN pit_ops.task_schedule s ON s.task_id = t.id
  WHERE t.project_id = $1 AND t.deleted_at IS NULL AND t.id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
  ORDER BY t.id LIMIT $3::int`,
  {
    id: uuid,
    phaseId: uuid,
    workPackageId: nullable(uuid),
    orderIndex: integer,
    name: text,
    description: nullable(text),
    startDate: nullable(date),
    endDate: nullable(date),
    durationDays: nullable(integer),
    progressPercent: integer,
    status: enumOf('task_status_enum'),
    priority: enumOf('task_priority_enum'),
    capexCost: decimal,
    opexCost: decimal,
    requiresEvidence: boolean,
    ownerId: uuid,
    assignees: json<readonly string[]>(),
    sourceModule: enumOf('pit_source_module_enum'),
    sourceReferenceId: nullable(text),
    actualStart: nullable(date),
    actualFinish: nullable(date),
    remainingDays: nullable(integer),
    mode: word<TaskMode>(),
    constraintKind: word<ConstraintKind>(),
    constraintDate: nullable(date),
    deadline: nullable(date),
    earlyStart: nullable(date),
    earlyFinish: nullable(date),
    lateStart: nullable(date),
    lateFinish: nullable(date),
    totalSlack: nullable(integer),
    freeSlack: nullable(integer),
    isCritical: boolean,
    updatedAt: timestamp,
  },
);

/** E-mail addresses and names of the users `$1::uuid[]`. */
export const EXPORTED_USERS = statement(
  `SELECT id, name, email FROM pit."user" WHERE id = ANY ($1::uuid[])`,
  {
    id: uuid,
    name: text,
    email: text,
  },
);

/** The risks, findings and controls that the live tasks of the project `$1` are linked to, each once for a task. */
export const EXPORTED_SOURCES = statement(
  `SELECT t.id AS task_id, s.kind, s.id FROM pit.task t CROSS JOIN LATERAL (
    SELECT DISTINCT 'risk' AS kind, r.risk_id AS id FROM pit.risk_link r WHERE r.task_id = t.id
    UNION ALL SELECT 'finding', f.audit_finding_id FROM pit.audit_link f WHERE f.task_id = t.id
    UNION ALL SELECT 'control', c.control_id FROM pit.control_link c WHERE c.task_id = t.id) AS s
  WHERE t.project_id = $1 AND t.deleted_at IS NULL ORDER BY t.id, s.kind, s.id`,
  {
    taskId: uuid,
    kind: neverNull(word<PlanSourceKind>(), 'it is written out'),
    id: neverNull(uuid, 'no column of a link is'),
  },
);

/** By which keys a file of the format `$2` knew the rows of the project `$1`: those of the plan that came last. */
export const EXPORTED_NUMBERS = statement(
  `SELECT r.key, r.record_id, r.plan_key FROM pit_ops.imported_row r
  WHERE r.project_id = $1 AND r.format = $2 AND r.kind IN ('branch', 'task') AND r.plan_key = (
    SELECT l.plan_key FROM pit_ops.imported_row l WHERE l.project_id = $1 AND l.format = $2 AND l.kind = 'project'
    ORDER BY l.imported_at DESC LIMIT 1)`,
  { key: text, recordId: uuid, planKey: text },
);

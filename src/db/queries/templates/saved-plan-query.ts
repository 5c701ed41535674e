import type { PlannedTask } from '../../../domain/templates/saved-template.ts';
import {
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

/** The plan that is, or has, the live node `$1`: of whatever kind it is. No row where there is none to see. */
export const NODE_TO_SAVE = statement(
  `SELECT found.kind, found.name FROM (
    SELECT 'project' AS kind, name FROM pit.project WHERE id = $1 AND deleted_at IS NULL
    UNION ALL SELECT 'phase', name FROM pit.phase WHERE id = $1 AND deleted_at IS NULL
    UNION ALL SELECT 'work_package', name FROM pit.work_package WHERE id = $1 AND deleted_at IS NULL
    UNION ALL SELECT 'task', name FROM pit.task WHERE id = $1 AND deleted_at IS NULL) AS found`,
  { kind: text, name: text },
);

/** Live phases and work packages of the node `$1`, with the phase of each work package, in order; those above it are not of it. */
export const SAVED_BRANCHES = statement(
  `SELECT id, NULL::uuid AS phase_id, name, description FROM (
    SELECT p.id, p.name, p.description, p.order_index FROM pit.phase p
    WHERE (p.id = $1 OR p.project_id = $1 OR p.id = (SELECT w.phase_id FROM pit.work_package w WHERE w.id = $1))
      AND p.deleted_at IS NULL ORDER BY p.order_index, p.id) AS phases
  UNION ALL
  SELECT id, phase_id, name, description FROM (
    SELECT w.id, w.phase_id, w.name, w.description FROM pit.work_package w
    WHERE (w.id = $1 OR w.phase_id = $1 OR w.project_id = $1) AND w.deleted_at IS NULL ORDER BY w.order_index, w.id) AS packages`,
  { id: uuid, phaseId: nullable(uuid), name: text, description: nullable(text) },
);

/** A list of objects out of rows; empty where there are none. */
const list = (object: string, rows: string): string =>
  `coalesce((SELECT jsonb_agg(${object}) FROM ${rows}), '[]'::jsonb)`;

/** Live tasks of the node `$1`, or itself, in order, with what a template holds of them; at most `$2`. */
export const SAVED_TASKS = statement(
  `SELECT t.id, t.phase_id, t.work_package_id, t.start_date, t.name, t.description, t.task_type, t.priority, t.quick_class,
    t.requires_evidence, t.capex_cost, t.opex_cost, t.duration_days, t.linked_risk_mitigation_pct,
    ${list(
      `jsonb_build_object('name', s.name, 'description', s.description, 'priority', s.priority,
      'requiresEvidence', s.requires_evidence) ORDER BY s.ordered_index, s.id`,
      `pit.subtask s WHERE s.task_id = t.id AND s.deleted_at IS NULL`,
    )} AS subtasks,
    ${list(
      `jsonb_build_object('controlId', c.control_id, 'controlGroup', c.control_group) ORDER BY c.created_at, c.id`,
      `pit.control_link c WHERE c.task_id = t.id`,
    )} AS controls,
    ${list(
      `jsonb_build_object('code', i.criteria_code, 'version', i.criteria_version) ORDER BY i.created_at, i.id`,
      `pit.isms_link i WHERE i.task_id = t.id`,
    )} AS criteria
  FROM pit.task t
  WHERE (t.id = $1 OR t.work_package_id = $1 OR t.phase_id = $1 OR t.project_id = $1) AND t.deleted_at IS NULL
  ORDER BY t.order_index, t.id LIMIT $2`,
  {
    id: uuid,
    phaseId: uuid,
    workPackageId: nullable(uuid),
    startDate: nullable(date),
    name: text,
    description: nullable(text),
    taskType: text,
    priority: enumOf('task_priority_enum'),
    quickClass: enumOf('quick_class_enum'),
    requiresEvidence: boolean,
    capexCost: decimal,
    opexCost: decimal,
    durationDays: nullable(integer),
    linkedRiskMitigationPct: nullable(decimal),
    subtasks: neverNull(json<PlannedTask['subtasks']>(), 'COALESCE'),
    controls: neverNull(json<PlannedTask['controls']>(), 'COALESCE'),
    criteria: neverNull(json<PlannedTask['criteria']>(), 'COALESCE'),
  },
);

/** Dependencies between the tasks `$1::uuid[]`. */
export const SAVED_DEPENDENCIES = statement(
  `SELECT d.predecessor_task_id AS predecessor_id, d.successor_task_id AS successor_id, d.dependency_type AS type, d.lag_days
  FROM pit.task_dependency d WHERE d.predecessor_task_id = ANY ($1::uuid[]) AND d.successor_task_id = ANY ($1::uuid[])
  ORDER BY d.created_at, d.id`,
  { predecessorId: uuid, successorId: uuid, type: enumOf('dependency_type_enum'), lagDays: integer },
);

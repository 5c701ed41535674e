import {
  addedOrg,
  boolean,
  date,
  deletable,
  enumeration,
  GIST,
  id,
  integer,
  jsonb,
  money,
  orNull,
  percent,
  references,
  table,
  text,
  uuid,
} from './table.ts';

/** 3.1 */
const PROJECT = table({
  name: 'project',
  columns: {
    ...id,
    org_id: references('organisation', 'plain'),
    division_id: orNull(references('division')),
    name: text,
    code: text,
    description: text,
    type: enumeration('project_type_enum'),
    owner_id: references('user'),
    sponsor_id: orNull(references('user')),
    start_date: date,
    end_date: date,
    quick_class: enumeration('quick_class_enum'),
    progress_percent: integer,
    capex_total: money,
    opex_total: money,
    status: text,
    risk_impact_score: { type: 'numeric(10,2)' },
    risk_mitigation_percent: percent,
    ...deletable,
  },
  indexes: ['org_id', 'owner_id', 'status', 'start_date, end_date'],
});

/** 3.2 */
const PHASE = table({
  name: 'phase',
  columns: {
    ...id,
    ...addedOrg,
    project_id: references('project'),
    name: text,
    description: text,
    owner_id: references('user'),
    start_date: date,
    end_date: date,
    progress_percent: integer,
    capex_total: money,
    opex_total: money,
    order_index: integer,
    ...deletable,
  },
  indexes: ['project_id', 'start_date, end_date'],
});

/** 3.3 */
const WORK_PACKAGE = table({
  name: 'work_package',
  columns: {
    ...id,
    ...addedOrg,
    phase_id: references('phase'),
    project_id: references('project'),
    name: text,
    description: text,
    owner_id: references('user'),
    start_date: date,
    end_date: date,
    progress_percent: integer,
    capex_total: money,
    opex_total: money,
    order_index: integer,
    ...deletable,
  },
  indexes: ['phase_id', 'project_id'],
});

/** 3.4. `source_reference_id` is "UUID or TEXT": text holds both. */
const TASK = table({
  name: 'task',
  columns: {
    ...id,
    ...addedOrg,
    work_package_id: orNull(references('work_package')),
    phase_id: references('phase'),
    project_id: references('project'),
    name: text,
    description: text,
    task_type: text,
    cluster_id: orNull(references('task_cluster')),
    owner_id: references('user'),
    assignees: jsonb,
    priority: enumeration('task_priority_enum'),
    status: enumeration('task_status_enum'),
    start_date: date,
    end_date: date,
    duration_days: integer,
    progress_percent: integer,
    quick_class: enumeration('quick_class_enum'),
    requires_evidence: boolean,
    capex_cost: money,
    opex_cost: money,
    fy_allocation: integer,
    linked_risk_mitigation_pct: percent,
    linked_control_set_id: uuid,
    source_module: enumeration('pit_source_module_enum'),
    source_reference_id: text,
    order_index: integer,
    ...deletable,
  },
  indexes: [
    'project_id, status',
    'owner_id',
    'start_date',
    'end_date',
    `${GIST}daterange(start_date, end_date)`,
  ],
});

/** 3.5 */
const SUBTASK = table({
  name: 'subtask',
  columns: {
    ...id,
    ...addedOrg,
    task_id: references('task'),
    name: text,
    description: text,
    owner_id: orNull(references('user')),
    status: enumeration('task_status_enum'),
    priority: enumeration('task_priority_enum'),
    start_date: orNull(date),
    end_date: orNull(date),
    progress_percent: integer,
    requires_evidence: boolean,
    ordered_index: integer,
    ...deletable,
  },
  indexes: ['task_id', 'status'],
});

/** Section 3: the core hierarchy. */
export const HIERARCHY_TABLES = [PROJECT, PHASE, WORK_PACKAGE, TASK, SUBTASK];

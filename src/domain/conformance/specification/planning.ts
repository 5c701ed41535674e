import {
  addedOrg,
  changed,
  enumeration,
  id,
  integer,
  jsonb,
  orNull,
  references,
  table,
  text,
} from './table.ts';

/** 4.1. `source_reference_id` is "UUID or TEXT": text holds both. */
const TASK_CLUSTER = table({
  name: 'task_cluster',
  columns: {
    ...id,
    ...addedOrg,
    project_id: references('project'),
    name: text,
    description: text,
    created_by: references('user'),
    source_module: enumeration('pit_source_module_enum'),
    source_reference_id: text,
    ...changed,
  },
});

/** 4.2. Reusable across organisations: a template without one is the platform's, for everyone to read. */
const TASK_CLUSTER_TEMPLATE = table({
  name: 'task_cluster_template',
  columns: {
    ...id,
    org_id: orNull(references('organisation', 'plain')),
    name: text,
    description: text,
    template_json: jsonb,
    ...changed,
  },
});

/** 5.1 */
const TASK_DEPENDENCY = table({
  name: 'task_dependency',
  columns: {
    ...id,
    ...addedOrg,
    project_id: references('project'),
    predecessor_task_id: references('task'),
    successor_task_id: references('task'),
    dependency_type: enumeration('dependency_type_enum'),
    lag_days: integer,
    ...changed,
  },
  indexes: ['project_id', 'predecessor_task_id', 'successor_task_id'],
});

/** Sections 4 and 5: clusters, templates, dependencies. */
export const PLANNING_TABLES = [TASK_CLUSTER, TASK_CLUSTER_TEMPLATE, TASK_DEPENDENCY];

import {
  boolean,
  date,
  integer,
  json,
  nullable,
  text,
  timestamp,
  uuid,
  type RowOf,
} from '../../connection/column-types.ts';
import { statement, type Statement } from '../../connection/statement.ts';
import type { Level } from './plan-position-query.ts';

/**
 * Deleting and restoring a part of the plan. A deletion stamps all that it takes with one moment, later than any other
 * in the project, so that a restoration brings back exactly that.
 */

/** A part of the plan that can be deleted. */
export type Node = 'project' | Level;

/** What lies under a node `$1`, by table; the node itself among its own kind. */
interface Subtree {
  readonly project?: string;
  readonly phase?: string;
  readonly work_package?: string;
  readonly task?: string;
  readonly subtask: string;
}

const UNDER: Readonly<Record<Node, Subtree>> = {
  project: {
    project: 'id = $1',
    phase: 'project_id = $1',
    work_package: 'project_id = $1',
    task: 'project_id = $1',
    subtask: 'task_id IN (SELECT id FROM pit.task WHERE project_id = $1)',
  },
  phase: {
    phase: 'id = $1',
    work_package: 'phase_id = $1',
    task: 'phase_id = $1',
    subtask: 'task_id IN (SELECT id FROM pit.task WHERE phase_id = $1)',
  },
  'work package': {
    work_package: 'id = $1',
    task: 'work_package_id = $1',
    subtask: 'task_id IN (SELECT id FROM pit.task WHERE work_package_id = $1)',
  },
  task: { task: 'id = $1', subtask: 'task_id = $1' },
  subtask: { subtask: 'id = $1' },
};

/** The rows `$1` may name. */
const OWN_TABLE: Readonly<Record<Node, string>> = {
  project: 'pit.project',
  phase: 'pit.phase',
  'work package': 'pit.work_package',
  task: 'pit.task',
  subtask: 'pit.subtask',
};

const forEachLevel = <T>(make: (what: Level) => T): Record<Level, T> => ({
  phase: make('phase'),
  'work package': make('work package'),
  task: make('task'),
  subtask: make('subtask'),
});
const forEachNode = <T>(make: (what: Node) => T): Record<Node, T> => ({
  project: make('project'),
  ...forEachLevel(make),
});

/** Updates all tables of a subtree in one statement. */
function updateSubtree(subtree: Subtree, head: string, change: string): Statement<object> {
  const updates = Object.entries(subtree).map(
    ([table, condition]: [string, string]) =>
      `changed_${table} AS (UPDATE pit.${table} SET ${change.replace('=>', condition)})`,
  );
  return statement(`WITH ${[head, ...updates].join(',\n')} SELECT`);
}

/** The latest deletion in the project `$2`, if any. */
const LATEST = `(SELECT max(latest) FROM (
    SELECT max(deleted_at) AS latest FROM pit.phase WHERE project_id = $2
    UNION ALL SELECT max(deleted_at) FROM pit.work_package WHERE project_id = $2
    UNION ALL SELECT max(deleted_at) FROM pit.task WHERE project_id = $2
    UNION ALL SELECT max(s.deleted_at) FROM pit.subtask s JOIN pit.task t ON t.id = s.task_id
      WHERE t.project_id = $2) AS each)`;

const deleteUnder = (subtree: Subtree): Statement<object> =>
  updateSubtree(
    subtree,
    `stamp AS MATERIALIZED (SELECT greatest(date_trunc('milliseconds', clock_timestamp()),
      ${LATEST} + interval '1 millisecond') AS moment)`,
    `deleted_at = (SELECT moment FROM stamp) WHERE => AND deleted_at IS NULL`,
  );

/** Deletes what is live under the node `$1`, and itself, in the project `$2`. */
export const DELETE_SUBTREE = forEachNode((what) => deleteUnder(UNDER[what]));

/** The same for the tasks `$1::uuid[]`. */
export const DELETE_TASKS = deleteUnder({
  task: 'id = ANY ($1::uuid[])',
  subtask: 'task_id = ANY ($1::uuid[])',
});

/** Restores the tasks `$1::uuid[]`, each with what was deleted along with it. */
export const RESTORE_TASKS = statement(`
  WITH stamp AS MATERIALIZED (SELECT id, deleted_at AS moment FROM pit.task WHERE id = ANY ($1::uuid[])),
  steps AS (UPDATE pit.subtask AS step SET deleted_at = NULL FROM stamp
    WHERE step.task_id = stamp.id AND step.deleted_at = stamp.moment)
  UPDATE pit.task AS task SET deleted_at = NULL FROM stamp WHERE task.id = stamp.id`);

/** Restores what was deleted together with the node `$1`. */
export const RESTORE_SUBTREE = forEachNode((what) =>
  updateSubtree(
    UNDER[what],
    `stamp AS MATERIALIZED (SELECT deleted_at AS moment FROM ${OWN_TABLE[what]} WHERE id = $1)`,
    `deleted_at = NULL WHERE => AND deleted_at = (SELECT moment FROM stamp)`,
  ),
);

/** How many live rows of each kind lie under the node `$1`, itself left out. */
export const LIVE_UNDER = forEachNode((what) => {
  const tables = Object.entries(UNDER[what]).filter(([table]) => `pit.${table}` !== OWN_TABLE[what]);
  const counts = tables.map(
    ([table, condition]: [string, string]) =>
      `(SELECT count(*)::int FROM pit.${table} WHERE ${condition} AND deleted_at IS NULL) AS ${table}`,
  );
  return statement(
    `SELECT ${counts.join(', ')}`,
    Object.fromEntries(tables.map(([table]) => [table, integer])),
  );
});

/** The task of the subtask `$1`. */
const UNDER_OWN_TASK = 'id = (SELECT task_id FROM pit.subtask WHERE id = $1)';

/** The live tasks that a deletion of the node `$1` touches. */
export const LIVE_TASKS_OF = forEachLevel((what) =>
  statement(`SELECT id FROM pit.task WHERE ${UNDER[what].task ?? UNDER_OWN_TASK} AND deleted_at IS NULL`, {
    id: uuid,
  }),
);

/** The tasks that a restoration of the node `$1` touches, and whether it makes open ones of them. */
export const DELETED_TASKS_OF = forEachNode((what) =>
  statement(
    what === 'subtask'
      ? `SELECT id, false AS "isOpened" FROM pit.task WHERE ${UNDER_OWN_TASK}`
      : `SELECT id, status <> 'completed' AS "isOpened" FROM pit.task WHERE ${UNDER[what].task}
         AND deleted_at = (SELECT deleted_at FROM ${OWN_TABLE[what]} WHERE id = $1)`,
    { id: uuid, isOpened: boolean },
  ),
);

/** How a node `n` of each level hangs on what is above it. */
const ABOVE: Readonly<Record<Level, string>> = {
  phase: `pit.phase n JOIN pit.phase p ON p.id = n.id LEFT JOIN pit.work_package w ON false LEFT JOIN pit.task t ON false`,
  'work package': `pit.work_package n JOIN pit.phase p ON p.id = n.phase_id
    LEFT JOIN pit.work_package w ON w.id = n.id LEFT JOIN pit.task t ON false`,
  task: `pit.task n JOIN pit.phase p ON p.id = n.phase_id LEFT JOIN pit.work_package w ON w.id = n.work_package_id
    LEFT JOIN pit.task t ON t.id = n.id`,
  subtask: `pit.subtask n JOIN pit.task t ON t.id = n.task_id JOIN pit.phase p ON p.id = t.phase_id
    LEFT JOIN pit.work_package w ON w.id = t.work_package_id`,
};

const DELETED = {
  id: uuid,
  name: text,
  startDate: nullable(date),
  endDate: nullable(date),
  updatedAt: timestamp,
  position: integer,
  ownerId: nullable(uuid),
  phaseOwnerId: uuid,
  workPackageOwnerId: nullable(uuid),
  taskOwnerId: nullable(uuid),
  assignees: json<readonly string[]>(),
  projectId: uuid,
  phaseId: uuid,
  workPackageId: nullable(uuid),
  taskId: nullable(uuid),
  /** What it lies in and is deleted itself, in words. */
  deletedParent: nullable(text),
};
export type DeletedNode = Readonly<RowOf<typeof DELETED>>;

const deletedNode = (what: Level, condition: string): string => `
  SELECT n.id, n.name, n.start_date AS "startDate", n.end_date AS "endDate", n.updated_at AS "updatedAt",
    n.${what === 'subtask' ? 'ordered_index' : 'order_index'} AS position,
    n.owner_id AS "ownerId", p.owner_id AS "phaseOwnerId", w.owner_id AS "workPackageOwnerId",
    t.owner_id AS "taskOwnerId", coalesce(t.assignees, '[]') AS assignees,
    p.project_id AS "projectId", p.id AS "phaseId", w.id AS "workPackageId", t.id AS "taskId",
    CASE WHEN j.deleted_at IS NOT NULL THEN 'project "' || j.name || '"'
      WHEN p.deleted_at IS NOT NULL AND p.id <> n.id THEN 'phase "' || p.name || '"'
      WHEN w.deleted_at IS NOT NULL AND w.id <> n.id THEN 'work package "' || w.name || '"'
      WHEN t.deleted_at IS NOT NULL AND t.id <> n.id THEN 'task "' || t.name || '"' END AS "deletedParent"
  FROM ${ABOVE[what]} JOIN pit.project j ON j.id = p.project_id
  WHERE ${condition} AND n.deleted_at IS NOT NULL`;

/** The deleted node `$1`: its people, its place, and the first thing above it that is deleted itself. */
export const DELETED_NODE = forEachLevel((what) => statement(deletedNode(what, 'n.id = $1'), DELETED));

/** The same of the tasks `$1::uuid[]`, each with whether it would be open. */
export const DELETED_TASKS = statement(
  deletedNode('task', 'n.id = ANY ($1::uuid[])').replace(
    'SELECT n.id,',
    `SELECT n.status <> 'completed' AS "isOpened", n.id,`,
  ),
  { isOpened: boolean, ...DELETED },
);

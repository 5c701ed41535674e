import { date, integer, nullable, text, timestamp, uuid, word } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/**
 * Phases and work packages of a locked project: what stands above tasks.
 */

/**
 * The live branches `$1::uuid[]` and the phases above them, with their typed bounds; and, as kind `project`, those of
 * the projects that they lie in or that are named themselves. `nextTask` is the position behind the last of the tasks
 * directly under a branch. One array of ids, since an OR of two conditions would read every phase there is.
 */
export const BRANCHES = statement(
  `
  WITH package AS (
    SELECT w.* FROM pit.work_package w WHERE w.id = ANY ($1::uuid[]) AND w.deleted_at IS NULL
  ), phase AS (
    SELECT p.* FROM pit.phase p
    WHERE p.deleted_at IS NULL
      AND p.id = ANY (ARRAY(SELECT unnest($1::uuid[]) UNION ALL SELECT package.phase_id FROM package)))
  SELECT 'work package' AS kind, w.id, w.project_id, w.phase_id, w.name, w.description, w.owner_id, w.start_date, w.end_date, w.updated_at,
    (SELECT coalesce(max(t.order_index) + 1, 0) FROM pit.task t
     WHERE t.phase_id = w.phase_id AND t.work_package_id = w.id AND t.deleted_at IS NULL) AS next_task,
    f.start_typed, f.end_typed
  FROM package w LEFT JOIN pit_ops.date_frame f ON f.node_id = w.id
  UNION ALL
  SELECT 'phase', p.id, p.project_id, p.id, p.name, p.description, p.owner_id, p.start_date, p.end_date, p.updated_at,
    (SELECT coalesce(max(t.order_index) + 1, 0) FROM pit.task t
     WHERE t.phase_id = p.id AND t.work_package_id IS NULL AND t.deleted_at IS NULL),
    f.start_typed, f.end_typed
  FROM phase p LEFT JOIN pit_ops.date_frame f ON f.node_id = p.id
  UNION ALL
  SELECT 'project', f.node_id, f.project_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, f.start_typed, f.end_typed
  FROM pit_ops.date_frame f
  WHERE f.node_id = f.project_id
    AND f.node_id = ANY (ARRAY(SELECT unnest($1::uuid[]) UNION ALL SELECT phase.project_id FROM phase))`,
  {
    kind: word<'phase' | 'work package' | 'project'>(),
    id: uuid,
    projectId: uuid,
    phaseId: nullable(uuid),
    name: nullable(text),
    description: nullable(text),
    ownerId: nullable(uuid),
    startDate: nullable(date),
    endDate: nullable(date),
    updatedAt: nullable(timestamp),
    nextTask: nullable(integer),
    startTyped: nullable(date),
    endTyped: nullable(date),
  },
);

/** Gives the branch or project `$1` in the project `$2` the typed bounds `$3` and `$4`, or none when both are null. */
export const SET_FRAME = statement(
  `
  MERGE INTO pit_ops.date_frame AS f
  USING (SELECT $1::uuid AS node_id, $2::uuid AS project_id, $3::date AS first, $4::date AS last) AS x
    ON f.node_id = x.node_id
  WHEN MATCHED AND x.first IS NULL AND x.last IS NULL THEN DELETE
  WHEN MATCHED THEN UPDATE SET start_typed = x.first, end_typed = x.last
  WHEN NOT MATCHED AND (x.first IS NOT NULL OR x.last IS NOT NULL) THEN
    INSERT (node_id, project_id, start_typed, end_typed) VALUES (x.node_id, x.project_id, x.first, x.last)`,
);

/**
 * Fits the dates of the branches `$2::uuid[]` of the project `$1`, of what they lie in, and of the project; null fits
 * all of its branches. It costs two steps into an index for each branch (`pit_ops.fit_dates`), however many tasks.
 */
export const FIT_DATES = statement('SELECT pit_ops.fit_dates($1, $2)');

/** A live child of the branch or project `$1` of which a day lies before `$2` or after `$3`, if there is one. */
export const CHILD_OUTSIDE = statement(
  `
  SELECT what, name, start_date AS "start", end_date AS "end" FROM (
    SELECT 'phase' AS what, name, start_date, end_date FROM pit.phase
      WHERE project_id = $1 AND deleted_at IS NULL
    UNION ALL SELECT 'work package', name, start_date, end_date FROM pit.work_package
      WHERE (phase_id = $1 OR project_id = $1) AND deleted_at IS NULL
    UNION ALL SELECT 'task', name, start_date, end_date FROM pit.task
      WHERE (work_package_id = $1 OR phase_id = $1 OR project_id = $1) AND deleted_at IS NULL) AS child
  WHERE coalesce(start_date, end_date) < $2::date OR coalesce(end_date, start_date) > $3::date
  ORDER BY start_date, name LIMIT 1`,
  { what: text, name: text, start: nullable(date), end: nullable(date) },
);

export const INSERT_PHASE = statement(
  `
  INSERT INTO pit.phase (project_id, name, description, owner_id, start_date, end_date, order_index)
  SELECT $1, $2, $3, $4, $5, $6, (
    SELECT coalesce(max(order_index) + 1, 0) FROM pit.phase WHERE project_id = $1 AND deleted_at IS NULL)
  RETURNING id`,
  { id: uuid },
);

/** The parameters after the project are those of the phase; the last is the phase it goes into. */
export const INSERT_WORK_PACKAGE = statement(
  `
  INSERT INTO pit.work_package (project_id, name, description, owner_id, start_date, end_date, phase_id, order_index)
  SELECT $1, $2, $3, $4, $5, $6, $7, (
    SELECT coalesce(max(order_index) + 1, 0) FROM pit.work_package WHERE phase_id = $7 AND deleted_at IS NULL)
  RETURNING id`,
  { id: uuid },
);

/** Dates are left alone: they are fitted to frame and children. */
const updateBranch = (table: string) =>
  statement(`UPDATE ${table} SET name = $2, description = $3, owner_id = $4 WHERE id = $1`);
export const UPDATE_PHASE = updateBranch('pit.phase');
export const UPDATE_WORK_PACKAGE = updateBranch('pit.work_package');

/** The tasks that hang on a work package follow it in the same statement, deleted ones too: their key names both. */
export const MOVE_WORK_PACKAGE = statement(`
  WITH tasks AS (UPDATE pit.task SET phase_id = $2 WHERE work_package_id = $1)
  UPDATE pit.work_package SET phase_id = $2 WHERE id = $1`);

export const TASKS_OF_WORK_PACKAGE = statement(
  `
  SELECT id FROM pit.task WHERE work_package_id = $1 AND deleted_at IS NULL`,
  { id: uuid },
);

import { isoTimestamp } from './decode.ts';
import { statement } from './statement.ts';

/**
 * Phases and work packages of a locked project: what stands above tasks.
 */

const column = (property: string, decode?: (text: string) => unknown) => ({ property, decode });

/**
 * The live branches `$1::uuid[]` and the phases above them. `nextTask` is the position behind the last of the tasks
 * directly under a branch. One array of ids, since an OR of two conditions would read every phase there is.
 */
export const BRANCHES = statement(
  `
  WITH package AS (
    SELECT w.* FROM pit.work_package w WHERE w.id = ANY ($1::uuid[]) AND w.deleted_at IS NULL)
  SELECT 'work package', w.id, w.project_id, w.phase_id, w.name, w.description, w.owner_id, w.start_date, w.end_date, w.updated_at,
    (SELECT coalesce(max(t.order_index) + 1, 0) FROM pit.task t
     WHERE t.phase_id = w.phase_id AND t.work_package_id = w.id AND t.deleted_at IS NULL)
  FROM package w
  UNION ALL
  SELECT 'phase', p.id, p.project_id, p.id, p.name, p.description, p.owner_id, p.start_date, p.end_date, p.updated_at,
    (SELECT coalesce(max(t.order_index) + 1, 0) FROM pit.task t
     WHERE t.phase_id = p.id AND t.work_package_id IS NULL AND t.deleted_at IS NULL)
  FROM pit.phase p
  WHERE p.deleted_at IS NULL
    AND p.id = ANY (ARRAY(SELECT unnest($1::uuid[]) UNION ALL SELECT package.phase_id FROM package))`,
  'Branch',
  [
    column('kind'),
    column('id'),
    column('projectId'),
    column('phaseId'),
    column('name'),
    column('description'),
    column('ownerId'),
    column('startDate'),
    column('endDate'),
    column('updatedAt', isoTimestamp),
    column('nextTask', Number),
  ],
);

/** Gives the branches and the project `$1::uuid[]` the windows `$2::date[]` to `$3::date[]`. */
export const SET_WINDOWS = statement(
  `
  WITH wanted AS (
    SELECT * FROM unnest($1::uuid[], $2::date[], $3::date[]) AS x(id, first, last)
  ), packages AS (
    UPDATE pit.work_package w SET start_date = x.first, end_date = x.last FROM wanted x WHERE w.id = x.id
  ), phases AS (
    UPDATE pit.phase p SET start_date = x.first, end_date = x.last FROM wanted x WHERE p.id = x.id
  )
  UPDATE pit.project p SET start_date = x.first, end_date = x.last FROM wanted x WHERE p.id = x.id`,
  'Windows',
  [],
);

/** A live child of the branch or project `$1` that reaches out of `$2` to `$3`, if there is one. */
export const CHILD_OUTSIDE = `
  SELECT what, name, start_date AS "start", end_date AS "end" FROM (
    SELECT 'phase' AS what, name, start_date, end_date FROM pit.phase
      WHERE project_id = $1 AND deleted_at IS NULL
    UNION ALL SELECT 'work package', name, start_date, end_date FROM pit.work_package
      WHERE (phase_id = $1 OR project_id = $1) AND deleted_at IS NULL
    UNION ALL SELECT 'task', name, start_date, end_date FROM pit.task
      WHERE (work_package_id = $1 OR phase_id = $1 OR project_id = $1) AND deleted_at IS NULL) AS child
  WHERE start_date < $2::date OR end_date > $3::date
  ORDER BY start_date, name LIMIT 1`;

export const INSERT_PHASE = `
  INSERT INTO pit.phase (project_id, name, description, owner_id, start_date, end_date, order_index)
  SELECT $1, $2, $3, $4, $5, $6, (
    SELECT coalesce(max(order_index) + 1, 0) FROM pit.phase WHERE project_id = $1 AND deleted_at IS NULL)
  RETURNING id`;

/** The parameters after the project are those of the phase; the last is the phase it goes into. */
export const INSERT_WORK_PACKAGE = `
  INSERT INTO pit.work_package (project_id, name, description, owner_id, start_date, end_date, phase_id, order_index)
  SELECT $1, $2, $3, $4, $5, $6, $7, (
    SELECT coalesce(max(order_index) + 1, 0) FROM pit.work_package WHERE phase_id = $7 AND deleted_at IS NULL)
  RETURNING id`;

const updateBranch = (table: string): string => `
  UPDATE ${table} SET name = $2, description = $3, owner_id = $4, start_date = $5, end_date = $6 WHERE id = $1`;
export const UPDATE_PHASE = updateBranch('pit.phase');
export const UPDATE_WORK_PACKAGE = updateBranch('pit.work_package');

/** The tasks that hang on a work package follow it in the same statement, deleted ones too: their key names both. */
export const MOVE_WORK_PACKAGE = `
  WITH tasks AS (UPDATE pit.task SET phase_id = $2 WHERE work_package_id = $1)
  UPDATE pit.work_package SET phase_id = $2 WHERE id = $1`;

export const TASKS_OF_WORK_PACKAGE = `
  SELECT id FROM pit.task WHERE work_package_id = $1 AND deleted_at IS NULL`;

/** Which task waits for which. The project's lock is taken before any of this is read, so nobody adds an arc unseen. */

/**
 * All arcs of the project `$1`. Those of deleted tasks count too: a restoration brings them back, and must not close a
 * circle.
 */
export const ARCS_OF_PROJECT = `
  SELECT id, predecessor_task_id AS "from", successor_task_id AS "to" FROM pit.task_dependency WHERE project_id = $1`;

export const TASK_NAMES = `SELECT id, name FROM pit.task WHERE id = ANY ($1::uuid[])`;

export const DEPENDENCY = `
  SELECT id, predecessor_task_id AS "predecessorId", successor_task_id AS "successorId",
    dependency_type AS type, lag_days AS "lagDays", updated_at AS "updatedAt"
  FROM pit.task_dependency WHERE id = $1`;

export const INSERT_DEPENDENCY = `
  INSERT INTO pit.task_dependency (project_id, predecessor_task_id, successor_task_id, dependency_type, lag_days)
  VALUES ($1, $2, $3, $4, $5) RETURNING id`;

export const UPDATE_DEPENDENCY = `
  UPDATE pit.task_dependency SET dependency_type = $2, lag_days = $3 WHERE id = $1`;

export const DELETE_DEPENDENCY = `DELETE FROM pit.task_dependency WHERE id = $1`;

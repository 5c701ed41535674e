import {
  boolean,
  enumOf,
  integer,
  json,
  neverNull,
  nullable,
  text,
  timestamp,
  uuid,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
/** Which task waits for which. The project's lock is taken before any of this is read, so nobody adds an arc unseen. */

/** The arcs between live tasks of the project `$1`; those of deleted ones bind nobody. */
export const ARCS_OF_PROJECT = statement(
  `
  SELECT d.id, d.predecessor_task_id AS "from", d.successor_task_id AS "to" FROM pit.task_dependency d
  JOIN pit.task p ON p.id = d.predecessor_task_id AND p.deleted_at IS NULL
  JOIN pit.task s ON s.id = d.successor_task_id AND s.deleted_at IS NULL
  WHERE d.project_id = $1`,
  { id: uuid, from: uuid, to: uuid },
);

/**
 * The arcs of the project `$1` once its deleted tasks `$2::uuid[]` are back, and which of them come back with these;
 * no row where none does.
 */
export const ARCS_AFTER_RESTORATION = statement(
  `
  WITH arc AS (
    SELECT d.id, d.predecessor_task_id AS "from", d.successor_task_id AS "to",
      p.deleted_at IS NOT NULL OR s.deleted_at IS NOT NULL AS "isRestored"
    FROM pit.task_dependency d
    JOIN pit.task p ON p.id = d.predecessor_task_id AND (p.deleted_at IS NULL OR p.id = ANY ($2::uuid[]))
    JOIN pit.task s ON s.id = d.successor_task_id AND (s.deleted_at IS NULL OR s.id = ANY ($2::uuid[]))
    WHERE d.project_id = $1)
  SELECT * FROM arc WHERE EXISTS (SELECT FROM arc WHERE "isRestored")`,
  { id: uuid, from: uuid, to: uuid, isRestored: boolean },
);

/** The dependencies of the task `$1`, with the names of the tasks at their other ends, deleted ones too. */
export const LINKS_OF_TASK = statement(
  `
  SELECT d.id, other.name FROM pit.task_dependency d JOIN pit.task other
    ON other.id IN (d.predecessor_task_id, d.successor_task_id) AND other.id <> $1
  WHERE d.predecessor_task_id = $1 OR d.successor_task_id = $1 ORDER BY other.name, d.id`,
  { id: uuid, name: text },
);

export const TASK_NAMES = statement(`SELECT id, name FROM pit.task WHERE id = ANY ($1::uuid[])`, {
  id: uuid,
  name: text,
});

/** How many dependencies the task `$1` waits by, and how many wait for the task `$2`; those with deleted tasks too. */
export const DEPENDENCIES_AT = statement(
  `
  SELECT (SELECT count(*) FROM pit.task_dependency WHERE successor_task_id = $1)::int AS predecessors,
    (SELECT count(*) FROM pit.task_dependency WHERE predecessor_task_id = $2)::int AS successors`,
  { predecessors: integer, successors: integer },
);

/** As `DEPENDENCIES_AT`, both of each of the tasks `$1::uuid[]`. */
export const DEPENDENCIES_OF_EACH = statement(
  `
  SELECT given.id, (SELECT count(*) FROM pit.task_dependency WHERE successor_task_id = given.id)::int AS predecessors,
    (SELECT count(*) FROM pit.task_dependency WHERE predecessor_task_id = given.id)::int AS successors
  FROM unnest($1::uuid[]) AS given (id)`,
  {
    id: neverNull(uuid, 'what was asked for'),
    predecessors: integer,
    successors: integer,
  },
);

export const DEPENDENCY = statement(
  `
  SELECT id, predecessor_task_id AS "predecessorId", successor_task_id AS "successorId",
    dependency_type AS type, lag_days AS "lagDays", updated_at AS "updatedAt"
  FROM pit.task_dependency WHERE id = $1`,
  {
    id: uuid,
    predecessorId: uuid,
    successorId: uuid,
    type: enumOf('dependency_type_enum'),
    lagDays: integer,
    updatedAt: timestamp,
  },
);

export const INSERT_DEPENDENCY = statement(
  `
  INSERT INTO pit.task_dependency (project_id, predecessor_task_id, successor_task_id, dependency_type, lag_days)
  VALUES ($1, $2, $3, $4, $5) RETURNING id`,
  { id: uuid },
);

export const UPDATE_DEPENDENCY = statement(`
  UPDATE pit.task_dependency SET dependency_type = $2, lag_days = $3 WHERE id = $1`);

export const DELETE_DEPENDENCIES = statement(`DELETE FROM pit.task_dependency WHERE id = ANY ($1::uuid[])`);

/** Who stands how to the task `$1`, deleted or not. */
export const PEOPLE_OF_TASK = statement(
  `
  SELECT t.owner_id AS "ownerId", t.assignees, p.owner_id AS "phaseOwnerId", w.owner_id AS "workPackageOwnerId"
  FROM pit.task t JOIN pit.phase p ON p.id = t.phase_id LEFT JOIN pit.work_package w ON w.id = t.work_package_id
  WHERE t.id = $1`,
  {
    ownerId: uuid,
    assignees: json<readonly string[]>(),
    phaseOwnerId: uuid,
    workPackageOwnerId: nullable(uuid),
  },
);

import { boolean, json, nullable, text, timestamp, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

const TEMPLATE_COLUMNS = {
  id: uuid,
  /** Whether it is the platform's own, which no organisation changes. */
  isGlobal: boolean,
  name: text,
  description: nullable(text),
  templateJson: json<unknown>(),
  updatedAt: timestamp,
};
const SELECT_TEMPLATE = `
  SELECT id, org_id IS NULL AS is_global, name, description, template_json, updated_at
  FROM pit.task_cluster_template WHERE id = $1`;

/** The template `$1`; `isGlobal`: it is the platform's, and not to be written. */
export const TEMPLATE = statement(SELECT_TEMPLATE, TEMPLATE_COLUMNS);
/** The same, for whoever is to change it. */
export const LOCK_TEMPLATE = statement(`${SELECT_TEMPLATE} FOR NO KEY UPDATE`, TEMPLATE_COLUMNS);

export const INSERT_TEMPLATE = statement(
  `
  INSERT INTO pit.task_cluster_template (name, description, template_json) VALUES ($1, $2, $3) RETURNING id`,
  { id: uuid },
);

export const UPDATE_TEMPLATE = statement(`
  UPDATE pit.task_cluster_template SET name = $2, description = $3, template_json = $4 WHERE id = $1`);

export const DELETE_TEMPLATE = statement('DELETE FROM pit.task_cluster_template WHERE id = $1');

/** Adds a cluster to the project `$1`: name `$2`, description `$3`, and the module `$4` with its reference `$5` that it comes from. */
export const INSERT_CLUSTER = statement(
  `
  INSERT INTO pit.task_cluster (project_id, name, description, created_by, source_module, source_reference_id)
  VALUES ($1, $2, $3, pit_ops.ctx_user(), $4, $5) RETURNING id`,
  { id: uuid },
);

export const CLUSTER = statement(
  `
  SELECT id, project_id AS "projectId", name, description, updated_at AS "updatedAt"
  FROM pit.task_cluster WHERE id = $1 FOR UPDATE`,
  { id: uuid, projectId: uuid, name: text, description: nullable(text), updatedAt: timestamp },
);

export const UPDATE_CLUSTER = statement(
  `UPDATE pit.task_cluster SET name = $2, description = $3 WHERE id = $1`,
);

/** Takes the tasks out of the cluster `$1`, deleted ones too; answers the live ones. */
export const LEAVE_CLUSTER = statement(
  `
  WITH left_over AS (
    UPDATE pit.task SET cluster_id = NULL WHERE cluster_id = $1 RETURNING id, deleted_at)
  SELECT id FROM left_over WHERE deleted_at IS NULL`,
  { id: uuid },
);

export const DELETE_CLUSTER = statement('DELETE FROM pit.task_cluster WHERE id = $1');

/** Those of the tasks `$2::uuid[]` that live in the project `$1`. */
export const TASKS_IN_PROJECT = statement(
  `
  SELECT id FROM pit.task WHERE project_id = $1 AND id = ANY ($2::uuid[]) AND deleted_at IS NULL`,
  { id: uuid },
);

/** Makes the tasks `$3::uuid[]` of the project `$1`, and no others, the cluster `$2`; answers those that moved. */
export const GATHER_TASKS = statement(
  `
  UPDATE pit.task SET cluster_id = CASE WHEN id = ANY ($3::uuid[]) THEN $2::uuid END
  WHERE project_id = $1 AND deleted_at IS NULL AND (id = ANY ($3::uuid[]) OR cluster_id = $2)
    AND cluster_id IS DISTINCT FROM CASE WHEN id = ANY ($3::uuid[]) THEN $2::uuid END
  RETURNING id`,
  { id: uuid },
);

export const EXISTING = statement(
  `
  SELECT name FROM pit.task_cluster_template WHERE org_id = pit_ops.ctx_org() AND name = ANY ($1::text[])`,
  { name: text },
);

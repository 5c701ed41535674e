import { enumOf, integer, nullable, text, timestamp, uuid, word } from '../../connection/column-types.ts';
import type { ProjectLifecycle } from '../../../domain/enums.ts';
import { statement } from '../../connection/statement.ts';

/** What people plan of projects. */

/** The project `$1` as people plan it; it is locked already. */
export const PROJECT_VALUES = statement(
  `SELECT division_id, name, code, description, type, owner_id, sponsor_id, quick_class, status
  FROM pit.project WHERE id = $1`,
  {
    divisionId: nullable(uuid),
    name: text,
    code: nullable(text),
    description: nullable(text),
    type: enumOf('project_type_enum'),
    ownerId: uuid,
    sponsorId: nullable(uuid),
    quickClass: enumOf('quick_class_enum'),
    status: word<ProjectLifecycle>(),
  },
);

/** Parameters in the order of `PROJECT_VALUES`, then the typed dates. */
export const INSERT_PROJECT = statement(
  `
  INSERT INTO pit.project (division_id, name, code, description, type, owner_id, sponsor_id, quick_class, status,
    start_date, end_date)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id`,
  { id: uuid },
);

/** The id, then the parameters in the order of `PROJECT_VALUES`. Dates are fitted to frame and children. */
export const UPDATE_PROJECT = statement(`
  UPDATE pit.project SET division_id = $2, name = $3, code = $4, description = $5, type = $6, owner_id = $7,
    sponsor_id = $8, quick_class = $9, status = $10 WHERE id = $1`);

export const KNOWN_DIVISION = statement(`SELECT FROM pit.division WHERE id = $1`);

export const OPEN_TASKS = statement(
  `
  SELECT count(*)::int AS open FROM pit.task
  WHERE project_id = $1 AND deleted_at IS NULL AND status <> 'completed'`,
  { open: integer },
);

/** Makes the completed project `$1` active. */
export const REOPEN_PROJECT = statement(
  `UPDATE pit.project SET status = 'active' WHERE id = $1 AND status = 'completed'`,
);

/** Locks the deleted project `$1`. */
export const LOCK_DELETED_PROJECT = statement(
  `
  SELECT id, code, owner_id AS "ownerId", sponsor_id AS "sponsorId", updated_at AS "updatedAt"
  FROM pit.project WHERE id = $1 AND deleted_at IS NOT NULL FOR NO KEY UPDATE`,
  { id: uuid, code: nullable(text), ownerId: uuid, sponsorId: nullable(uuid), updatedAt: timestamp },
);

export const SET_CODE = statement(`UPDATE pit.project SET code = $2 WHERE id = $1`);

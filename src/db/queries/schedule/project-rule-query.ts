import { toJson } from '../../connection/decode.ts';
import { statement } from '../../connection/statement.ts';

/** Settings of the schedule that differ in the projects `$1::uuid[]`; no row where none do. */
export const PROJECT_RULES = statement(
  'SELECT project_id, settings FROM pit_ops.project_rule WHERE project_id = ANY ($1::uuid[])',
  'ProjectRule',
  [{ property: 'projectId' }, { property: 'settings', decode: toJson }],
);

/** The same of the project `$1`. */
export const WHOLE_PROJECT_RULE = statement(
  'SELECT project_id, settings FROM pit_ops.project_rule WHERE project_id = $1',
  'ProjectRule',
  [{ property: 'projectId' }, { property: 'settings', decode: toJson }],
);

/** Gives the project `$1` the settings `$2`. */
export const STORE_PROJECT_RULE = statement(
  `INSERT INTO pit_ops.project_rule (project_id, settings) VALUES ($1, $2)
  ON CONFLICT (project_id) DO UPDATE SET settings = excluded.settings`,
  'ProjectRule',
  [],
);

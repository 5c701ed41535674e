import { json, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
import type { ScheduleSettings } from '../../../domain/schedule/remaining-work/schedule-rules.ts';

/** Settings of the schedule that differ in the projects `$1::uuid[]`; no row where none do. */
export const PROJECT_RULES = statement(
  'SELECT project_id, settings FROM pit_ops.project_rule WHERE project_id = ANY ($1::uuid[])',
  { projectId: uuid, settings: json<Partial<ScheduleSettings>>() },
);

/** Gives the project `$1` the settings `$2`. */
export const STORE_PROJECT_RULE = statement(
  `INSERT INTO pit_ops.project_rule (project_id, settings) VALUES ($1, $2)
  ON CONFLICT (project_id) DO UPDATE SET settings = excluded.settings`,
);

import { boolean, date, enumOf, nullable, text, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** What people plan of subtasks. */

export const SUBTASK_VALUES = statement(
  `
  SELECT name, description, owner_id AS "ownerId", priority, start_date AS "startDate", end_date AS "endDate",
    requires_evidence AS "requiresEvidence" FROM pit.subtask WHERE id = $1`,
  {
    name: text,
    description: nullable(text),
    ownerId: nullable(uuid),
    priority: enumOf('task_priority_enum'),
    startDate: nullable(date),
    endDate: nullable(date),
    requiresEvidence: boolean,
  },
);

/** Parameters as of `UPDATE_SUBTASK`, the task first. */
export const INSERT_SUBTASK = statement(
  `
  INSERT INTO pit.subtask (task_id, name, description, owner_id, priority, start_date, end_date, requires_evidence,
    status, ordered_index)
  SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, (
    SELECT coalesce(max(ordered_index) + 1, 0) FROM pit.subtask WHERE task_id = $1 AND deleted_at IS NULL)
  RETURNING id`,
  { id: uuid },
);

export const UPDATE_SUBTASK = statement(`
  UPDATE pit.subtask SET name = $2, description = $3, owner_id = $4, priority = $5, start_date = $6, end_date = $7,
    requires_evidence = $8 WHERE id = $1`);

export const MOVE_SUBTASK = statement(`UPDATE pit.subtask SET task_id = $2 WHERE id = $1`);

/** Whether the progress log speaks of the subtask `$1`. Its entries stand for ever under the task they were made in. */
export const HAS_HISTORY = statement(
  `
  SELECT EXISTS (SELECT FROM pit.task_progress_log WHERE subtask_id = $1) AS "hasHistory"`,
  { hasHistory: boolean },
);

/** Gives subtasks other dates: `$1` is JSON, one object of id, start and end for each. */
export const SET_SUBTASK_DATES = statement(
  `UPDATE pit.subtask AS s SET start_date = x.start, end_date = x."end"
  FROM jsonb_to_recordset($1::jsonb) AS x (id uuid, start date, "end" date)
  WHERE s.id = x.id AND (s.start_date, s.end_date) IS DISTINCT FROM (x.start, x."end")`,
);

import { date, integer, uuid } from '../../../connection/column-types.ts';
import { statement } from '../../../connection/statement.ts';

/** Of the tasks `$1::uuid[]` those that are committed to a day, with the first one and how often it was moved. */
export const COMMITMENTS = statement(
  `SELECT task_id, due_on, original_due_on, extensions FROM pit_ops.due_commitment WHERE task_id = ANY ($1::uuid[])`,
  { taskId: uuid, dueOn: date, originalDueOn: date, extensions: integer },
);

/** Brings the days of the tasks `$1::uuid[]`, which were raised again, as near as their ends are now. */
export const ADVANCE_COMMITMENTS = statement('SELECT pit_ops.advance_commitments($1::uuid[])');

import { bigint, boolean, neverNull } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/**
 * Which of many actors see the project `$1` now, as the service asks: their places, from 1, in the lists of users `$2`, roles `$3` and
 * divisions `$4`, each with commas as in a context. 1,000 actors take some 2 ms.
 */
export const PROJECT_READERS = statement(
  `SELECT place FROM pit_ops.project_readers($1::uuid, $2::uuid[], $3::text[], $4::text[]) AS reader (place)`,
  { place: neverNull(bigint, 'an ordinality') },
);

/**
 * Whether the records that an event of the project `$1` names are in that project now: the task `$2`, the subtask `$3`, the evidence `$4`
 * and the alert `$5`, each null where it names none. Deleted ones count.
 */
export const RECORDS_STAY = statement(
  `SELECT ($2::uuid IS NULL OR EXISTS (SELECT FROM pit.task WHERE id = $2 AND project_id = $1::uuid))
     AND ($3::uuid IS NULL OR EXISTS (
       SELECT FROM pit.subtask JOIN pit.task ON task.id = subtask.task_id WHERE subtask.id = $3 AND task.project_id = $1))
     AND ($4::uuid IS NULL OR EXISTS (
       SELECT FROM pit.evidence LEFT JOIN pit.subtask ON subtask.id = evidence.subtask_id
       JOIN pit.task ON task.id = coalesce(evidence.task_id, subtask.task_id) WHERE evidence.id = $4 AND task.project_id = $1))
     AND ($5::uuid IS NULL OR EXISTS (SELECT FROM pit.watchdog_alert WHERE id = $5 AND project_id = $1)) AS stay`,
  { stay: neverNull(boolean, 'of conditions that are never null') },
);

import { uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** Ends at most `$2` requests for later days that could be decided until a day before `$1`; answers what they were about. */
export const LAPSE_EXTENSIONS = statement(
  `WITH late AS MATERIALIZED (
    SELECT id FROM pit_ops.extension WHERE state = 'requested' AND lapses_on < $1 ORDER BY lapses_on, id LIMIT $2 FOR UPDATE SKIP LOCKED
  ) UPDATE pit_ops.extension x SET state = 'lapsed' FROM late WHERE x.id = late.id RETURNING x.project_id, x.task_id`,
  { projectId: uuid, taskId: uuid },
);

import { integer, neverNull, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** The progress before the last claim of completion of the tasks and subtasks `$1::uuid[]`, where it is known. */
export const PROGRESS_BEFORE = statement(
  `SELECT node_id, progress_before FROM pit_ops.work_mark
  WHERE node_id = ANY ($1::uuid[]) AND progress_before IS NOT NULL`,
  { nodeId: uuid, progressBefore: neverNull(integer, 'the condition') },
);

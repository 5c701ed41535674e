import { uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/**
 * Of the live tasks behind the project `$2` and the task `$3`, whose proof was counted as valid and has ended before the day `$1`, at most `$4`, in the
 * order of projects and ids. Projects in any state, archived ones too: what they achieved is what others decide by.
 */
export const LAPSED_TASKS = statement(
  `SELECT t.project_id, t.id FROM pit_ops.task_counting c JOIN pit.task t ON t.id = c.task_id
  WHERE c.is_proof_current AND c.proven_until < $1 AND t.deleted_at IS NULL AND (t.project_id, t.id) > ($2, $3)
  ORDER BY t.project_id, t.id LIMIT $4`,
  { projectId: uuid, id: uuid },
);

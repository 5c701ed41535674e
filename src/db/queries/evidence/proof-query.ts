import { boolean } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
/** Whether the task `$1` would still be proven if its subtask `$2` were deleted. */
export const PROVEN_WITHOUT = statement(`SELECT pit_ops.is_task_proven_without($1, $2) AS "isProven"`, {
  isProven: boolean,
});

/** Whether the task `$1` would still be proven if its subtask `$2` were deleted. */
export const PROVEN_WITHOUT = `SELECT pit_ops.is_task_proven_without($1, $2) AS "isProven"`;

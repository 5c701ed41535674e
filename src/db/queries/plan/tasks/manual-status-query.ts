import { statement } from '../../../connection/statement.ts';

/**
 * Keeps what was said by hand of a task or subtask: node `$1`, its task `$2`, started `$3`, blocked `$4`, why `$5`,
 * completion `$6`, progress before it was said to be complete `$7`.
 */
export const SET_MARK = statement(
  `INSERT INTO pit_ops.work_mark AS m
    (node_id, task_id, is_started, is_blocked, blocked_reason, completion, progress_before)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (node_id) DO UPDATE SET is_started = excluded.is_started, is_blocked = excluded.is_blocked,
    blocked_reason = CASE WHEN excluded.is_blocked THEN coalesce(excluded.blocked_reason, m.blocked_reason) END,
    completion = excluded.completion,
    progress_before = CASE WHEN excluded.completion = 'completed' AND m.completion <> 'completed'
      THEN excluded.progress_before ELSE m.progress_before END`,
);

import { statement } from '../../connection/statement.ts';

/**
 * Appends progress entries, in the actor's name unless `$9` names another; `$1` to `$9` are arrays, one element for each
 * entry.
 */
export const APPEND_PROGRESS = statement(
  `
  INSERT INTO pit.task_progress_log (task_id, subtask_id, user_id, old_progress_percent, new_progress_percent,
    old_status, new_status, comment, source)
  SELECT task_id, subtask_id, coalesce(user_id, pit_ops.ctx_user()), old_percent, new_percent, old_status, new_status, comment, source
  FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::pit.task_status_enum[], $6::pit.task_status_enum[],
    $7::text[], $8::text[], $9::uuid[])
    AS x(task_id, subtask_id, old_percent, new_percent, old_status, new_status, comment, source, user_id)`,
);

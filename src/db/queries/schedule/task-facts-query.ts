import type { TaskRule } from '../../../domain/schedule/task-rule.ts';
import { date, integer, nullable, uuid, word } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** How a task is scheduled, by the names of `TaskRule`. */
const RULE = {
  mode: word<TaskRule['mode']>(),
  constraintKind: word<TaskRule['constraintKind']>(),
  constraintDate: nullable(date),
  deadline: nullable(date),
};

/**
 * When work on the tasks `$1::uuid[]` began and ended, what is left of it, and by which rules they are scheduled; no row
 * where nothing of that was ever said.
 */
export const TASK_FACTS = statement(
  `SELECT asked.id, a.actual_start, a.actual_finish, a.remaining_days, coalesce(r.mode, 'auto') AS mode,
    coalesce(r.constraint_kind, 'asap') AS constraint_kind, r.constraint_date, r.deadline
  FROM unnest($1::uuid[]) AS asked (id)
  LEFT JOIN pit_ops.task_actual a ON a.task_id = asked.id
  LEFT JOIN pit_ops.task_rule r ON r.task_id = asked.id
  WHERE a.task_id IS NOT NULL OR r.task_id IS NOT NULL`,
  {
    id: uuid,
    actualStart: nullable(date),
    actualFinish: nullable(date),
    remainingDays: nullable(integer),
    ...RULE,
  },
);

/** The rule of the task `$1` as it is stored; no row where it has none. */
export const TASK_RULE = statement(
  `SELECT mode, constraint_kind, constraint_date, deadline FROM pit_ops.task_rule WHERE task_id = $1`,
  RULE,
);

/** Gives the task `$1` of the project `$2` its mode `$3`, constraint `$4` on the day `$5`, and deadline `$6`. */
export const STORE_TASK_RULE = statement(
  `INSERT INTO pit_ops.task_rule (task_id, project_id, mode, constraint_kind, constraint_date, deadline)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (task_id) DO UPDATE SET mode = excluded.mode, constraint_kind = excluded.constraint_kind,
    constraint_date = excluded.constraint_date, deadline = excluded.deadline`,
);

/** Whoever types the start that the engine gave the tasks `$1` makes it theirs; the trigger sees only what becomes other. */
export const CLAIM_STARTS = statement(
  `UPDATE pit_ops.task_rule SET start_origin = 'person' WHERE task_id = ANY ($1::uuid[]) AND start_origin = 'engine'`,
);

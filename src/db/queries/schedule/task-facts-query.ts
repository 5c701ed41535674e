import { statement } from '../../connection/statement.ts';

/**
 * When work on the tasks `$1::uuid[]` began and ended, what is left of it, and by which rules they are scheduled; no row
 * where nothing of that was ever said.
 */
export const TASK_FACTS = statement(
  `SELECT asked.id, a.actual_start, a.actual_finish, a.remaining_days, coalesce(r.mode, 'auto'),
    coalesce(r.constraint_kind, 'asap'), r.constraint_date, r.deadline
  FROM unnest($1::uuid[]) AS asked (id)
  LEFT JOIN pit_ops.task_actual a ON a.task_id = asked.id
  LEFT JOIN pit_ops.task_rule r ON r.task_id = asked.id
  WHERE a.task_id IS NOT NULL OR r.task_id IS NOT NULL`,
  'TaskFacts',
  [
    { property: 'id' },
    { property: 'actualStart' },
    { property: 'actualFinish' },
    { property: 'remainingDays', decode: Number },
    { property: 'mode' },
    { property: 'constraintKind' },
    { property: 'constraintDate' },
    { property: 'deadline' },
  ],
);

/** The rule of the task `$1` as it is stored; no row where it has none. */
export const TASK_RULE = statement(
  `SELECT mode, constraint_kind, constraint_date, deadline FROM pit_ops.task_rule WHERE task_id = $1`,
  'TaskRule',
  [
    { property: 'mode' },
    { property: 'constraintKind' },
    { property: 'constraintDate' },
    { property: 'deadline' },
  ],
);

/** Gives the task `$1` of the project `$2` its mode `$3`, constraint `$4` on the day `$5`, and deadline `$6`. */
export const STORE_TASK_RULE = statement(
  `INSERT INTO pit_ops.task_rule (task_id, project_id, mode, constraint_kind, constraint_date, deadline)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (task_id) DO UPDATE SET mode = excluded.mode, constraint_kind = excluded.constraint_kind,
    constraint_date = excluded.constraint_date, deadline = excluded.deadline`,
  'TaskRule',
  [],
);

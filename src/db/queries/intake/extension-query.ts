import type { ExtensionState } from '../../../domain/intake/extension.ts';
import {
  boolean,
  date,
  enumOf,
  integer,
  neverNull,
  nullable,
  uuid,
  word,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** Of the task `$1`: its priority, the day that it is committed to, if any, and whether a request for a later one waits. */
export const REQUEST_FACTS = statement(
  `SELECT t.priority, c.due_on, EXISTS (SELECT FROM pit_ops.extension x WHERE x.task_id = t.id AND x.state = 'requested') AS is_waiting
  FROM pit.task t LEFT JOIN pit_ops.due_commitment c ON c.task_id = t.id WHERE t.id = $1`,
  { priority: enumOf('task_priority_enum'), dueOn: nullable(date), isWaiting: boolean },
);

/** Asks in the actor's name for the day `$4` in place of `$3` for the task `$2` of the project `$1`: why `$5`, to be decided until `$6`. */
export const REQUEST_EXTENSION = statement(
  `INSERT INTO pit_ops.extension (project_id, task_id, current_due, requested_due, reason, lapses_on)
  VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
  { id: uuid },
);

/** What a verb has to know of the extension `$1`, and of the live task that it is about. */
export const EXTENSION_FACTS = statement(
  `SELECT x.id, x.task_id, x.state, x.requested_by, x.current_due, x.requested_due, t.priority, c.due_on,
    coalesce(c.extensions, 0) AS extensions
  FROM pit_ops.extension x JOIN pit.task t ON t.id = x.task_id AND t.deleted_at IS NULL
  LEFT JOIN pit_ops.due_commitment c ON c.task_id = x.task_id WHERE x.id = $1`,
  {
    id: uuid,
    taskId: uuid,
    state: word<ExtensionState>(),
    requestedBy: uuid,
    currentDue: date,
    requestedDue: date,
    priority: enumOf('task_priority_enum'),
    dueOn: nullable(date),
    extensions: neverNull(integer, 'COALESCE'),
  },
);

/** Decides the extension `$1` in the actor's name: what became of it `$2`, and why `$3`. */
export const DECIDE_EXTENSION = statement(
  `UPDATE pit_ops.extension SET state = $2, comment = $3, decided_by = pit_ops.ctx_user(),
    decided_at = date_trunc('milliseconds', clock_timestamp()) WHERE id = $1`,
);

/** Takes the extension `$1` back. */
export const WITHDRAW_EXTENSION = statement(
  `UPDATE pit_ops.extension SET state = 'withdrawn' WHERE id = $1 AND state = 'requested'`,
);

/** Releases the task `$1` from the day that it is committed to; false where it is to none. */
export const RELEASE_COMMITMENT = statement('SELECT pit_ops.release_commitment($1) AS released', {
  released: nullable(boolean),
});

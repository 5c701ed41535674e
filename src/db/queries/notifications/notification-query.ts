import { uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/**
 * Leaves a message for the users `$1::uuid[]`: title `$2`, text `$3`, link `$4`, of an alert its level `$5`, and the project
 * `$6` that it is about. A row for each that is there.
 */
export const SEND_MESSAGE = statement(
  'SELECT id AS notification_id, user_id FROM pit_ops.tell($1::uuid[], $2, $3, $4, $5, $6)',
  { notificationId: uuid, userId: uuid },
);

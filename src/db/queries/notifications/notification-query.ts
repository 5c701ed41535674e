import { uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/**
 * Leaves messages: recipients `$1::uuid[]`, and of each the title `$2`, text `$3`, link `$4`, of an alert its level `$5`, and
 * the project `$6` that it is about; one that is gated (`$7`) is read only by who sees that, and one of alerts names them (`$8`, JSON). A row for each recipient who is there.
 */
export const SEND_MESSAGES = statement(
  `SELECT id AS notification_id, user_id
   FROM pit_ops.tell_each($1::uuid[], $2::text[], $3::text[], $4::text[], $5::int[], $6::uuid[], $7::boolean[], $8::text[])`,
  { notificationId: uuid, userId: uuid },
);

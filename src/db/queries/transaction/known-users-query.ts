import { boolean, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** Those of the users `$1::uuid[]` who are the organisation's, and whether each is active. */
export const KNOWN_USERS = statement(
  `SELECT id, NOT EXISTS (SELECT FROM pit_ops.deactivated_user AS gone WHERE gone.id = member.id) AS "isActive"
  FROM pit."user" AS member WHERE org_id = pit_ops.ctx_org() AND id = ANY ($1::uuid[])`,
  { id: uuid, isActive: boolean },
);

import { nullable, text, uuid } from '../../../connection/column-types.ts';
import { statement } from '../../../connection/statement.ts';

/** Why the tasks or subtasks `$1::uuid[]` are blocked by hand; no row for those that are not. */
export const BLOCKED_REASONS = statement(
  'SELECT node_id, blocked_reason FROM pit_ops.work_mark WHERE node_id = ANY ($1::uuid[]) AND is_blocked',
  { nodeId: uuid, blockedReason: nullable(text) },
);

import { date, nullable, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
/** What would prove the task `$1` longest if its subtask `$2` were deleted: no row where nothing would, no day without an end. */
export const PROOF_WITHOUT = statement(
  'SELECT evidence_id AS proof_id, valid_until AS proven_until FROM pit_ops.latest_proof_without($1, $2)',
  { proofId: nullable(uuid), provenUntil: nullable(date) },
);

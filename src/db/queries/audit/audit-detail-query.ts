import { nullable, text, uuid } from '../../connection/column-types.ts';
import { statement, type RowOfStatement } from '../../connection/statement.ts';

/** What stands beside each of the records `$1::uuid[]` of the trail, for who may list it. */
export const AUDIT_DETAILS = statement(
  `SELECT detail.audit_log_id AS id, detail.request_id, detail.project_id, detail.override_reason
    FROM pit_ops.audit_detail detail WHERE detail.audit_log_id = ANY ($1::uuid[])`,
  { id: uuid, requestId: nullable(text), projectId: nullable(uuid), overrideReason: nullable(text) },
);

export type AuditDetail = RowOfStatement<typeof AUDIT_DETAILS>;

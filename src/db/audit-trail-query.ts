import { statement } from './statement.ts';

/** Walks the sealed chain: one row for each fault, none when it holds. The database lets only those in who govern. */
export const AUDIT_FAULTS = statement(
  'SELECT seal_id, seq, audit_log_id, fault FROM pit_ops.verify_audit() LIMIT 100',
  'AuditFault',
  [
    { property: 'sealId', decode: Number },
    { property: 'sequence', decode: Number },
    { property: 'auditLogId' },
    { property: 'fault' },
  ],
);

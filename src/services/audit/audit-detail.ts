import { AUDIT_DETAILS, type AuditDetail } from '../../db/queries/audit/audit-detail-query.ts';
import type { Loaders } from '../../db/read/loaders.ts';

/**
 * What stands beside a record of the audit trail: its request, its project and the reason of an override; one statement for all
 * records of a tick.
 * @returns null for a record that has nothing beside it.
 */
export function readAuditDetail(loaders: Loaders, auditLogId: string): Promise<AuditDetail | null> {
  const loader = loaders.custom<AuditDetail | null>('auditDetail', async (ids, batch) => {
    const rows = await batch.rows(AUDIT_DETAILS, [ids]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? null);
  });
  return loader.load(auditLogId);
}

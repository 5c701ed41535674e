import { AUDIT_FAULTS } from '../db/audit-trail-query.ts';
import type { Parameter, Row, Statement } from '../db/statement.ts';
import { requireRole, type Actor } from '../domain/actor.ts';
import { RESTRICTED_QUERIES } from '../domain/permissions.ts';

/** What of a request this reading needs. */
interface Reading {
  actor: Actor;
  rows(statement: Statement, values: Parameter[]): Promise<Row[]>;
}

/** One thing that is wrong with the sealed chain. Ids are null where the fault is a whole seal's. */
export interface AuditFault {
  sealId: number | null;
  sequence: number | null;
  auditLogId: string | null;
  fault: string;
}

/** Whether the chain holds, and up to a hundred of its faults. */
export interface AuditVerdict {
  holds: boolean;
  faults: AuditFault[];
}

/**
 * Recomputes the sealed chain of the audit log. Records younger than the last seal are in no chain yet.
 * @throws PitError FORBIDDEN to all but administrators, foremen and services.
 */
export async function verifyAuditTrail(reading: Reading): Promise<AuditVerdict> {
  requireRole(reading.actor, ...RESTRICTED_QUERIES.verifyAuditTrail);
  const faults = (await reading.rows(AUDIT_FAULTS, [])) as unknown as AuditFault[];
  return { holds: faults.length === 0, faults };
}

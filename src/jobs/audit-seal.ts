import type pg from 'pg';
import type { AuditSealer } from '../services/audit/audit-seal.ts';
import { listUnsealed, sealRecords } from '../services/audit/audit-sealing.ts';
import type { AuditHeads } from './audit-heads.ts';

/** What sealing the audit chains takes. */
export interface AuditSealing {
  readonly sealer: AuditSealer;
  readonly heads: Pick<AuditHeads, 'keep'>;
}

/** Seals what the audit log has gained, for one organisation after the other; replicas may do so at once. */
export function sealAuditChains({ sealer, heads }: AuditSealing) {
  return async (pool: pg.Pool, signal: Pick<AbortSignal, 'aborted'>): Promise<void> => {
    if (signal.aborted) return;
    for (const orgId of await listUnsealed(pool)) {
      const head = await sealRecords(pool, orgId, sealer, signal);
      if (head !== null) await heads.keep(head);
    }
  };
}

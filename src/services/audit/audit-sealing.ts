import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { clock } from '../../clock.ts';
import { APPEND_SEAL, CLAIM_RECORDS, LIST_UNSEALED } from '../../db/queries/audit/audit-trail-query.ts';
import { withTenantTransaction, type TenantTx } from '../../db/write/tenant-transaction.ts';
import type { AuditSealer } from './audit-seal.ts';
import { systemActor } from '../../domain/directory/actor.ts';
import { PLATFORM } from '../directory/platform.ts';

/** Records of one seal: enough to keep up with any load, few enough for one statement's time. */
const RECORDS_PER_SEAL = 5_000;
/** After a full seal there is a pause of so many times what it took: what an import has left, requests are not to notice. */
const PAUSES = 3;
const LONGEST_PAUSE_MS = 1_000;
/** statement_timeout and transaction_timeout. */
const TOO_LONG = new Set(['57014', '25P04']);

/** The newest seal of an organisation's chain, as it is kept elsewhere to be compared with later. */
export interface AuditHead {
  readonly orgId: string;
  readonly seal: number;
  /** Hexadecimal digits. */
  readonly hash: string;
  /** Records in the chain. */
  readonly records: number;
  readonly sealedAt: string;
  readonly keyId: string;
  /** The key of the seal before it where that was another: `PIT_SECRET` was changed or lost. */
  readonly formerKeyId: string | null;
}

/** Organisations that have records in no seal yet. */
export async function listUnsealed(pool: pg.Pool): Promise<string[]> {
  return withTenantTransaction(pool, systemActor(PLATFORM), async (tx) => {
    const { rows } = await tx.run(LIST_UNSEALED);
    return rows.map(({ id }) => id);
  });
}

/**
 * Seals what an organisation has unsealed, one batch in a transaction of its own, until nothing is left or the signal
 * is given. A batch that takes the database too long is tried again with a quarter of its records.
 * @returns the head of the chain afterwards; null when nothing was sealed.
 */
export async function sealRecords(
  pool: pg.Pool,
  orgId: string,
  sealer: AuditSealer,
  signal: Pick<AbortSignal, 'aborted'>,
): Promise<AuditHead | null> {
  let atMost = RECORDS_PER_SEAL;
  let head: AuditHead | null = null;
  let formerKeyId: string | null = null;
  while (!signal.aborted) {
    const begun = performance.now();
    try {
      const next = await withTenantTransaction(pool, systemActor(orgId), (tx) =>
        sealBatch(tx, sealer, atMost),
      );
      if (next === null) return head;
      formerKeyId ??= next.head.formerKeyId;
      head = { ...next.head, formerKeyId };
      const took = performance.now() - begun;
      if (next.isFull) await sleep(Math.min(LONGEST_PAUSE_MS, PAUSES * took));
    } catch (error) {
      if (!TOO_LONG.has((error as { code?: string }).code ?? '') || atMost === 1) throw error;
      atMost = Math.ceil(atMost / 4);
    }
  }
  return head;
}

/** A seal, and whether it holds as many records as it may. */
interface Sealed {
  readonly head: AuditHead;
  readonly isFull: boolean;
}

async function sealBatch(tx: TenantTx, sealer: AuditSealer, atMost: number): Promise<Sealed | null> {
  const { rows } = await tx.run(CLAIM_RECORDS, [atMost]);
  const [claimed] = rows;
  if (claimed === undefined) return null;
  const { orgId } = tx.actor;
  const { number, records, total, prevHash, prevKeyId, digest } = claimed;
  const sealedAt = clock.now().toISOString();
  const hash = sealer.hashOf({ orgId, number, records, total, prevHash, digest, sealedAt });
  const { keyId } = sealer;
  await tx.run(APPEND_SEAL, [number, records, total, prevHash, hash, keyId, sealedAt]);
  const formerKeyId = prevKeyId === keyId ? null : prevKeyId;
  const head = { orgId, seal: number, hash, records: total, sealedAt, keyId, formerKeyId };
  return { head, isFull: records === atMost };
}

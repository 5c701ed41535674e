import { clock } from '../../clock.ts';
import { AUDIT_HEAD } from '../../db/queries/audit/audit-trail-query.ts';
import { requireRole } from '../../domain/directory/actor.ts';
import { badInput } from '../../domain/errors.ts';
import { RESTRICTED_QUERIES } from '../../domain/directory/permissions.ts';
import type { AuditFault, KeptHead, Reading } from './audit-fault.ts';
import { compareWithHead, parsePlace, placeText, START, verifyRange, type Place } from './audit-walk.ts';

/** The newest seal of an organisation's chain. */
export interface ChainHead {
  seal: number;
  hash: string;
  records: number;
  sealedAt: string;
}

/** Whether what was read of the chain holds, and up to a hundred of its faults. */
export interface AuditVerdict {
  holds: boolean;
  faults: AuditFault[];
  /** Where the next request goes on; null when the end was reached. */
  nextCursor: string | null;
  recordsRead: number;
  checkedRecords: number;
  verifiedAt: string;
  sealedUntil: string | null;
  head: ChainHead | null;
  keyedSince: string | null;
}

export interface VerifyOptions {
  readonly after?: string | null;
  readonly limit?: number | null;
  readonly keptHead?: KeptHead | null;
}

const MOST_FAULTS = 100;
/** Records that one request reads, unless it says how many: about a second's work. */
const DEFAULT_LIMIT = 50_000;
const MOST_RECORDS = 200_000;
/** Records that one statement reads. */
const RECORDS_PER_RANGE = 10_000;

/**
 * Verifies the audit trail of the caller's organisation: the seals without a key, the keyed chain, and that no record
 * is there that the trigger did not write. Reads in ranges up to `limit` records, and goes on at `after`.
 * @throws PitError FORBIDDEN to all but administrators, foremen and services; BAD_USER_INPUT for a wrong cursor, limit
 *   or head.
 */
export async function verifyAuditTrail(
  reading: Reading,
  { after, limit, keptHead }: VerifyOptions = {},
): Promise<AuditVerdict> {
  requireRole(reading.actor, ...RESTRICTED_QUERIES.verifyAuditTrail);
  const most = requireLimit(limit ?? DEFAULT_LIMIT);
  let place: Place | null = after == null ? START : parsePlace(after);
  const [head] = await reading.rows(AUDIT_HEAD);
  const faults: AuditFault[] = keptHead == null ? [] : await compareWithHead(reading, keptHead);
  let recordsRead = 0;
  while (place !== null && recordsRead < most && faults.length < MOST_FAULTS) {
    const range = await verifyRange(reading, place, Math.min(RECORDS_PER_RANGE, most - recordsRead));
    faults.push(...range.faults);
    recordsRead += range.records;
    place = range.next;
  }
  const found = { faults: faults.slice(0, MOST_FAULTS), nextCursor: place && placeText(place) };
  return {
    ...found,
    recordsRead,
    checkedRecords: recordsRead,
    ...ofHead(head ?? null),
    holds: faults.length === 0,
  };
}

function ofHead(head: (ChainHead & { keyedSince: string }) | null) {
  const { keyedSince = null, sealedAt: sealedUntil = null } = head ?? {};
  return { head, keyedSince, sealedUntil, verifiedAt: clock.now().toISOString() };
}

function requireLimit(limit: number): number {
  if (limit >= 1 && limit <= MOST_RECORDS) return limit;
  throw badInput('The limit is not acceptable.', {
    field: 'limit',
    expected: `a whole number, 1 to ${MOST_RECORDS}`,
    actual: limit,
  });
}

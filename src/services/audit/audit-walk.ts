import type { RowOfStatement } from '../../db/connection/statement.ts';
import * as query from '../../db/queries/audit/audit-trail-query.ts';
import { badInput } from '../../domain/errors.ts';
import { isUuid } from '../../domain/uuid.ts';
import type { AuditFault, KeptHead, Reading } from './audit-fault.ts';

/** A place in the order in which an audit trail is verified: what follows it is still to be read. */
export type Place =
  | { readonly part: 'plain' | 'chain'; readonly from: number }
  | { readonly part: 'log'; readonly time: string; readonly id: string }
  /** Records in no seal yet, by their number. */
  | { readonly part: 'unsealed'; readonly from: number };

/** One range that was read. */
export interface VerifiedRange {
  readonly faults: AuditFault[];
  readonly records: number;
  /** Null at the end of the trail. */
  readonly next: Place | null;
}

export const START: Place = { part: 'plain', from: 1 };
const LOG_START: Place = {
  part: 'log',
  time: '-infinity',
  id: '00000000-0000-0000-0000-000000000000',
};
const UNSEALED_START: Place = { part: 'unsealed', from: 0 };
const HEX_64 = /^[0-9a-f]{64}$/i;

export function placeText(place: Place): string {
  const position = place.part === 'log' ? `${place.time},${place.id}` : String(place.from);
  return Buffer.from(`${place.part}:${position}`).toString('base64url');
}

/** @throws PitError BAD_USER_INPUT for what `placeText` did not write. */
export function parsePlace(cursor: string): Place {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, part, from] =
    /^(plain|chain):([1-9]\d{0,8})$/.exec(text) ?? /^(unsealed):(\d{1,15})$/.exec(text) ?? [];
  if (part !== undefined) return { part: part as 'plain' | 'chain' | 'unsealed', from: Number(from) };
  const [, time = '', id = ''] = /^log:(-infinity|[\dT:.Z-]{24}),([0-9a-f-]{36})$/.exec(text) ?? [];
  const isTime = time === '-infinity' || !Number.isNaN(Date.parse(time));
  if (isTime && isUuid(id)) return { part: 'log', time, id };
  const actual = cursor.slice(0, 64);
  throw badInput('The cursor is not one of this query.', {
    field: 'after',
    expected: 'a nextCursor',
    actual,
  });
}

/** Verifies about `atMost` records behind the place; a seal is read as a whole. */
export function verifyRange(reading: Reading, place: Place, atMost: number): Promise<VerifiedRange> {
  switch (place.part) {
    case 'plain':
      return verifyPlainSeals(reading, place.from, atMost);
    case 'chain':
      return verifyChain(reading, place.from, atMost);
    case 'log':
      return findUnknownRecords(reading, place, atMost);
    case 'unsealed':
      return findVanishedRecords(reading, place.from, atMost);
  }
}

/**
 * Whether the chain still has the seal that was kept elsewhere. A tail that was cut off and a chain that was made anew
 * hold by themselves: only this comparison finds them.
 */
export async function compareWithHead(reading: Reading, { seal, hash }: KeptHead): Promise<AuditFault[]> {
  if (!Number.isSafeInteger(seal) || seal < 1 || !HEX_64.test(hash)) {
    const expected = 'a seal of 1 or more and its hash of 64 hexadecimal digits';
    throw badInput('The kept head is not acceptable.', { field: 'keptHead', expected });
  }
  const [found] = await reading.rows(query.CHAIN_SEALS, [seal, 1]);
  if (found?.number !== seal) return [ofSeal(seal, 'the seal that was kept is missing')];
  return found.hash === hash.toLowerCase() ? [] : [ofSeal(seal, 'the seal is not the one that was kept')];
}

/** As `compareWithHead`, and whether that seal holds by its own records. Those of other seals are not read. */
export async function verifyKeptHead(reading: Reading, kept: KeptHead): Promise<AuditFault[]> {
  const faults = await compareWithHead(reading, kept);
  if (faults.length > 0) return faults;
  return (await verifyChain(reading, kept.seal, 1)).faults;
}

async function verifyPlainSeals(reading: Reading, from: number, atMost: number): Promise<VerifiedRange> {
  const [range] = await reading.rows(query.PLAIN_SEALS, [from, atMost]);
  if (range === undefined || range.upto === null)
    return { faults: [], records: 0, next: { part: 'chain', from: 1 } };
  const { upto } = range;
  const faults = await reading.rows(query.PLAIN_FAULTS, [from, upto]);
  return { faults, records: range.records ?? 0, next: { part: 'plain', from: upto + 1 } };
}

type ChainSeal = RowOfStatement<typeof query.CHAIN_SEALS>;

async function verifyChain(reading: Reading, from: number, atMost: number): Promise<VerifiedRange> {
  const seals = await reading.rows(query.CHAIN_SEALS, [from, atMost]);
  const last = seals.at(-1);
  if (last === undefined) {
    const orphans = await reading.rows(query.CHAIN_FAULTS, [from, null]);
    return { faults: orphans, records: 0, next: LOG_START };
  }
  const faults = seals.flatMap((seal, index) => {
    const fault = faultOf(reading, seal, seals[index - 1]?.keyId);
    return fault === null ? [] : [ofSeal(seal.number, fault)];
  });
  faults.push(...(await reading.rows(query.CHAIN_FAULTS, [from, last.number])));
  const records = seals.reduce((sum, seal) => sum + seal.records, 0);
  return { faults, records, next: { part: 'chain', from: last.number + 1 } };
}

/** @param keyBefore the key of the seal before it, so that a changed key is said once and not of every seal. */
function faultOf({ actor, auditSealer }: Reading, seal: ChainSeal, keyBefore?: string): string | null {
  if (seal.prevHash !== seal.expectedPrev) return 'the seal before it is missing or altered';
  if (seal.found !== seal.records || seal.total !== seal.expectedTotal) {
    return 'sealed records are missing or added';
  }
  if (seal.keyId !== auditSealer.keyId) {
    if (keyBefore === seal.keyId) return null;
    return 'the seal was made with another key: PIT_SECRET was changed or lost, so that it cannot be verified';
  }
  const isRight = auditSealer.hashOf({ ...seal, orgId: actor.orgId }) === seal.hash;
  return isRight ? null : 'the seal does not match its records';
}

async function findUnknownRecords(
  reading: Reading,
  { time, id }: Extract<Place, { part: 'log' }>,
  atMost: number,
): Promise<VerifiedRange> {
  const [range] = await reading.rows(query.LOG_RANGE, [time, id, atMost]);
  const { records = 0, unknownIds } = range ?? {};
  const unknown = unknownIds ?? [];
  const fault = 'the record was not written by the audit trigger';
  const faults: AuditFault[] = unknown.map((auditLogId) => ({ ...ofSeal(null, fault), auditLogId }));
  if (records < atMost || range?.uptoTime == null || range.uptoId === null) {
    return { faults, records, next: UNSEALED_START };
  }
  return { faults, records, next: { part: 'log', time: range.uptoTime, id: range.uptoId } };
}

async function findVanishedRecords(reading: Reading, from: number, atMost: number): Promise<VerifiedRange> {
  const [range] = await reading.rows(query.UNSEALED_RANGE, [from, atMost]);
  const { records = 0, upto = null, missing, missingIds } = range ?? {};
  const faults = (missing ?? []).map((sequence, index) => ({
    sealId: null,
    sequence,
    auditLogId: missingIds?.[index] ?? null,
    fault: 'the record is missing',
  }));
  const isLast = records < atMost || upto === null;
  return { faults, records, next: isLast ? null : { part: 'unsealed', from: upto } };
}

function ofSeal(sealId: number | null, fault: string): AuditFault {
  return { sealId, sequence: null, auditLogId: null, fault };
}

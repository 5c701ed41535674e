import { isoTimestamp } from '../../connection/decode.ts';
import { statement } from '../../connection/statement.ts';
import type { Output } from '../../connection/decode.ts';

const hex = (text: string): string => text.replace('\\x', '');

const FAULT: Output[] = [
  { property: 'sealId', decode: Number },
  { property: 'sequence', decode: Number },
  { property: 'auditLogId' },
  { property: 'fault' },
];

/** The newest seal of the organisation's chain; no row when it has none. */
export const AUDIT_HEAD = statement(
  'SELECT number, hash, total, sealed_at, keyed_since FROM pit_ops.audit_head()',
  'AuditHead',
  [
    { property: 'seal', decode: Number },
    { property: 'hash', decode: hex },
    { property: 'records', decode: Number },
    { property: 'sealedAt', decode: isoTimestamp },
    { property: 'keyedSince', decode: isoTimestamp },
  ],
);

/** Where a range of the seals without a key ends that begins at `$1` and has about `$2` records. */
export const PLAIN_SEALS = statement(
  'SELECT upto_id, records FROM pit_ops.audit_plain_range($1, $2)',
  'PlainSeals',
  [
    { property: 'upto', decode: Number },
    { property: 'records', decode: Number },
  ],
);

/** Faults of the seals without a key from `$1` to `$2`. */
export const PLAIN_FAULTS = statement(
  'SELECT seal_id, seq, audit_log_id, fault FROM pit_ops.audit_plain_faults($1, $2)',
  'AuditFault',
  FAULT,
);

/** Seals of the organisation's chain from the number `$1` with about `$2` records. */
export const CHAIN_SEALS = statement(
  `SELECT number, records, total, prev_hash, hash, key_id, sealed_at, expected_prev, expected_total, found, digest
  FROM pit_ops.audit_chain_range($1, $2)`,
  'ChainSeal',
  [
    { property: 'number', decode: Number },
    { property: 'records', decode: Number },
    { property: 'total', decode: Number },
    { property: 'prevHash', decode: hex },
    { property: 'hash', decode: hex },
    { property: 'keyId' },
    { property: 'sealedAt', decode: isoTimestamp },
    { property: 'expectedPrev', decode: hex },
    { property: 'expectedTotal', decode: Number },
    { property: 'found', decode: Number },
    { property: 'digest', decode: hex },
  ],
);

/** Faults of records in the seals from `$1` to `$2`; without an end, of records whose seals are not there. */
export const CHAIN_FAULTS = statement(
  'SELECT seal_id, seq, audit_log_id, fault FROM pit_ops.audit_chain_faults($1, $2)',
  'AuditFault',
  FAULT,
);

/** The `$3` records that follow the one of the time `$1` and the id `$2`. */
export const LOG_RANGE = statement(
  'SELECT records, upto_time, upto_id, to_jsonb(unknown_ids) FROM pit_ops.audit_log_range($1, $2, $3)',
  'LogRange',
  [
    { property: 'records', decode: Number },
    { property: 'uptoTime', decode: isoTimestamp },
    { property: 'uptoId' },
    { property: 'unknownIds', decode: (text) => JSON.parse(text) as unknown },
  ],
);

/** Faults of records that are in no seal yet. */
export const UNSEALED_FAULTS = statement(
  'SELECT seal_id, seq, audit_log_id, fault FROM pit_ops.audit_unsealed_faults()',
  'AuditFault',
  FAULT,
);

/** Organisations with records in no seal yet. */
export const LIST_UNSEALED = 'SELECT org_id AS id FROM pit_ops.list_unsealed_audit()';

/** Takes up to `$1` records into the next seal. */
export const CLAIM_RECORDS = `
  SELECT number, records, total, encode(prev_hash, 'hex') AS "prevHash", prev_key_id AS "prevKeyId",
    encode(digest, 'hex') AS digest FROM pit_ops.claim_audit_records($1)`;

/** Stores the seal of what was claimed. */
export const APPEND_SEAL = `
  SELECT pit_ops.append_audit_seal($1, $2, $3, decode($4, 'hex'), decode($5, 'hex'), $6, $7)`;

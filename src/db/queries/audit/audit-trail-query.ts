import {
  bigint,
  hex,
  integer,
  json,
  nullable,
  text,
  timestamp,
  uuid,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

const FAULT = {
  sealId: nullable(integer),
  sequence: nullable(bigint),
  auditLogId: nullable(uuid),
  fault: text,
};

/** The newest seal of the organisation's chain; no row when it has none. */
export const AUDIT_HEAD = statement(
  'SELECT number AS seal, hash, total AS records, sealed_at, keyed_since FROM pit_ops.audit_head()',
  { seal: integer, hash: hex, records: bigint, sealedAt: timestamp, keyedSince: timestamp },
);

/** Where a range of the seals without a key ends that begins at `$1` and has about `$2` records. */
export const PLAIN_SEALS = statement(
  'SELECT upto_id AS upto, records FROM pit_ops.audit_plain_range($1, $2)',
  { upto: nullable(bigint), records: nullable(bigint) },
);

/** Faults of the seals without a key from `$1` to `$2`. */
export const PLAIN_FAULTS = statement(
  'SELECT seal_id, seq AS sequence, audit_log_id, fault FROM pit_ops.audit_plain_faults($1, $2)',
  { ...FAULT, sealId: bigint },
);

/** Seals of the organisation's chain from the number `$1` with about `$2` records. */
export const CHAIN_SEALS = statement(
  `SELECT number, records, total, prev_hash, hash, key_id, sealed_at, expected_prev, expected_total, found, digest
  FROM pit_ops.audit_chain_range($1, $2)`,
  {
    number: integer,
    records: integer,
    total: bigint,
    prevHash: hex,
    hash: hex,
    keyId: text,
    sealedAt: timestamp,
    expectedPrev: hex,
    expectedTotal: bigint,
    found: integer,
    digest: hex,
  },
);

/** Faults of records in the seals from `$1` to `$2`; without an end, of records whose seals are not there. */
export const CHAIN_FAULTS = statement(
  'SELECT seal_id, seq AS sequence, audit_log_id, fault FROM pit_ops.audit_chain_faults($1, $2)',
  FAULT,
);

/** The `$3` records that follow the one of the time `$1` and the id `$2`. */
export const LOG_RANGE = statement(
  'SELECT records, upto_time, upto_id, to_jsonb(unknown_ids) AS unknown_ids FROM pit_ops.audit_log_range($1, $2, $3)',
  {
    records: integer,
    uptoTime: nullable(timestamp),
    uptoId: nullable(uuid),
    unknownIds: nullable(json<string[]>()),
  },
);

/** The `$2` records in no seal yet that follow the number `$1`, and which of them vanished. */
export const UNSEALED_RANGE = statement(
  `SELECT records, upto_seq AS upto, to_jsonb(missing_seqs) AS missing, to_jsonb(missing_ids) AS missing_ids
  FROM pit_ops.audit_unsealed_range($1, $2)`,
  {
    records: integer,
    upto: nullable(bigint),
    missing: nullable(json<number[]>()),
    missingIds: nullable(json<string[]>()),
  },
);

/** Organisations with records in no seal yet. */
export const LIST_UNSEALED = statement('SELECT org_id AS id FROM pit_ops.list_unsealed_audit()', {
  id: uuid,
});

/** Takes up to `$1` records into the next seal. */
export const CLAIM_RECORDS = statement(
  `
  SELECT number, records, total, encode(prev_hash, 'hex') AS "prevHash", prev_key_id AS "prevKeyId",
    encode(digest, 'hex') AS digest FROM pit_ops.claim_audit_records($1)`,
  {
    number: integer,
    records: integer,
    total: bigint,
    prevHash: text,
    prevKeyId: nullable(text),
    digest: text,
  },
);

/** Stores the seal of what was claimed. */
export const APPEND_SEAL = statement(`
  SELECT pit_ops.append_audit_seal($1, $2, $3, decode($4, 'hex'), decode($5, 'hex'), $6, $7)`);

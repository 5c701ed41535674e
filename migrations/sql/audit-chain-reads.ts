/**
 * How the audit trail of one organisation is read for its verification: in ranges, each by an index and bounded, so that
 * a statement takes as long at five million records as at five thousand.
 */

const FUNCTION = 'LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp';

const RECORD_FAULT = `CASE WHEN log.id IS NULL THEN 'the record is missing' ELSE 'the record is altered' END`;
const IS_WRONG = `(log.id IS NULL OR detail.digest <> pit_ops.audit_digest(log, detail))`;

/** The seals of before, which are in one chain for all organisations and have no key. */
export const READ_PLAIN_SEALS = `
  CREATE FUNCTION pit_ops.audit_plain_range(from_id bigint, at_most integer)
    RETURNS TABLE (upto_id bigint, records bigint) ${FUNCTION} AS $$
  BEGIN
    PERFORM pit_ops.require_auditor(false);
    RETURN QUERY SELECT max(each.id), sum(each.records)::bigint FROM (
      SELECT seal.id, seal.records, sum(seal.records) OVER (ORDER BY seal.id) AS running
      FROM (SELECT * FROM pit_ops.audit_seal WHERE id >= from_id ORDER BY id LIMIT 1000) AS seal) AS each
    WHERE each.running <= at_most OR each.running = each.records;
  END $$;
  COMMENT ON FUNCTION pit_ops.audit_plain_range(bigint, integer) IS
    'The last seal up to which a range that begins there has at most so many records, at least one seal; nulls when there is none.';
  CREATE FUNCTION pit_ops.audit_plain_faults(from_id bigint, upto_id bigint)
    RETURNS TABLE (seal_id bigint, seq bigint, audit_log_id uuid, fault text) ${FUNCTION} AS $$
  BEGIN
    PERFORM pit_ops.require_auditor(false);
    RETURN QUERY
    WITH chain AS (
      SELECT seal.id, seal.hash, seal.prev_hash, seal.records,
        coalesce((SELECT before.hash FROM pit_ops.audit_seal AS before WHERE before.id = seal.id - 1), '') AS expected_prev
      FROM pit_ops.audit_seal AS seal WHERE seal.id BETWEEN from_id AND upto_id
    ), found AS (
      SELECT detail.seal_id AS id, count(*) AS records, string_agg(detail.digest, '' ORDER BY detail.seq) AS digests
      FROM pit_ops.audit_detail AS detail WHERE detail.seal_id BETWEEN from_id AND upto_id GROUP BY detail.seal_id
    )
    SELECT chain.id, NULL::bigint, NULL::uuid, CASE
        WHEN chain.prev_hash <> chain.expected_prev THEN 'the seal before it is missing or altered'
        WHEN found.records IS DISTINCT FROM chain.records THEN 'sealed records are missing or added'
        ELSE 'the seal does not match its records' END
    FROM chain LEFT JOIN found USING (id)
    WHERE chain.prev_hash <> chain.expected_prev OR found.records IS DISTINCT FROM chain.records
      OR chain.hash <> sha256(chain.prev_hash || found.digests)
    UNION ALL
    (SELECT detail.seal_id, detail.seq, detail.audit_log_id, ${RECORD_FAULT}
    FROM pit_ops.audit_detail AS detail LEFT JOIN pit.audit_log AS log ON log.id = detail.audit_log_id
    WHERE detail.seal_id BETWEEN from_id AND upto_id AND detail.org_id = pit_ops.ctx_org() AND ${IS_WRONG}
    ORDER BY detail.seq LIMIT 100);
  END $$;
  COMMENT ON FUNCTION pit_ops.audit_plain_faults(bigint, bigint) IS
    'Faults of these seals, and of the organisation''s records in them.';`;

/** The chain of the organisation. Whether a hash is right is for the service to say, which has the key. */
export const READ_CHAIN = `
  CREATE FUNCTION pit_ops.audit_head()
    RETURNS TABLE (number integer, hash bytea, total bigint, sealed_at timestamptz, keyed_since timestamptz) ${FUNCTION} AS $$
  BEGIN
    PERFORM pit_ops.require_auditor(false);
    RETURN QUERY SELECT last.number, last.hash, last.total, last.sealed_at::timestamptz,
      (SELECT first.sealed_at::timestamptz FROM pit_ops.audit_chain_seal AS first
        WHERE first.org_id = last.org_id ORDER BY first.number LIMIT 1)
    FROM pit_ops.audit_chain_seal AS last WHERE last.org_id = pit_ops.ctx_org() ORDER BY last.number DESC LIMIT 1;
  END $$;
  COMMENT ON FUNCTION pit_ops.audit_head() IS 'The newest seal of the organisation''s chain, and when its first was made.';
  CREATE FUNCTION pit_ops.audit_chain_range(from_number integer, at_most integer)
    RETURNS TABLE (number integer, records integer, total bigint, prev_hash bytea, hash bytea, key_id text,
      sealed_at timestamptz, expected_prev bytea, expected_total bigint, found integer, digest bytea) ${FUNCTION} AS $$
  DECLARE
    org uuid := pit_ops.ctx_org();
  BEGIN
    PERFORM pit_ops.require_auditor(false);
    RETURN QUERY
    WITH range AS (
      SELECT each.* FROM (
        SELECT seal.*, sum(seal.records) OVER (ORDER BY seal.number) AS running FROM (
          SELECT * FROM pit_ops.audit_chain_seal AS every WHERE every.org_id = org AND every.number >= from_number
          ORDER BY every.number LIMIT 1000) AS seal) AS each
      WHERE each.running <= at_most OR each.running = each.records
    )
    SELECT range.number, range.records, range.total, range.prev_hash, range.hash, range.key_id, range.sealed_at::timestamptz,
      coalesce(before.hash, CASE range.number WHEN 1 THEN
        (SELECT plain.hash FROM pit_ops.audit_seal AS plain ORDER BY plain.id DESC LIMIT 1) END, ''::bytea),
      coalesce(before.total, 0) + range.records, found.records, found.digest
    FROM range
    LEFT JOIN pit_ops.audit_chain_seal AS before ON before.org_id = org AND before.number = range.number - 1
    CROSS JOIN LATERAL (
      SELECT count(*)::integer AS records, sha256(coalesce(string_agg(detail.digest, ''::bytea ORDER BY detail.seq), '')) AS digest
      FROM pit_ops.audit_detail AS detail WHERE detail.org_id = org AND detail.chain_seal = range.number) AS found
    ORDER BY range.number;
  END $$;
  COMMENT ON FUNCTION pit_ops.audit_chain_range(integer, integer) IS
    'Seals of the organisation from a number on with at most so many records, at least one: as stored, and what the seal before and the digests of the records say.';
  CREATE FUNCTION pit_ops.audit_chain_faults(from_number integer, upto_number integer)
    RETURNS TABLE (seal_id integer, seq bigint, audit_log_id uuid, fault text) ${FUNCTION} AS $$
  BEGIN
    PERFORM pit_ops.require_auditor(false);
    RETURN QUERY
    SELECT detail.chain_seal, detail.seq, detail.audit_log_id, CASE
        WHEN upto_number IS NULL THEN 'the seal of the record is missing' ELSE ${RECORD_FAULT} END
    FROM pit_ops.audit_detail AS detail LEFT JOIN pit.audit_log AS log ON log.id = detail.audit_log_id
    WHERE detail.org_id = pit_ops.ctx_org()
      AND detail.chain_seal >= from_number AND detail.chain_seal <= coalesce(upto_number, detail.chain_seal)
      AND (upto_number IS NULL OR ${IS_WRONG})
    ORDER BY detail.chain_seal, detail.seq LIMIT 100;
  END $$;
  COMMENT ON FUNCTION pit_ops.audit_chain_faults(integer, integer) IS
    'Records in these seals that are missing or altered; without an end, records in seals that are not there.';`;

/** Records that are in no seal. */
export const READ_RECORDS = `
  CREATE FUNCTION pit_ops.audit_log_range(after_time timestamptz, after_id uuid, at_most integer)
    RETURNS TABLE (records integer, upto_time timestamptz, upto_id uuid, unknown_ids uuid[]) ${FUNCTION} AS $$
  BEGIN
    PERFORM pit_ops.require_auditor(false);
    RETURN QUERY
    WITH range AS (
      SELECT log.id, log.created_at FROM pit.audit_log AS log
      WHERE log.org_id = pit_ops.ctx_org() AND (log.created_at, log.id) > (after_time, after_id)
      ORDER BY log.created_at, log.id LIMIT at_most
    )
    SELECT count(*)::integer, max(range.created_at)::timestamptz,
      (array_agg(range.id ORDER BY range.created_at DESC, range.id DESC))[1],
      (array_agg(range.id) FILTER (WHERE NOT EXISTS (
        SELECT FROM pit_ops.audit_detail AS detail WHERE detail.audit_log_id = range.id)))[1:100]
    FROM range;
  END $$;
  COMMENT ON FUNCTION pit_ops.audit_log_range(timestamptz, uuid, integer) IS
    'How many records follow a place in the order of time, at most so many, where they end, and which of them the audit trigger did not write.';
  CREATE FUNCTION pit_ops.audit_unsealed_faults()
    RETURNS TABLE (seal_id integer, seq bigint, audit_log_id uuid, fault text) ${FUNCTION} AS $$
  BEGIN
    PERFORM pit_ops.require_auditor(false);
    RETURN QUERY SELECT NULL::integer, detail.seq, detail.audit_log_id, 'the record is missing'
    FROM pit_ops.audit_detail AS detail
    WHERE detail.org_id = pit_ops.ctx_org() AND detail.digest IS NULL
      AND NOT EXISTS (SELECT FROM pit.audit_log AS log WHERE log.id = detail.audit_log_id)
    ORDER BY detail.seq LIMIT 100;
  END $$;
  COMMENT ON FUNCTION pit_ops.audit_unsealed_faults() IS 'Records of the organisation that vanished before they were sealed.';`;

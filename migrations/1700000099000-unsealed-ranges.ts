import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

const FUNCTION = 'LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp';

const BEFORE = `
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

const AFTER = `
  CREATE FUNCTION pit_ops.audit_unsealed_range(after_seq bigint, at_most integer)
    RETURNS TABLE (records integer, upto_seq bigint, missing_seqs bigint[], missing_ids uuid[]) ${FUNCTION} AS $$
  BEGIN
    PERFORM pit_ops.require_auditor(false);
    RETURN QUERY
    WITH range AS MATERIALIZED (
      SELECT detail.seq, detail.audit_log_id FROM pit_ops.audit_detail AS detail
      WHERE detail.org_id = pit_ops.ctx_org() AND detail.digest IS NULL AND detail.seq > after_seq
      ORDER BY detail.seq LIMIT at_most
    ), missing AS (
      SELECT range.* FROM range
      WHERE NOT EXISTS (SELECT FROM pit.audit_log AS log WHERE log.id = range.audit_log_id)
      ORDER BY range.seq LIMIT 100
    )
    SELECT (SELECT count(*) FROM range)::integer, (SELECT max(range.seq) FROM range),
      array_agg(missing.seq ORDER BY missing.seq), array_agg(missing.audit_log_id ORDER BY missing.seq)
    FROM missing;
  END $$;
  COMMENT ON FUNCTION pit_ops.audit_unsealed_range(bigint, integer) IS
    'How many unsealed records of the organisation follow a number, at most so many, where they end, and which of them vanished, up to a hundred.';`;

/**
 * Unsealed records are verified in ranges, like all others: after an import of millions they are as many as the trail
 * has records, and one statement over all of them would take longer than a statement may.
 */
export class UnsealedRanges1700000099000 implements MigrationInterface {
  name = 'UnsealedRanges1700000099000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      SET LOCAL ROLE pit_definer;
      DROP FUNCTION pit_ops.audit_unsealed_faults();
      SET LOCAL ROLE pit_owner;
      ${AFTER}
      ${ownedByDefiner(['pit_ops.audit_unsealed_range(bigint, integer)'], 'pit_app, pit_foreman')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      SET LOCAL ROLE pit_definer;
      DROP FUNCTION pit_ops.audit_unsealed_range(bigint, integer);
      SET LOCAL ROLE pit_owner;
      ${BEFORE}
      ${ownedByDefiner(['pit_ops.audit_unsealed_faults()'], 'pit_app, pit_foreman')}`);
  }
}

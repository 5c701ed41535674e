import type { MigrationInterface, QueryRunner } from 'typeorm';
import { READ_CHAIN, READ_PLAIN_SEALS, READ_RECORDS } from './sql/audit-chain-reads.ts';
import { ownedByDefiner } from './sql/definer.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * From here on the records of each organisation are sealed in a chain of its own, by the service and with a key that the
 * database does not have: see decision 16. The seals that there are stay as they are.
 */
export class AuditChain1700000071000 implements MigrationInterface {
  name = 'AuditChain1700000071000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SEALS);
    await runner.query(MARKS);
    await runner.query(AUDITOR + WRITE_CHAIN);
    await runner.query(READ_PLAIN_SEALS + READ_CHAIN + READ_RECORDS);
    await runner.query(`
      GRANT SELECT, INSERT ON pit_ops.audit_chain_seal TO pit_definer;
      GRANT UPDATE (chain_seal) ON pit_ops.audit_detail TO pit_definer;
      ${ownedByDefiner(['pit_ops.require_auditor(boolean)'])}
      ${ownedByDefiner(CALLABLE, 'pit_app, pit_foreman')}
      ${asDefiner(`REVOKE EXECUTE ON FUNCTION ${PLAIN_DOORS} FROM pit_app, pit_foreman`)}`);
  }

  /** Records that were sealed by the chain are unsealed, and the former chain takes them again. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${asDefiner(`GRANT EXECUTE ON FUNCTION ${PLAIN_DOORS} TO pit_app, pit_foreman`)}
      DROP FUNCTION ${[...CALLABLE, 'pit_ops.require_auditor(boolean)'].join(', ')};
      DROP TRIGGER refuse_update ON pit_ops.audit_detail;
      ALTER TABLE pit_ops.audit_detail DROP CONSTRAINT audit_detail_sealed_check;
      UPDATE pit_ops.audit_detail SET digest = NULL WHERE chain_seal IS NOT NULL;
      ALTER TABLE pit_ops.audit_detail DROP COLUMN chain_seal,
        ADD CONSTRAINT audit_detail_sealed_check CHECK ((seal_id IS NULL) = (digest IS NULL));
      ${dropWall('pit_ops.audit_chain_seal')}
      DROP TABLE pit_ops.audit_chain_seal;
      DROP INDEX IF EXISTS pit_ops.audit_detail_unsealed_idx;
      CREATE INDEX audit_detail_unsealed_idx ON pit_ops.audit_detail (seq) WHERE seal_id IS NULL;
      ${refuseSealed('OLD.seal_id IS NOT NULL')}`);
  }
}

/** What sealed and verified before the chain; kept for the way back. */
const PLAIN_DOORS = 'pit_ops.seal_audit(integer), pit_ops.verify_audit()';

const CALLABLE = [
  'pit_ops.list_unsealed_audit()',
  'pit_ops.claim_audit_records(integer)',
  'pit_ops.append_audit_seal(integer, integer, bigint, bytea, bytea, text, timestamptz)',
  'pit_ops.audit_head()',
  'pit_ops.audit_plain_range(bigint, integer)',
  'pit_ops.audit_plain_faults(bigint, bigint)',
  'pit_ops.audit_chain_range(integer, integer)',
  'pit_ops.audit_chain_faults(integer, integer)',
  'pit_ops.audit_log_range(timestamptz, uuid, integer)',
  'pit_ops.audit_unsealed_faults()',
];

function asDefiner(statement: string): string {
  return `SET LOCAL ROLE pit_definer; ${statement}; SET LOCAL ROLE pit_owner;`;
}

const SEALS = `
  CREATE TABLE pit_ops.audit_chain_seal (
    org_id uuid NOT NULL,
    number integer NOT NULL,
    records integer NOT NULL,
    total bigint NOT NULL,
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL,
    key_id text NOT NULL,
    sealed_at timestamptz(3) NOT NULL,
    PRIMARY KEY (org_id, number),
    CONSTRAINT audit_chain_seal_number_check CHECK (number > 0),
    CONSTRAINT audit_chain_seal_records_check CHECK (records > 0 AND total >= records)
  );
  COMMENT ON TABLE pit_ops.audit_chain_seal IS
    'The seals of each organisation''s audit records, numbered from 1. The first follows the last seal of pit_ops.audit_seal.';
  COMMENT ON COLUMN pit_ops.audit_chain_seal.total IS 'Records of this seal and all before it in the chain.';
  COMMENT ON COLUMN pit_ops.audit_chain_seal.hash IS
    'HMAC-SHA256 that the service computed, with a key derived from PIT_SECRET, over this row and the digests of its records.';
  COMMENT ON COLUMN pit_ops.audit_chain_seal.key_id IS 'Names the key without revealing it.';
  ${wall('pit_ops.audit_chain_seal')}
  ${['refuse_change', 'refuse_truncate'].map(refuseChain).join('')}`;

function refuseChain(name: string): string {
  const rows = name === 'refuse_change' ? 'UPDATE OR DELETE' : 'TRUNCATE';
  const each = name === 'refuse_change' ? 'ROW' : 'STATEMENT';
  return `
  CREATE TRIGGER ${name} BEFORE ${rows} ON pit_ops.audit_chain_seal
    FOR EACH ${each} EXECUTE FUNCTION pit_ops.refuse_change('pit_ops.audit_chain_seal');
  ALTER TABLE pit_ops.audit_chain_seal ENABLE ALWAYS TRIGGER ${name};`;
}

function refuseSealed(condition: string): string {
  return `
  CREATE TRIGGER refuse_update BEFORE UPDATE ON pit_ops.audit_detail FOR EACH ROW WHEN (${condition})
    EXECUTE FUNCTION pit_ops.refuse_change('pit_ops.audit_detail');
  ALTER TABLE pit_ops.audit_detail ENABLE ALWAYS TRIGGER refuse_update;`;
}

// Deferred: the records are marked with the number of a seal that is stored a moment later, and never without it.
const MARKS = `
  ALTER TABLE pit_ops.audit_detail ADD COLUMN chain_seal integer,
    DROP CONSTRAINT audit_detail_sealed_check,
    ADD CONSTRAINT audit_detail_sealed_check CHECK (num_nonnulls(seal_id, chain_seal) = num_nonnulls(digest)),
    ADD CONSTRAINT audit_detail_chain_seal_fkey FOREIGN KEY (org_id, chain_seal)
      REFERENCES pit_ops.audit_chain_seal (org_id, number) DEFERRABLE INITIALLY DEFERRED;
  COMMENT ON COLUMN pit_ops.audit_detail.chain_seal IS 'Number of the seal in the organisation''s chain.';
  DROP INDEX pit_ops.audit_detail_unsealed_idx;
  CREATE INDEX audit_detail_unsealed_idx ON pit_ops.audit_detail (org_id, seq) WHERE digest IS NULL;
  CREATE INDEX audit_detail_chain_seal_idx ON pit_ops.audit_detail (org_id, chain_seal, seq) WHERE chain_seal IS NOT NULL;
  DROP TRIGGER refuse_update ON pit_ops.audit_detail;
  ${refuseSealed('OLD.digest IS NOT NULL')}`;

const AUDITOR = `
  CREATE FUNCTION pit_ops.require_auditor(service_only boolean) RETURNS void LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() = 'service' OR (NOT service_only AND pit_ops.ctx_role() IN ('admin', 'foreman')) THEN
      RETURN;
    END IF;
    RAISE EXCEPTION 'the audit chain is sealed by the service and verified by those who govern'
      USING ERRCODE = 'insufficient_privilege';
  END $$;`;

// One sealer for each organisation at a time. A record is sealed once it is seen, and what is seen is committed: no writer
// waits for the seal, nor the seal for one.
const WRITE_CHAIN = `
  CREATE FUNCTION pit_ops.list_unsealed_audit() RETURNS TABLE (org_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    PERFORM pit_ops.require_auditor(true);
    RETURN QUERY SELECT DISTINCT detail.org_id FROM pit_ops.audit_detail AS detail WHERE detail.digest IS NULL;
  END $$;
  COMMENT ON FUNCTION pit_ops.list_unsealed_audit() IS 'Organisations with audit records that are in no seal yet.';
  CREATE FUNCTION pit_ops.claim_audit_records(at_most integer)
    RETURNS TABLE (number integer, records integer, total bigint, prev_hash bytea, prev_key_id text, digest bytea)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  #variable_conflict use_column
  DECLARE
    org uuid := pit_ops.ctx_org();
    last pit_ops.audit_chain_seal;
    next integer;
  BEGIN
    PERFORM pit_ops.require_auditor(true);
    PERFORM pg_advisory_xact_lock(hashtextextended('pit_ops.audit_chain_seal ' || org, 0));
    SELECT * INTO last FROM pit_ops.audit_chain_seal AS seal WHERE seal.org_id = org ORDER BY seal.number DESC LIMIT 1;
    next := coalesce(last.number, 0) + 1;
    RETURN QUERY
    WITH batch AS (
      SELECT detail.seq, pit_ops.audit_digest(log, detail) AS digest
      FROM pit_ops.audit_detail AS detail JOIN pit.audit_log AS log ON log.id = detail.audit_log_id
      WHERE detail.org_id = org AND detail.digest IS NULL ORDER BY detail.seq LIMIT at_most
    ), marked AS (
      UPDATE pit_ops.audit_detail AS detail SET chain_seal = next, digest = batch.digest
      FROM batch WHERE detail.seq = batch.seq RETURNING detail.seq, detail.digest
    )
    SELECT next, count(*)::integer, coalesce(last.total, 0) + count(*),
      coalesce(last.hash, (SELECT plain.hash FROM pit_ops.audit_seal AS plain ORDER BY plain.id DESC LIMIT 1), ''::bytea),
      last.key_id, sha256(string_agg(marked.digest, ''::bytea ORDER BY marked.seq))
    FROM marked HAVING count(*) > 0;
  END $$;
  COMMENT ON FUNCTION pit_ops.claim_audit_records(integer) IS
    'Takes up to so many unsealed records of the organisation into its next seal, which pit_ops.append_audit_seal has to store in the same transaction. The digest is SHA-256 over the records'' digests by seq; no row when nothing is unsealed.';
  CREATE FUNCTION pit_ops.append_audit_seal(number integer, records integer, total bigint, prev_hash bytea, hash bytea,
    key_id text, sealed_at timestamptz) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    PERFORM pit_ops.require_auditor(true);
    INSERT INTO pit_ops.audit_chain_seal VALUES
      (pit_ops.ctx_org(), number, records, total, prev_hash, hash, key_id, sealed_at);
  END $$;
  COMMENT ON FUNCTION pit_ops.append_audit_seal(integer, integer, bigint, bytea, bytea, text, timestamptz) IS
    'Stores the seal whose hash the service has computed.';`;

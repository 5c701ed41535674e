import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { AUDITED_TABLES } from './sql/tables.ts';

/** Every change leaves a record that its author cannot touch, and records are sealed so that tampering shows. */
export class AuditTrail1700000020000 implements MigrationInterface {
  name = 'AuditTrail1700000020000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(APPEND);
    await runner.query(OVERRIDE);
    await runner.query(DIGEST + SEAL);
    await runner.query(VERIFY);
    await runner.query(OWNERS);
    await runner.query(AUDITED_TABLES.map(audit).join(''));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION pit_ops.audit_row() CASCADE;
      DROP FUNCTION pit_ops.verify_audit(), pit_ops.seal_audit(integer), pit_ops.record_override(),
        pit_ops.append_audit(uuid, text, text, text, jsonb, jsonb),
        pit_ops.audit_digest(pit.audit_log, pit_ops.audit_detail);
      REVOKE ALL ON pit.audit_log, pit_ops.audit_detail, pit_ops.audit_seal FROM pit_definer`);
  }
}

// Without an actor the change is refused: there are no anonymous ones. The clock and not the transaction's start, so
// that records of one transaction stand in their order.
const APPEND = `
  CREATE FUNCTION pit_ops.append_audit(org uuid, action text, table_name text, record text, before jsonb, after jsonb)
    RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    log_id uuid := gen_random_uuid();
    actor uuid := pit_ops.ctx_user();
  BEGIN
    IF actor IS NULL OR org IS NULL THEN
      RAISE EXCEPTION 'a change needs an actor and an organisation in its context' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO pit.audit_log (id, org_id, user_id, action, table_name, record_id, before_state, after_state, created_at)
      VALUES (log_id, org, actor, action, table_name, record, before, after, clock_timestamp());
    INSERT INTO pit_ops.audit_detail (audit_log_id, org_id, db_role, request_id, override_reason)
      VALUES (log_id, org, coalesce(nullif(current_setting('role'), 'none'), session_user),
        nullif(current_setting('app.request_id', true), ''), pit_ops.ctx_reason());
  END $$;
  CREATE FUNCTION pit_ops.audit_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    before jsonb;
    after jsonb;
    changed jsonb;
  BEGIN
    IF TG_OP <> 'INSERT' THEN before := to_jsonb(OLD); END IF;
    IF TG_OP <> 'DELETE' THEN after := to_jsonb(NEW); END IF;
    IF TG_OP = 'UPDATE' AND before - 'updated_at' = after - 'updated_at' THEN
      RETURN NULL;
    END IF;
    changed := coalesce(after, before);
    PERFORM pit_ops.append_audit(
      coalesce(CASE TG_ARGV[0] WHEN 'organisation' THEN changed ->> 'id' ELSE changed ->> 'org_id' END,
        pit_ops.ctx_org()::text)::uuid,
      TG_OP, TG_ARGV[0], changed ->> 'id', before, after);
    RETURN NULL;
  END $$;`;

const OVERRIDE = `
  CREATE FUNCTION pit_ops.record_override() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() NOT IN ('admin', 'foreman') OR pit_ops.ctx_reason() IS NULL THEN
      RAISE EXCEPTION 'an override needs an administrator or foreman and a reason' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pit_ops.append_audit(pit_ops.ctx_org(), 'OVERRIDE', 'organisation', pit_ops.ctx_org()::text, NULL,
      jsonb_build_object('role', pit_ops.ctx_role(), 'reason', pit_ops.ctx_reason()));
  END $$;
  COMMENT ON FUNCTION pit_ops.record_override() IS
    'Leaves the audit record of an override; called before a transaction takes the role pit_foreman.';`;

// Every column by name, and the time as a number: the digest must not depend on a session's settings.
const DIGEST = `
  CREATE FUNCTION pit_ops.audit_digest(log pit.audit_log, detail pit_ops.audit_detail) RETURNS bytea LANGUAGE sql STABLE
    RETURN sha256(convert_to(jsonb_build_array(
      (log).id, (log).org_id, (log).user_id, (log).action, (log).table_name, (log).record_id,
      (log).before_state, (log).after_state, extract(epoch FROM (log).created_at),
      (detail).seq, (detail).org_id, (detail).xid, (detail).db_role, (detail).request_id, (detail).override_reason
    )::text, 'UTF8'));`;

// A record is sealed once it is seen, and what is seen is committed: no writer waits for the seal, nor the seal for one.
const SEAL = `
  CREATE FUNCTION pit_ops.seal_audit(at_most integer DEFAULT 50000) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    last pit_ops.audit_seal;
    seqs bigint[];
    digests bytea[];
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service seals the audit log' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('pit_ops.seal_audit', 0));
    SELECT * INTO last FROM pit_ops.audit_seal ORDER BY id DESC LIMIT 1;
    SELECT array_agg(seq ORDER BY seq), array_agg(digest ORDER BY seq) INTO seqs, digests FROM (
      SELECT detail.seq, pit_ops.audit_digest(log, detail) AS digest
      FROM pit_ops.audit_detail AS detail JOIN pit.audit_log AS log ON log.id = detail.audit_log_id
      WHERE detail.seal_id IS NULL ORDER BY detail.seq LIMIT at_most) AS batch;
    IF seqs IS NULL THEN
      RETURN 0;
    END IF;
    INSERT INTO pit_ops.audit_seal (id, upto_seq, records, prev_hash, hash)
      SELECT coalesce(last.id, 0) + 1, seqs[cardinality(seqs)], cardinality(seqs), coalesce(last.hash, ''),
        sha256(coalesce(last.hash, '') || string_agg(digest, '' ORDER BY position))
      FROM unnest(digests) WITH ORDINALITY AS each (digest, position);
    UPDATE pit_ops.audit_detail AS detail SET seal_id = coalesce(last.id, 0) + 1, digest = sealed.digest
      FROM unnest(seqs, digests) AS sealed (seq, digest) WHERE detail.seq = sealed.seq;
    RETURN cardinality(seqs);
  END $$;
  COMMENT ON FUNCTION pit_ops.seal_audit(integer) IS
    'Seals the records that are not sealed yet, at most so many; answers how many. For the service''s job.';`;

const VERIFY = `
  CREATE FUNCTION pit_ops.verify_audit()
    RETURNS TABLE (seal_id bigint, seq bigint, audit_log_id uuid, fault text) LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'service') THEN
      RAISE EXCEPTION 'only those who govern verify the audit log' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY
    WITH chain AS (
      SELECT seal.id, seal.hash, seal.prev_hash, seal.records,
        coalesce(lag(seal.hash) OVER (ORDER BY seal.id), '') AS expected_prev
      FROM pit_ops.audit_seal AS seal
    ), found AS (
      SELECT detail.seal_id AS id, count(*) AS records, string_agg(detail.digest, '' ORDER BY detail.seq) AS digests
      FROM pit_ops.audit_detail AS detail WHERE detail.seal_id IS NOT NULL GROUP BY detail.seal_id
    ), faults AS (
      SELECT chain.id AS seal_id, NULL::bigint AS seq, NULL::uuid AS audit_log_id, NULL::uuid AS org_id, CASE
          WHEN chain.prev_hash <> chain.expected_prev THEN 'the seal before it is missing or altered'
          WHEN found.records IS DISTINCT FROM chain.records THEN 'sealed records are missing or added'
          ELSE 'the seal does not match its records' END AS fault
      FROM chain LEFT JOIN found USING (id)
      WHERE chain.prev_hash <> chain.expected_prev OR found.records IS DISTINCT FROM chain.records
        OR chain.hash <> sha256(chain.prev_hash || found.digests)
      UNION ALL
      SELECT detail.seal_id, detail.seq, detail.audit_log_id, detail.org_id,
        CASE WHEN log.id IS NULL THEN 'the record is missing' ELSE 'the record is altered' END
      FROM pit_ops.audit_detail AS detail LEFT JOIN pit.audit_log AS log ON log.id = detail.audit_log_id
      WHERE log.id IS NULL OR detail.digest <> pit_ops.audit_digest(log, detail)
      UNION ALL
      SELECT NULL, NULL, log.id, log.org_id, 'the record was not written by the audit trigger'
      FROM pit.audit_log AS log
      WHERE NOT EXISTS (SELECT FROM pit_ops.audit_detail AS detail WHERE detail.audit_log_id = log.id)
    )
    SELECT faults.seal_id, faults.seq, faults.audit_log_id, faults.fault FROM faults
    WHERE faults.org_id IS NULL OR faults.org_id = pit_ops.ctx_org() OR pit_ops.ctx_role() = 'service'
    ORDER BY faults.seal_id, faults.seq NULLS FIRST;
  END $$;
  COMMENT ON FUNCTION pit_ops.verify_audit() IS
    'One row for each fault of the sealed chain; none means that it holds. Records of other organisations are for the service.';`;

const INTERNAL = [
  'pit_ops.append_audit(uuid, text, text, text, jsonb, jsonb)',
  'pit_ops.audit_digest(pit.audit_log, pit_ops.audit_detail)',
];

const CALLABLE = ['pit_ops.record_override()', 'pit_ops.seal_audit(integer)', 'pit_ops.verify_audit()'];

const OWNERS = `
  GRANT SELECT, INSERT ON pit.audit_log, pit_ops.audit_detail, pit_ops.audit_seal TO pit_definer;
  GRANT UPDATE (seal_id, digest) ON pit_ops.audit_detail TO pit_definer;
  ${ownedByDefiner(INTERNAL)}
  ${ownedByDefiner(['pit_ops.audit_row()'], 'pit_owner')}
  ${ownedByDefiner(CALLABLE, 'pit_app, pit_foreman')}`;

// The name goes in as an argument, because the trigger of a partition knows only the partition's.
function audit(table: string): string {
  const name = table.replace('pit.', '').replaceAll('"', '');
  return `
    CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('${name}');
    ALTER TABLE ${table} ENABLE ALWAYS TRIGGER audit_row;`;
}

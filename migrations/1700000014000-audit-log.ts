import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who changed what. The specified table holds the specified columns; what else an auditor wants to know stands
 * beside it in `pit_ops.audit_detail`, and the seals that make tampering evident in `pit_ops.audit_seal`.
 */
export class AuditLog1700000014000 implements MigrationInterface {
  name = 'AuditLog1700000014000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(AUDIT_LOG);
    await runner.query(AUDIT_DETAIL);
    await runner.query(AUDIT_SEAL);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE pit_ops.audit_detail, pit_ops.audit_seal, pit.audit_log`);
  }
}

// org_id is the organisation whose data was touched, which the row that was touched has proved already. The actor may
// be the platform's system user, who belongs to another, so user_id refers to the user alone.
const AUDIT_LOG = `
  CREATE TABLE pit.audit_log (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    user_id uuid NOT NULL REFERENCES pit."user" (id),
    action text NOT NULL,
    table_name text NOT NULL,
    record_id text NOT NULL,
    before_state jsonb,
    after_state jsonb,
    created_at timestamptz(3) NOT NULL DEFAULT now()
  );
  CREATE INDEX ON pit.audit_log (org_id, table_name, record_id);
  CREATE INDEX ON pit.audit_log (org_id, created_at, id);
  CREATE INDEX ON pit.audit_log (user_id)`;

const AUDIT_DETAIL = `
  CREATE TABLE pit_ops.audit_detail (
    seq bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    audit_log_id uuid NOT NULL,
    org_id uuid NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    db_role text NOT NULL,
    request_id text,
    override_reason text,
    seal_id bigint,
    digest bytea,
    UNIQUE (audit_log_id),
    CONSTRAINT audit_detail_sealed_check CHECK ((seal_id IS NULL) = (digest IS NULL))
  );
  CREATE INDEX audit_detail_unsealed_idx ON pit_ops.audit_detail (seq) WHERE seal_id IS NULL;
  CREATE INDEX ON pit_ops.audit_detail (seal_id, seq) WHERE seal_id IS NOT NULL;
  COMMENT ON COLUMN pit_ops.audit_detail.xid IS 'The transaction of the change: rows of one transaction share it.';
  COMMENT ON COLUMN pit_ops.audit_detail.digest IS 'SHA-256 over the log row and this one, taken when it was sealed.'`;

const AUDIT_SEAL = `
  CREATE TABLE pit_ops.audit_seal (
    id bigint PRIMARY KEY,
    upto_seq bigint NOT NULL,
    records integer NOT NULL,
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamptz(3) NOT NULL DEFAULT now()
  );
  ALTER TABLE pit_ops.audit_detail ADD FOREIGN KEY (seal_id) REFERENCES pit_ops.audit_seal (id);
  COMMENT ON COLUMN pit_ops.audit_seal.hash IS 'SHA-256 over prev_hash and the digests of the sealed records, by seq.'`;

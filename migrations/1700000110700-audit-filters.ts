import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who reads the audit trail finds in it what concerns a project, what one request did, and what was done beyond rights: the
 * facts beside the records are readable to them, without digests and seals.
 */
export class AuditFilters1700000110700 implements MigrationInterface {
  name = 'AuditFilters1700000110700';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE POLICY inspected ON pit_ops.audit_detail FOR SELECT TO pit_app, pit_foreman
        USING ((SELECT pit_ops.ctx_role()) IN ('admin', 'foreman'));
      GRANT SELECT (${COLUMNS}) ON pit_ops.audit_detail TO pit_app, pit_foreman;
      CREATE INDEX audit_detail_request_id_idx ON pit_ops.audit_detail (org_id, request_id) WHERE request_id IS NOT NULL;
      CREATE INDEX audit_detail_override_idx ON pit_ops.audit_detail (org_id, seq) WHERE override_reason IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX pit_ops.audit_detail_override_idx, pit_ops.audit_detail_request_id_idx;
      REVOKE SELECT (${COLUMNS}) ON pit_ops.audit_detail FROM pit_app, pit_foreman;
      DROP POLICY inspected ON pit_ops.audit_detail`);
  }
}

const COLUMNS = 'audit_log_id, org_id, project_id, left_project_id, request_id, override_reason';

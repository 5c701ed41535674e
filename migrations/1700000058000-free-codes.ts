import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A deleted project's code is free for another; and what was deleted is found without a walk through what was not. */
export class FreeCodes1700000058000 implements MigrationInterface {
  name = 'FreeCodes1700000058000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pit.project DROP CONSTRAINT project_org_id_code_key;
      CREATE UNIQUE INDEX project_org_id_code_key ON pit.project (org_id, code) WHERE deleted_at IS NULL;
      CREATE INDEX ON pit.task (org_id, deleted_at) WHERE deleted_at IS NOT NULL`);
  }

  /** A deleted project gives up a code that another one has: live, or deleted and older. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX pit.task_org_id_deleted_at_idx;
      DROP INDEX pit.project_org_id_code_key;
      ALTER TABLE pit.project NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE pit.project DISABLE TRIGGER audit_row;
      UPDATE pit.project SET code = NULL FROM (
        SELECT id, row_number() OVER (PARTITION BY org_id, code ORDER BY deleted_at NULLS FIRST, id) AS place
        FROM pit.project WHERE code IS NOT NULL) AS holder
      WHERE holder.id = project.id AND holder.place > 1;
      ALTER TABLE pit.project ENABLE ALWAYS TRIGGER audit_row;
      ALTER TABLE pit.project FORCE ROW LEVEL SECURITY;
      ALTER TABLE pit.project ADD CONSTRAINT project_org_id_code_key UNIQUE (org_id, code)`);
  }
}

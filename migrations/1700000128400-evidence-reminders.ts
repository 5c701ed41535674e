import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropWall, wall } from './sql/wall.ts';

/** Of which evidence people were reminded that it ends, and how long before: once for each piece and step, whatever process did it. */
export class EvidenceReminders1700000128400 implements MigrationInterface {
  name = 'EvidenceReminders1700000128400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ${TABLE} (
        evidence_id uuid NOT NULL,
        step integer NOT NULL,
        org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
        PRIMARY KEY (evidence_id, step),
        CONSTRAINT evidence_reminder_evidence_id_fkey FOREIGN KEY (org_id, evidence_id) REFERENCES pit.evidence (org_id, id),
        CONSTRAINT evidence_reminder_step_check CHECK (step IN (30, 7, 1, -1))
      );
      COMMENT ON TABLE ${TABLE} IS 'Reminders of evidence that ends, so that nobody is told twice.';
      COMMENT ON COLUMN ${TABLE}.step IS 'So many days before its last day at most; -1 once that has passed.';
      ${wall(TABLE)}
      CREATE POLICY service ON ${TABLE} FOR ALL TO pit_app USING ((SELECT pit_ops.ctx_role()) = 'service');
      GRANT SELECT, INSERT (evidence_id, step) ON ${TABLE} TO pit_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP POLICY service ON ${TABLE}; ${dropWall(TABLE)} DROP TABLE ${TABLE}`);
  }
}

const TABLE = 'pit_ops.evidence_reminder';

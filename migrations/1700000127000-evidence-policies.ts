import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropVisibility, through, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/** For how long the evidence of one task proves, where that differs from what holds in the organisation. */
export class EvidencePolicies1700000127000 implements MigrationInterface {
  name = 'EvidencePolicies1700000127000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ${POLICY} (
        task_id uuid PRIMARY KEY,
        org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
        project_id uuid NOT NULL,
        valid_months integer NOT NULL,
        CONSTRAINT evidence_policy_task_id_fkey FOREIGN KEY (project_id, task_id)
          REFERENCES pit.task (project_id, id) ON UPDATE CASCADE ON DELETE CASCADE,
        CONSTRAINT evidence_policy_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
        CONSTRAINT evidence_policy_valid_months_check CHECK (valid_months BETWEEN 1 AND 120)
      );
      CREATE INDEX evidence_policy_project_id_idx ON ${POLICY} (project_id);
      COMMENT ON TABLE ${POLICY} IS 'For how long evidence of a task proves; without a row the setting of the organisation says so.';
      COMMENT ON COLUMN ${POLICY}.valid_months IS 'Months from the day that a piece speaks for.';
      GRANT SELECT, INSERT (task_id, project_id, valid_months), UPDATE (valid_months), DELETE ON ${POLICY} TO pit_app, pit_foreman;
      ${wall(POLICY)}${visibleWhere(POLICY, through('pit.project', POLICY, 'project_id'))}
      CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON ${POLICY}
        FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('evidence_policy');
      ALTER TABLE ${POLICY} ENABLE ALWAYS TRIGGER audit_row`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `${dropVisibility(POLICY, VISIBILITY_POLICIES)}${dropWall(POLICY)} DROP TABLE ${POLICY}`,
    );
  }
}

const POLICY = 'pit_ops.evidence_policy';

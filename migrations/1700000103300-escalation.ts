import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { dropWall, wall } from './sql/wall.ts';

/** Grave alerts that nobody has acknowledged, and who hears of each next. */
export class Escalation1700000103300 implements MigrationInterface {
  name = 'Escalation1700000103300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pit_ops.escalation (
        alert_id uuid PRIMARY KEY,
        org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
        project_id uuid NOT NULL,
        level integer NOT NULL,
        step integer NOT NULL,
        due_at timestamptz(3) NOT NULL,
        CONSTRAINT escalation_alert_id_fkey FOREIGN KEY (project_id, alert_id) REFERENCES pit.watchdog_alert (project_id, id),
        CONSTRAINT escalation_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
        CONSTRAINT escalation_level_check CHECK (level IN (1, 2)),
        CONSTRAINT escalation_step_check CHECK (step > 0)
      );
      CREATE INDEX escalation_due_at_idx ON pit_ops.escalation (org_id, due_at);
      CREATE INDEX escalation_project_id_idx ON pit_ops.escalation (project_id);
      COMMENT ON TABLE pit_ops.escalation IS
        'Alerts of level 1 and 2 that are neither acknowledged nor resolved, and when the next step is taken.';
      ${wall('pit_ops.escalation')}
      CREATE POLICY service ON pit_ops.escalation FOR ALL TO pit_app USING ((SELECT pit_ops.ctx_role()) = 'service');
      GRANT SELECT, DELETE, INSERT (alert_id, project_id, level, step, due_at), UPDATE (level, step, due_at)
        ON pit_ops.escalation TO pit_app;
      GRANT SELECT ON pit_ops.escalation TO pit_definer;
      ${LIST}`);
    await runner.query(ownedByDefiner([SIGNATURE], 'pit_app'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${SIGNATURE}; DROP POLICY service ON pit_ops.escalation;
      ${dropWall('pit_ops.escalation')} DROP TABLE pit_ops.escalation`);
  }
}

const SIGNATURE = 'pit_ops.list_due_escalations(interval)';

const LIST = `
  CREATE FUNCTION pit_ops.list_due_escalations(ahead interval) RETURNS TABLE (org_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service escalates' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT DISTINCT each.org_id FROM pit_ops.escalation AS each WHERE each.due_at <= now() + ahead;
  END $$;
  COMMENT ON FUNCTION ${SIGNATURE} IS 'Organisations with alerts whose next step is due so much later than now.';`;

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropVisibility, throughGathered, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * That somebody has taken an alert upon themselves, which ends its escalation. It is said once, and neither changed nor
 * taken back: the alert itself goes when its cause does.
 */
export class AlertAcknowledgement1700000102300 implements MigrationInterface {
  name = 'AlertAcknowledgement1700000102300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pit.watchdog_alert ADD CONSTRAINT watchdog_alert_project_id_id_key UNIQUE (project_id, id);
      CREATE TABLE ${TABLE} (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
        project_id uuid NOT NULL,
        alert_id uuid NOT NULL,
        user_id uuid NOT NULL DEFAULT pit_ops.ctx_user(),
        note text,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT alert_ack_alert_id_key UNIQUE (alert_id),
        CONSTRAINT alert_ack_alert_id_fkey FOREIGN KEY (project_id, alert_id) REFERENCES pit.watchdog_alert (project_id, id),
        CONSTRAINT alert_ack_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
        CONSTRAINT alert_ack_user_id_fkey FOREIGN KEY (user_id) REFERENCES pit."user" (id),
        CONSTRAINT alert_ack_note_check CHECK (note ~ '[^[:space:]]' AND length(note) <= 2000)
      );
      CREATE INDEX alert_ack_project_id_idx ON ${TABLE} (project_id);
      CREATE INDEX alert_ack_user_id_idx ON ${TABLE} (user_id);
      COMMENT ON TABLE ${TABLE} IS 'Who has taken an alert upon themselves, and what they said to it.';
      GRANT SELECT, INSERT (project_id, alert_id, note) ON ${TABLE} TO pit_app, pit_foreman;
      ${wall(TABLE)}${visibleWhere(TABLE, throughGathered('pit.project', TABLE, 'project_id'))}
      CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON ${TABLE}
        FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('alert_ack');
      ALTER TABLE ${TABLE} ENABLE ALWAYS TRIGGER audit_row;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${dropVisibility(TABLE, VISIBILITY_POLICIES)}
      ${dropWall(TABLE)}
      DROP TABLE ${TABLE};
      ALTER TABLE pit.watchdog_alert DROP CONSTRAINT watchdog_alert_project_id_id_key`);
  }
}

const TABLE = 'pit_ops.alert_ack';

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropVisibility, through, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * What is said of a cost snapshot besides its amounts: who recorded it, whether it corrects an earlier one, and a note. Its
 * number tells which of two snapshots of one moment was recorded last. Snapshots of before have no such row.
 */
export class CostEntries1700000111000 implements MigrationInterface {
  name = 'CostEntries1700000111000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pit.cost_snapshot ADD CONSTRAINT cost_snapshot_project_id_id_key UNIQUE (project_id, id);
      CREATE INDEX cost_snapshot_forecast_idx ON pit.cost_snapshot (project_id, captured_at)
        WHERE ai_forecast_json IS NOT NULL;
      ${ENTRY}${wall(TABLE)}${visibleWhere(TABLE, through('pit.project', TABLE, 'project_id'))}${TRIGGERS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${dropVisibility(TABLE, VISIBILITY_POLICIES)}
      ${dropWall(TABLE)}
      DROP TABLE ${TABLE};
      DROP INDEX pit.cost_snapshot_forecast_idx;
      ALTER TABLE pit.cost_snapshot DROP CONSTRAINT cost_snapshot_project_id_id_key`);
  }
}

const TABLE = 'pit_ops.cost_entry';

const ENTRY = `
  CREATE TABLE ${TABLE} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    snapshot_id uuid NOT NULL,
    seq bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    is_correction boolean NOT NULL DEFAULT false,
    note text,
    recorded_by uuid NOT NULL DEFAULT pit_ops.ctx_user(),
    recorded_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT cost_entry_snapshot_id_key UNIQUE (project_id, snapshot_id),
    CONSTRAINT cost_entry_snapshot_id_fkey FOREIGN KEY (project_id, snapshot_id)
      REFERENCES pit.cost_snapshot (project_id, id),
    CONSTRAINT cost_entry_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT cost_entry_recorded_by_fkey FOREIGN KEY (recorded_by) REFERENCES pit."user" (id),
    CONSTRAINT cost_entry_note_check CHECK (note ~ '[^[:space:]]' AND length(note) <= 2000)
  );
  CREATE INDEX ON ${TABLE} (recorded_by);
  CREATE INDEX ON ${TABLE} (snapshot_id);
  COMMENT ON TABLE ${TABLE} IS 'Who recorded a cost snapshot, whether it corrects an earlier one, and why.';
  COMMENT ON COLUMN ${TABLE}.seq IS 'Of two snapshots of one moment the one with the higher number holds.';
  GRANT SELECT, INSERT (project_id, snapshot_id, is_correction, note) ON ${TABLE} TO pit_app, pit_foreman;`;

const TRIGGERS = `
  CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON ${TABLE}
    FOR EACH ROW EXECUTE FUNCTION pit_ops.refuse_change('${TABLE}');
  ALTER TABLE ${TABLE} ENABLE ALWAYS TRIGGER refuse_change;
  CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON ${TABLE}
    FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('cost_entry');
  ALTER TABLE ${TABLE} ENABLE ALWAYS TRIGGER audit_row;`;

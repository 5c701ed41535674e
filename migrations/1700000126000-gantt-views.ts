import type { MigrationInterface, QueryRunner } from 'typeorm';
import { through } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * What a person has chosen of a chart beside its scale: what is folded, which baseline stands beside the plan, and whether the
 * critical path is emphasised. The seed fixes the columns of `pit.gantt_state`, so this is beside it, a row for a row.
 */
export class GanttViews1700000126000 implements MigrationInterface {
  name = 'GanttViews1700000126000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${TABLE_SQL}${wall(TABLE)}${RIGHTS}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP POLICY own ON ${TABLE}; ${dropWall(TABLE)} DROP TABLE ${TABLE}`);
  }
}

const TABLE = 'pit_ops.gantt_view';

const TABLE_SQL = `
  CREATE TABLE ${TABLE} (
    user_id uuid NOT NULL DEFAULT pit_ops.ctx_user(),
    project_id uuid NOT NULL,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    folded_ids uuid[] NOT NULL DEFAULT '{}',
    shows_baseline boolean NOT NULL DEFAULT true,
    baseline_id uuid,
    emphasises_critical boolean NOT NULL DEFAULT false,
    PRIMARY KEY (user_id, project_id),
    CONSTRAINT gantt_view_user_id_project_id_fkey FOREIGN KEY (user_id, project_id)
      REFERENCES pit.gantt_state (user_id, project_id) ON DELETE CASCADE,
    CONSTRAINT gantt_view_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT gantt_view_baseline_id_fkey FOREIGN KEY (project_id, baseline_id)
      REFERENCES pit_ops.baseline (project_id, id) ON DELETE SET NULL (baseline_id),
    CONSTRAINT gantt_view_folded_ids_check CHECK (cardinality(folded_ids) <= 1000)
  );
  CREATE INDEX gantt_view_baseline_id_idx ON ${TABLE} (project_id, baseline_id);
  COMMENT ON TABLE ${TABLE} IS 'What a user has chosen of the chart of a project, beside what pit.gantt_state keeps of it.';
  COMMENT ON COLUMN ${TABLE}.folded_ids IS 'Phases, packages and tasks whose rows are folded; those that are gone mean nothing.';
  COMMENT ON COLUMN ${TABLE}.baseline_id IS 'The baseline beside the plan; null for the current one.';
  COMMENT ON COLUMN ${TABLE}.emphasises_critical IS 'Whether what is not critical is dimmed.';`;

/** Everybody has views, those who may change nothing too; nobody sees those of somebody else. */
const RIGHTS = `
  CREATE POLICY own ON ${TABLE} FOR ALL TO pit_app, pit_foreman
    USING (user_id = (SELECT pit_ops.ctx_user()) AND (${through('pit.project', TABLE, 'project_id')}));
  GRANT SELECT, INSERT (project_id, folded_ids, shows_baseline, baseline_id, emphasises_critical),
    UPDATE (folded_ids, shows_baseline, baseline_id, emphasises_critical) ON ${TABLE} TO pit_app, pit_foreman;`;

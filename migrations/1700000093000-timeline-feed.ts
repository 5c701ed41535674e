import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ANY_RECORD, auditRow } from './sql/audit-row.ts';
import { redefinedByDefiner } from './sql/definer.ts';
import { dropVisibility, throughGathered, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * What the stored timelines are of, and what led from each to the next: a read model like the schedule, and no more
 * audited. Of `pit.timeline_cache` the audit trail keeps that a timeline was stored, not its half megabyte of columns
 * after every change of a plan.
 */
export class TimelineFeed1700000093000 implements MigrationInterface {
  name = 'TimelineFeed1700000093000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${STATE}${DELTA}${RIGHTS}`);
    for (const table of TABLES) {
      await runner.query(`${wall(table)}${visibleWhere(table, throughGathered('pit.project', table, 'project_id'))}
        ALTER POLICY writers_insert ON ${table} WITH CHECK (${IS_SERVICE});
        ALTER POLICY writers_update ON ${table} USING (${IS_SERVICE});
        ALTER POLICY writers_delete ON ${table} USING (${IS_SERVICE});`);
    }
    await runner.query(redefinedByDefiner(auditRow(ANY_RECORD, WITHOUT_COLUMNS)));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(redefinedByDefiner(auditRow(ANY_RECORD)));
    for (const table of TABLES) {
      await runner.query(`
        ${dropVisibility(table, VISIBILITY_POLICIES)}
        ${dropWall(table)}
        DROP TABLE ${table}`);
    }
  }
}

/** Whoever may see a project reads its timeline; only the service's job stores one. */
const IS_SERVICE = `(SELECT pit_ops.ctx_role()) = 'service'`;

const TABLES = ['pit_ops.timeline_state', 'pit_ops.timeline_delta'];

const ZOOMS = `('day', 'week', 'month', 'quarter', 'year')`;

const STATE = `
  CREATE TABLE pit_ops.timeline_state (
    project_id uuid NOT NULL,
    zoom_level text NOT NULL,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    plan_seq bigint NOT NULL,
    today date NOT NULL,
    rules_hash text NOT NULL,
    version text NOT NULL,
    PRIMARY KEY (project_id, zoom_level),
    CONSTRAINT timeline_state_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT timeline_state_zoom_level_check CHECK (zoom_level IN ${ZOOMS})
  ) WITH (fillfactor = 70);
  COMMENT ON TABLE pit_ops.timeline_state IS
    'The timelines that are kept, those somebody has asked for, and of which plan, day and rules each is.';
  COMMENT ON COLUMN pit_ops.timeline_state.plan_seq IS
    'Number of the newest event of the project''s stream that it takes in; the one in pit.timeline_cache.data is that of its last change.';
  COMMENT ON COLUMN pit_ops.timeline_state.version IS 'Digest of the timeline; equal ones are the same.';`;

const DELTA = `
  CREATE TABLE pit_ops.timeline_delta (
    change_id uuid NOT NULL,
    zoom_level text NOT NULL,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    previous_version text,
    version text NOT NULL,
    delta jsonb NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    PRIMARY KEY (change_id, zoom_level),
    CONSTRAINT timeline_delta_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT timeline_delta_zoom_level_check CHECK (zoom_level IN ${ZOOMS})
  );
  CREATE INDEX timeline_delta_created_at_idx ON pit_ops.timeline_delta (created_at);
  CREATE INDEX timeline_delta_project_id_idx ON pit_ops.timeline_delta (project_id);
  COMMENT ON TABLE pit_ops.timeline_delta IS
    'What led from one stored timeline to the next, for as long as events are kept. The event pit.schedule.updated names it.';
  COMMENT ON COLUMN pit_ops.timeline_delta.previous_version IS 'Null where nothing was kept before.';`;

const RIGHTS = `
  GRANT SELECT, DELETE, INSERT (project_id, zoom_level, plan_seq, today, rules_hash, version),
    UPDATE (plan_seq, today, rules_hash, version) ON pit_ops.timeline_state TO pit_app;
  GRANT SELECT, DELETE, INSERT (change_id, zoom_level, project_id, previous_version, version, delta)
    ON pit_ops.timeline_delta TO pit_app;
  GRANT SELECT ON pit_ops.timeline_state, pit_ops.timeline_delta TO pit_foreman;`;

const WITHOUT_COLUMNS = `
    IF TG_ARGV[0] = 'timeline_cache' THEN
      before := before - 'data';
      after := after - 'data';
    END IF;`;

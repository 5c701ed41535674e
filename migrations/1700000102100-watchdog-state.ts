import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropVisibility, throughGathered, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * What each project was like when the watchdog last looked at it, so that a process that has just started, or one that
 * takes over, passes over what has not changed since. A read model: what is missing is looked at again.
 */
export class WatchdogState1700000102100 implements MigrationInterface {
  name = 'WatchdogState1700000102100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ${TABLE} (
        project_id uuid PRIMARY KEY,
        org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
        state text NOT NULL,
        CONSTRAINT watchdog_state_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id)
      ) WITH (fillfactor = 70);
      COMMENT ON TABLE ${TABLE} IS 'The projects that the watchdog has looked at, and what each was like then.';
      COMMENT ON COLUMN ${TABLE}.state IS
        'Number of the newest event of its stream, and a digest of day and settings. As long as it stays, so do the findings.';
      GRANT SELECT, INSERT (project_id, state), UPDATE (state) ON ${TABLE} TO pit_app;
      GRANT SELECT ON ${TABLE} TO pit_foreman;
      ${wall(TABLE)}${visibleWhere(TABLE, throughGathered('pit.project', TABLE, 'project_id'))}
      ALTER POLICY writers_insert ON ${TABLE} WITH CHECK (${IS_SERVICE});
      ALTER POLICY writers_update ON ${TABLE} USING (${IS_SERVICE});
      ALTER POLICY writers_delete ON ${TABLE} USING (${IS_SERVICE});`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${dropVisibility(TABLE, VISIBILITY_POLICIES)}
      ${dropWall(TABLE)}
      DROP TABLE ${TABLE}`);
  }
}

const TABLE = 'pit_ops.watchdog_state';

/** Only the service's job notes what it has looked at. */
const IS_SERVICE = `(SELECT pit_ops.ctx_role()) = 'service'`;

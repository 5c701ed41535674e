import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { dropVisibility, throughGathered, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * For which night the quality checks of each project have run, and who waits for a run. And how much is kept of old results:
 * their rows stay, as the specification wants, but what each check came to is told of the newest only.
 */
export class QualityNights1700000106110 implements MigrationInterface {
  name = 'QualityNights1700000106110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ${TABLE} (
        project_id uuid PRIMARY KEY,
        org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
        night date,
        checked_at timestamptz(3),
        wanted_at timestamptz,
        CONSTRAINT quality_state_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id)
      ) WITH (fillfactor = 70);
      CREATE INDEX quality_state_wanted_idx ON ${TABLE} (org_id, wanted_at) WHERE wanted_at IS NOT NULL;
      COMMENT ON TABLE ${TABLE} IS 'The runs of the quality checks by the platform.';
      COMMENT ON COLUMN ${TABLE}.night IS 'The day at whose beginning they last ran, where the organisation is; null before.';
      COMMENT ON COLUMN ${TABLE}.checked_at IS 'When the platform last ran them, whether they came to something else or not.';
      COMMENT ON COLUMN ${TABLE}.wanted_at IS 'Since when a run is wanted: after an import or a generation; null where none is.';
      GRANT SELECT, INSERT (project_id, wanted_at, night, checked_at), UPDATE (wanted_at, night, checked_at) ON ${TABLE}
        TO pit_app, pit_foreman;
      ${wall(TABLE)}${visibleWhere(TABLE, throughGathered('pit.project', TABLE, 'project_id'))}
      GRANT SELECT, UPDATE (passed_tests, failed_tests, autofix_actions) ON pit.qa_result TO pit_definer;
      CREATE FUNCTION pit_ops.thin_quality_results(project uuid, kept integer) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        UPDATE pit.qa_result AS result SET passed_tests = '[]', autofix_actions = '[]', failed_tests = coalesce((
          SELECT jsonb_agg(jsonb_build_object('id', test -> 'id', 'severity', test -> 'severity', 'count', test -> 'count', 'of', test -> 'of'))
          FROM jsonb_array_elements(result.failed_tests) AS test WHERE jsonb_typeof(test) = 'object'), '[]')
        WHERE result.project_id = project AND result.org_id = pit_ops.ctx_org() AND result.passed_tests <> '[]'
          AND result.id NOT IN (SELECT newest.id FROM pit.qa_result AS newest WHERE newest.project_id = project
            ORDER BY newest.run_at DESC, newest.id DESC LIMIT greatest(kept, 10));
      END $$;
      COMMENT ON FUNCTION ${THIN} IS
        'Leaves of the results of a project, but for the newest so many, the rows with what failed and how often.';
      ${ownedByDefiner([THIN], 'pit_app, pit_foreman')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      SET LOCAL ROLE pit_definer;
      DROP FUNCTION ${THIN};
      SET LOCAL ROLE pit_owner;
      REVOKE SELECT, UPDATE (passed_tests, failed_tests, autofix_actions) ON pit.qa_result FROM pit_definer;
      ${dropVisibility(TABLE, VISIBILITY_POLICIES)}
      ${dropWall(TABLE)}
      DROP TABLE ${TABLE}`);
  }
}

const TABLE = 'pit_ops.quality_state';
const THIN = 'pit_ops.thin_quality_results(uuid, integer)';

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A token may say `division_ids: "*"` for all divisions of its organisation, the later ones too. `ctx_divs()` stays a
 * single expression, which the planner inlines into the policies; the table is read only where the star was given.
 */
export class AllDivisions1700000064000 implements MigrationInterface {
  name = 'AllDivisions1700000064000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION pit_ops.all_divisions() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
        RETURN ARRAY(SELECT id FROM pit.division WHERE org_id = pit_ops.ctx_org());
      COMMENT ON FUNCTION pit_ops.all_divisions() IS 'Ids of all divisions of the caller''s organisation.';
      CREATE OR REPLACE FUNCTION pit_ops.ctx_divs() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
        RETURN CASE
          WHEN current_setting('app.division_ids', true) IS DISTINCT FROM '*' THEN
            coalesce(string_to_array(nullif(current_setting('app.division_ids', true), ''), ',')::uuid[], '{}')
          WHEN pit_ops.ctx_role() IN ('admin', 'foreman', 'service') THEN pit_ops.all_divisions()
          ELSE '{}' END`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION pit_ops.ctx_divs() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
        RETURN coalesce(string_to_array(nullif(current_setting('app.division_ids', true), ''), ',')::uuid[], '{}');
      DROP FUNCTION pit_ops.all_divisions()`);
  }
}

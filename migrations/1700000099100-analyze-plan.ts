import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an import writes, and what is read for each project right after it. */
const TABLES = [
  'pit.division',
  'pit.project',
  'pit.phase',
  'pit.task',
  'pit.task_dependency',
  'pit.cost_snapshot',
  'pit_ops.work_mark',
  'pit_ops.date_frame',
  'pit_ops.task_actual',
  'pit_ops.task_rule',
  'pit_ops.project_rule',
  'pit_ops.event_stream',
  'pit_ops.outbox',
].join(', ');

/**
 * Lets an import renew the statistics of the tables that it has filled. Autovacuum comes within a minute or so; until
 * then every statement about a few projects reads all of them, and the jobs that the import has woken come first. The
 * function is the owner's, who alone may analyse a table.
 */
export class AnalyzePlan1700000099100 implements MigrationInterface {
  name = 'AnalyzePlan1700000099100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION pit_ops.analyze_plan() RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        IF pit_ops.ctx_role() IS DISTINCT FROM 'service' THEN
          RAISE EXCEPTION 'only an import renews statistics' USING ERRCODE = 'insufficient_privilege';
        END IF;
        ANALYZE ${TABLES};
      END $$;
      COMMENT ON FUNCTION pit_ops.analyze_plan() IS
        'Renews the statistics of the tables that an import fills, from a sample of each.';
      REVOKE ALL ON FUNCTION pit_ops.analyze_plan() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION pit_ops.analyze_plan() TO pit_app;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION pit_ops.analyze_plan()');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whoever writes the start of a task is taken for a person, but where the statement says that it tells itself who it was:
 * applying a schedule wrote each rule twice, "person" and then "engine" again, both audited. And the rule is found by its
 * key, whatever the planner knows of the table: planned while the table was empty, it read the whole for each task.
 */
export class SaidStartOrigin1700000107000 implements MigrationInterface {
  name = 'SaidStartOrigin1700000107000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER FUNCTION pit_ops.keep_start_origin() SET enable_seqscan TO off;
      DROP TRIGGER keep_start_origin ON pit.task;
      CREATE TRIGGER keep_start_origin AFTER UPDATE OF start_date ON pit.task FOR EACH ROW
        WHEN (OLD.start_date IS DISTINCT FROM NEW.start_date AND current_setting('app.start_origin', true) IS DISTINCT FROM 'said')
        EXECUTE FUNCTION pit_ops.keep_start_origin();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER keep_start_origin ON pit.task;
      CREATE TRIGGER keep_start_origin AFTER UPDATE OF start_date ON pit.task
        FOR EACH ROW WHEN (OLD.start_date IS DISTINCT FROM NEW.start_date) EXECUTE FUNCTION pit_ops.keep_start_origin();
      ALTER FUNCTION pit_ops.keep_start_origin() RESET enable_seqscan;`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whoever belongs to an organisation may know of which day its statuses are: a quality check must not come to something else
 * when a planner runs it than when the platform does. Who writes it stays as it was, and so does the wall.
 */
export class ReadableSettledDay1700000102400 implements MigrationInterface {
  name = 'ReadableSettledDay1700000102400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE POLICY readable ON pit_ops.settled_day FOR SELECT TO pit_app USING (true)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP POLICY readable ON pit_ops.settled_day');
  }
}

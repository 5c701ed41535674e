import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Work is listed by the day that it is committed to, and by whether that was moved. */
export class CommittedLists1700000128300 implements MigrationInterface {
  name = 'CommittedLists1700000128300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX due_commitment_due_on_idx ON pit_ops.due_commitment (org_id, due_on) INCLUDE (task_id);
      CREATE INDEX due_commitment_extensions_idx ON pit_ops.due_commitment (org_id, task_id) WHERE extensions > 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX pit_ops.due_commitment_due_on_idx, pit_ops.due_commitment_extensions_idx');
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of projects that are equally off track the one with most overdue tasks comes first. Thousands may be off track: without an index of
 * both, each page sorts all of them.
 */
export class WorstFirst1700000126010 implements MigrationInterface {
  name = 'WorstFirst1700000126010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX project_figures_worst_idx
      ON pit_ops.project_figures (org_id, health, overdue_task_count, project_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX pit_ops.project_figures_worst_idx');
  }
}

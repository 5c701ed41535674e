import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the series that somebody answers for, as their other open work is found. */
export class SeriesOfAPerson1700000129500 implements MigrationInterface {
  name = 'SeriesOfAPerson1700000129500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX series_owner_id_idx ON pit_ops.series (org_id, owner_id) WHERE state IN ('active', 'paused')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX pit_ops.series_owner_id_idx');
  }
}

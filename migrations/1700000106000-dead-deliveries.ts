import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Dead deliveries by the project that they are about: the watchdog asks of each project that it looks at whether there are
 * any, and finds them without reading those of others. Counting them all goes by the same index.
 */
export class DeadDeliveries1700000106000 implements MigrationInterface {
  name = 'DeadDeliveries1700000106000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX pit_ops.delivery_dead_idx;
      CREATE INDEX delivery_dead_idx ON pit_ops.delivery (org_id, lane, target_id) WHERE state = 'dead'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX pit_ops.delivery_dead_idx;
      CREATE INDEX delivery_dead_idx ON pit_ops.delivery (org_id) WHERE state = 'dead'`);
  }
}

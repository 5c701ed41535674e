import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = 'pit.task_cluster, pit.task_cluster_template';

/** Clusters and templates carry no work of their own, and are deleted for good. */
export class RemovableClusters1700000081200 implements MigrationInterface {
  name = 'RemovableClusters1700000081200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`GRANT DELETE ON ${TABLES} TO pit_app, pit_foreman`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE DELETE ON ${TABLES} FROM pit_app, pit_foreman`);
  }
}

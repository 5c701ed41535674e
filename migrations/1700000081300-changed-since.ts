import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Siblings that keep a copy ask what has changed since they last did, in the order of its changes. Without these indexes
 * each of their pages reads all tasks of the organisation. An update of a row writes one entry more for it.
 */
export class ChangedSince1700000081300 implements MigrationInterface {
  name = 'ChangedSince1700000081300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX task_org_id_updated_at_id_idx ON pit.task (org_id, updated_at, id);
      CREATE INDEX project_org_id_updated_at_id_idx ON pit.project (org_id, updated_at, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX pit.task_org_id_updated_at_id_idx;
      DROP INDEX pit.project_org_id_updated_at_id_idx`);
  }
}

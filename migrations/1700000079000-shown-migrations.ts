import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The service may see which migrations have been run: started without the owner's login, it has to tell whether the
 * database is the one that it was written for.
 */
export class ShownMigrations1700000079000 implements MigrationInterface {
  name = 'ShownMigrations1700000079000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('GRANT SELECT ON pit_ops.migration TO pit_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('REVOKE SELECT ON pit_ops.migration FROM pit_app');
  }
}

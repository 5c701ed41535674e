import type { MigrationInterface, QueryRunner } from 'typeorm';
import { IS_OVERRIDING } from './sql/visibility.ts';

/** Whoever looks beyond their own projects, with a stated reason, has them checked: which day is settled is part of it. */
export class ReadableSettledDay1700000105000 implements MigrationInterface {
  name = 'ReadableSettledDay1700000105000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE POLICY overridden ON pit_ops.settled_day FOR SELECT TO pit_foreman USING (${IS_OVERRIDING});
      GRANT SELECT ON pit_ops.settled_day TO pit_foreman`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      REVOKE SELECT ON pit_ops.settled_day FROM pit_foreman;
      DROP POLICY overridden ON pit_ops.settled_day`);
  }
}

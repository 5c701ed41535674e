import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Open alerts of an organisation by what they are about: a scan looks for those about a person or a risk wherever they were
 * raised, and groups are counted by code. Resolved ones, which pile up for ever, are in neither.
 */
export class OpenAlerts1700000102200 implements MigrationInterface {
  name = 'OpenAlerts1700000102200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX watchdog_alert_open_code_idx ON pit.watchdog_alert (org_id, code, (data ->> 'subject')) WHERE resolved_at IS NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX pit.watchdog_alert_open_code_idx`);
  }
}

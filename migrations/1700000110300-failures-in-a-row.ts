import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How often an endpoint has failed in a row, with how many events, and when last: one of which little is asked is not taken to
 * fail while nothing is tried.
 */
export class FailuresInARow1700000110300 implements MigrationInterface {
  name = 'FailuresInARow1700000110300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pit_ops.webhook_state
        ADD COLUMN failed_attempts integer NOT NULL DEFAULT 0,
        ADD COLUMN failed_events integer NOT NULL DEFAULT 0,
        ADD COLUMN last_failed_at timestamptz(3);
      GRANT UPDATE (failed_attempts, failed_events, last_failed_at) ON pit_ops.webhook_state TO pit_app, pit_foreman;
      COMMENT ON COLUMN pit_ops.webhook_state.failing_since IS
        'The first failure since the last success, or since two days without an attempt; null when it works.';
      COMMENT ON COLUMN pit_ops.webhook_state.failed_attempts IS 'How many attempts have failed since failing_since.';
      COMMENT ON COLUMN pit_ops.webhook_state.failed_events IS 'How many events were tried by them.'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pit_ops.webhook_state DROP COLUMN failed_attempts, DROP COLUMN failed_events, DROP COLUMN last_failed_at;
      COMMENT ON COLUMN pit_ops.webhook_state.failing_since IS 'The first failure since the last success; null when it works.'`);
  }
}

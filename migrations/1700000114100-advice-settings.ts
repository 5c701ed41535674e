import type { MigrationInterface, QueryRunner } from 'typeorm';
import { MERGING_BOTH, nested } from './1700000090200-schedule-settings.ts';
import { replaced } from './sql/replaced.ts';

/**
 * A change of settings that consist of settings leaves alone what it does not name, whichever they are: of the watchdog, the
 * schedule, the escalation, advice, and those that are still to come.
 */
export class AdviceSettings1700000114100 implements MigrationInterface {
  name = 'AdviceSettings1700000114100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MERGING_ALL);
  }

  /** Settings of advice would be unknown ones. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(MERGING_FIVE);
    await runner.query(`
      ALTER TABLE pit.organisation NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE pit.organisation DISABLE TRIGGER audit_row;
      UPDATE pit.organisation SET settings = settings - 'ai' WHERE settings ? 'ai';
      ALTER TABLE pit.organisation ENABLE ALWAYS TRIGGER audit_row;
      ALTER TABLE pit.organisation FORCE ROW LEVEL SECURITY`);
  }
}

const MERGING_ALL = `
  CREATE OR REPLACE FUNCTION pit_ops.merge_settings(stored jsonb, change jsonb) RETURNS jsonb LANGUAGE sql
    IMMUTABLE PARALLEL SAFE
  RETURN jsonb_strip_nulls(stored || coalesce(change, '{}') || coalesce((
    SELECT jsonb_object_agg(each.key, coalesce(stored -> each.key, '{}') || each.value)
    FROM jsonb_each(change) each WHERE jsonb_typeof(each.value) = 'object'), '{}'));
  COMMENT ON FUNCTION pit_ops.merge_settings(jsonb, jsonb) IS
    'Settings after a change: a value sets, null goes back to the default, what is absent stays; settings within a setting each by its name.'`;

/** As migration 1700000111100 left it. */
const MERGING_FIVE = replaced(
  replaced(
    MERGING_BOTH,
    `|| ${nested('schedule')})`,
    `${['schedule', 'escalation', 'cost', 'forecast'].map((group) => `|| ${nested(group)}`).join(' ')})`,
  ),
  'settings of the schedule each',
  'settings of schedule, escalation, cost and forecast each',
);

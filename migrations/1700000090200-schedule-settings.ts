import type { MigrationInterface, QueryRunner } from 'typeorm';
import { MERGE_SETTINGS } from './1700000081000-merged-settings.ts';

/** A change of the schedule's settings leaves alone what it does not name, as one of the watchdog's thresholds does. */
export class ScheduleSettings1700000090200 implements MigrationInterface {
  name = 'ScheduleSettings1700000090200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MERGING_BOTH);
  }

  /** Settings of the schedule would be unknown ones. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(MERGE_SETTINGS.replace('CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION'));
    await runner.query(`
      ALTER TABLE pit.organisation NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE pit.organisation DISABLE TRIGGER audit_row;
      UPDATE pit.organisation SET settings = settings - 'schedule' WHERE settings ? 'schedule';
      ALTER TABLE pit.organisation ENABLE ALWAYS TRIGGER audit_row;
      ALTER TABLE pit.organisation FORCE ROW LEVEL SECURITY`);
  }
}

export const nested = (name: string): string => `CASE
    WHEN jsonb_typeof(change -> '${name}') = 'object'
    THEN jsonb_build_object('${name}', coalesce(stored -> '${name}', '{}') || (change -> '${name}'))
    ELSE '{}' END`;

export const MERGING_BOTH = `
  CREATE OR REPLACE FUNCTION pit_ops.merge_settings(stored jsonb, change jsonb) RETURNS jsonb LANGUAGE sql
    IMMUTABLE PARALLEL SAFE
  RETURN jsonb_strip_nulls(stored || coalesce(change, '{}') || ${nested('watchdog')} || ${nested('schedule')});
  COMMENT ON FUNCTION pit_ops.merge_settings(jsonb, jsonb) IS
    'Settings after a change: a value sets, null goes back to the default, what is absent stays; thresholds of the watchdog and settings of the schedule each by its name.'`;

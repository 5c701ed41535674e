import type { MigrationInterface, QueryRunner } from 'typeorm';
import { MERGING_BOTH, nested } from './1700000090200-schedule-settings.ts';
import { replaced } from './sql/replaced.ts';

/** A change of the settings of cost or of the forecast leaves alone what it does not name. */
export class CostSettings1700000111100 implements MigrationInterface {
  name = 'CostSettings1700000111100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      merging(['schedule', 'escalation', 'cost', 'forecast'], 'schedule, escalation, cost and forecast'),
    );
  }

  /** Settings of both would be unknown ones. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(merging(['schedule', 'escalation'], 'schedule and escalation'));
    await runner.query(`
      ALTER TABLE pit.organisation NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE pit.organisation DISABLE TRIGGER audit_row;
      UPDATE pit.organisation SET settings = settings - 'cost' - 'forecast' WHERE settings ?| ARRAY['cost', 'forecast'];
      ALTER TABLE pit.organisation ENABLE ALWAYS TRIGGER audit_row;
      ALTER TABLE pit.organisation FORCE ROW LEVEL SECURITY`);
  }
}

function merging(groups: readonly string[], called: string): string {
  const merged = replaced(
    MERGING_BOTH,
    `|| ${nested('schedule')})`,
    `${groups.map((group) => `|| ${nested(group)}`).join(' ')})`,
  );
  return replaced(merged, 'settings of the schedule each', `settings of ${called} each`);
}

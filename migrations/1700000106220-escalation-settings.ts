import type { MigrationInterface, QueryRunner } from 'typeorm';
import { MERGING_BOTH, nested } from './1700000090200-schedule-settings.ts';
import { replaced } from './sql/replaced.ts';

/** A change of the escalation's settings leaves alone what it does not name, as one of the schedule's does. */
export class EscalationSettings1700000106220 implements MigrationInterface {
  name = 'EscalationSettings1700000106220';

  async up(runner: QueryRunner): Promise<void> {
    const merging = replaced(
      MERGING_BOTH,
      `|| ${nested('schedule')})`,
      `|| ${nested('schedule')} || ${nested('escalation')})`,
    );
    await runner.query(
      merging.replace('settings of the schedule each', 'settings of schedule and escalation each'),
    );
  }

  /** Settings of the escalation would be unknown ones. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(MERGING_BOTH);
    await runner.query(`
      ALTER TABLE pit.organisation NO FORCE ROW LEVEL SECURITY;
      ALTER TABLE pit.organisation DISABLE TRIGGER audit_row;
      UPDATE pit.organisation SET settings = settings - 'escalation' WHERE settings ? 'escalation';
      ALTER TABLE pit.organisation ENABLE ALWAYS TRIGGER audit_row;
      ALTER TABLE pit.organisation FORCE ROW LEVEL SECURITY`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { redefinedByDefiner } from './sql/definer.ts';
import { AS_PLANNED, BY_BASELINE, mitigationForecast } from './sql/mitigation-forecast.ts';

/**
 * The mitigation of a risk is at risk against what was promised: the ends of the current baselines, as the finish of a
 * project is, and the planned ends where no baseline has the task.
 */
export class PromisedMitigation1700000096000 implements MigrationInterface {
  name = 'PromisedMitigation1700000096000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT SELECT ON pit_ops.baseline, pit_ops.baseline_task TO pit_definer;
      ${redefinedByDefiner(mitigationForecast('CREATE OR REPLACE', BY_BASELINE))}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${redefinedByDefiner(mitigationForecast('CREATE OR REPLACE', AS_PLANNED))}
      REVOKE SELECT ON pit_ops.baseline, pit_ops.baseline_task FROM pit_definer;`);
  }
}

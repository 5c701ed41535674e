import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { AS_PLANNED, MITIGATION_FORECAST, mitigationForecast } from './sql/mitigation-forecast.ts';

/**
 * When the work on a risk is done, by the schedule and as planned. Like what else other modules decide by, it is made of
 * all tasks of the organisation, whoever asks, and gives dates but no task away.
 */
export class MitigationForecast1700000092000 implements MigrationInterface {
  name = 'MitigationForecast1700000092000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT SELECT ON pit_ops.task_schedule, pit_ops.task_actual TO pit_definer;
      ${mitigationForecast('CREATE', AS_PLANNED)}${ownedByDefiner([MITIGATION_FORECAST], 'pit_app, pit_foreman')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${MITIGATION_FORECAST};
      REVOKE SELECT ON pit_ops.task_schedule, pit_ops.task_actual FROM pit_definer;`);
  }
}

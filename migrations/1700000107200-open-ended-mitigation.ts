import type { MigrationInterface, QueryRunner } from 'typeorm';
import { redefinedByDefiner } from './sql/definer.ts';
import { BY_BASELINE, mitigationForecast } from './sql/mitigation-forecast.ts';
import { replaced } from './sql/replaced.ts';

/**
 * There is no day on which a risk is mitigated while nobody has said how long some of its work takes or when it ends: the
 * network counts such work as a milestone, which the data date puts off from day to day.
 */
export class OpenEndedMitigation1700000107200 implements MigrationInterface {
  name = 'OpenEndedMitigation1700000107200';

  async up(runner: QueryRunner): Promise<void> {
    const known = `WHEN task.end_date IS NOT NULL OR task.duration_days IS NOT NULL THEN schedule.early_finish END`;
    await runner.query(redefinedByDefiner(replaced(BEFORE, 'ELSE schedule.early_finish END', known)));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(redefinedByDefiner(BEFORE));
  }
}

const BEFORE = mitigationForecast('CREATE OR REPLACE', BY_BASELINE);

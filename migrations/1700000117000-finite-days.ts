import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rewritten } from './1700000110600-quality-sight.ts';
import { redefinedByDefiner } from './sql/definer.ts';

/**
 * An organisation whose first roll-over is under way, or that is to be rolled over anew, is settled as of `-infinity`. A project
 * that is made meanwhile has figures as of its organisation's today: from a day without end no dates can be subtracted, and every
 * change of its dates was refused. Operators are told of no day then.
 */
export class FiniteDays1700000117000 implements MigrationInterface {
  name = 'FiniteDays1700000117000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [signature, place] of READERS)
      await runner.query(redefinedByDefiner(rewritten(signature, place, `${place}${FINITE}`)));
    await runner.query(`
      SET LOCAL ROLE pit_definer;
      UPDATE pit_ops.project_figures AS figures SET day = (now() AT TIME ZONE organisation.time_zone)::date
        FROM pit.organisation WHERE organisation.id = figures.org_id AND NOT isfinite(figures.day);
      SET LOCAL ROLE pit_owner;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [signature, place] of READERS)
      await runner.query(redefinedByDefiner(rewritten(signature, `${place}${FINITE}`, place)));
  }
}

const READERS = [
  ['pit_ops.begin_figures()', 'WHERE settled.org_id = NEW.org_id'],
  ['pit_ops.service_state()', 'WHERE settled.org_id = pit_ops.ctx_org()'],
] as const;
const FINITE = ' AND isfinite(settled.day)';

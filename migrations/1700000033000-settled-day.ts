import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropWall, wall } from './sql/wall.ts';

/** Up to which day the statuses of an organisation are settled. */
export class SettledDay1700000033000 implements MigrationInterface {
  name = 'SettledDay1700000033000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pit_ops.settled_day (
        org_id uuid PRIMARY KEY DEFAULT pit_ops.ctx_org() REFERENCES pit.organisation (id),
        day date NOT NULL
      );
      COMMENT ON TABLE pit_ops.settled_day IS 'The civil day as of which the day roll-over has last settled an organisation.';
      ${wall('pit_ops.settled_day')}
      CREATE POLICY service ON pit_ops.settled_day FOR ALL TO pit_app
        USING ((SELECT pit_ops.ctx_role()) = 'service');
      GRANT SELECT, INSERT (day), UPDATE (day) ON pit_ops.settled_day TO pit_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP POLICY service ON pit_ops.settled_day;
      ${dropWall('pit_ops.settled_day')}
      DROP TABLE pit_ops.settled_day`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the quality checks of a night have come in an organisation, so that none of its projects is looked at twice. */
export class NightUnderWay1700000118000 implements MigrationInterface {
  name = 'NightUnderWay1700000118000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pit_ops.settled_day
        ADD COLUMN checked_night date,
        ADD COLUMN checked_project_id uuid,
        ADD COLUMN night_is_over boolean NOT NULL DEFAULT false;
      COMMENT ON COLUMN pit_ops.settled_day.checked_night IS
        'The day at whose beginning the quality checks of all projects ran last, or are running.';
      COMMENT ON COLUMN pit_ops.settled_day.checked_project_id IS
        'The last project that they have come to, in the order of ids.';
      COMMENT ON COLUMN pit_ops.settled_day.night_is_over IS 'Whether they have come to the end.';
      GRANT INSERT (checked_night, checked_project_id, night_is_over),
        UPDATE (checked_night, checked_project_id, night_is_over) ON pit_ops.settled_day TO pit_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pit_ops.settled_day
        DROP COLUMN checked_night, DROP COLUMN checked_project_id, DROP COLUMN night_is_over`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the day roll-over of an organisation has come, so that one that was interrupted goes on from there. */
export class DayUnderWay1700000115000 implements MigrationInterface {
  name = 'DayUnderWay1700000115000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pit_ops.settled_day
        ADD COLUMN under_way date,
        ADD COLUMN under_way_settings text,
        ADD COLUMN counted_created_at timestamptz,
        ADD COLUMN counted_task_id uuid,
        ADD COLUMN turned_project_id uuid;
      COMMENT ON COLUMN pit_ops.settled_day.under_way IS
        'The day that a roll-over which is not over yet brings the organisation to; null when none is under way.';
      COMMENT ON COLUMN pit_ops.settled_day.under_way_settings IS 'MD5 of the settings that it began by.';
      COMMENT ON COLUMN pit_ops.settled_day.counted_created_at IS
        'With counted_task_id the last task whose duration it has counted; null before the first.';
      COMMENT ON COLUMN pit_ops.settled_day.turned_project_id IS
        'The last project that it has brought to the day, in the order of ids; null while durations are counted.';
      GRANT INSERT (under_way, under_way_settings, counted_created_at, counted_task_id, turned_project_id),
        UPDATE (under_way, under_way_settings, counted_created_at, counted_task_id, turned_project_id)
        ON pit_ops.settled_day TO pit_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pit_ops.settled_day
        DROP COLUMN under_way, DROP COLUMN under_way_settings, DROP COLUMN counted_created_at,
        DROP COLUMN counted_task_id, DROP COLUMN turned_project_id`);
  }
}

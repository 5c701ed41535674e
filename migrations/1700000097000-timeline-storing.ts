import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The whole of a timeline is stored a little after what has changed of it, and only as long as somebody asks for it: the
 * columns say which version is stored, and when it was asked for last.
 */
export class TimelineStoring1700000097000 implements MigrationInterface {
  name = 'TimelineStoring1700000097000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pit_ops.timeline_state
        ADD COLUMN stored_version text,
        ADD COLUMN asked_at timestamptz(3) NOT NULL DEFAULT now();
      UPDATE pit_ops.timeline_state SET stored_version = version;
      CREATE INDEX timeline_state_asked_at_idx ON pit_ops.timeline_state (asked_at);
      COMMENT ON COLUMN pit_ops.timeline_state.stored_version IS
        'The version whose columns are in pit.timeline_cache, behind version until these are stored too.';
      COMMENT ON COLUMN pit_ops.timeline_state.asked_at IS
        'When somebody read or followed it last, to the day: what nobody asks for is not kept for ever.';
      GRANT INSERT (stored_version, asked_at), UPDATE (stored_version, asked_at) ON pit_ops.timeline_state TO pit_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM pit.timeline_cache c USING pit_ops.timeline_state s
        WHERE s.project_id = c.project_id AND s.zoom_level = c.zoom_level AND s.stored_version IS DISTINCT FROM s.version;
      DELETE FROM pit_ops.timeline_state WHERE stored_version IS DISTINCT FROM version;
      ALTER TABLE pit_ops.timeline_state DROP COLUMN stored_version, DROP COLUMN asked_at`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Precomputed timelines, and how each user last looked at one. */
export class Timeline1700000009000 implements MigrationInterface {
  name = 'Timeline1700000009000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pit.timeline_cache (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
        project_id uuid NOT NULL,
        data jsonb NOT NULL DEFAULT '{}' CHECK (pg_column_size(data) <= 33554432),
        zoom_level text NOT NULL CHECK (length(zoom_level) BETWEEN 1 AND 50),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        UNIQUE (project_id, zoom_level),
        CONSTRAINT timeline_cache_project_id_fkey
          FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id)
      );
      CREATE TABLE pit.gantt_state (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
        user_id uuid NOT NULL,
        project_id uuid NOT NULL,
        zoom_level text CHECK (length(zoom_level) BETWEEN 1 AND 50),
        viewport_start date,
        viewport_end date,
        grouping_mode text CHECK (length(grouping_mode) BETWEEN 1 AND 50),
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz(3) NOT NULL DEFAULT now(),
        CONSTRAINT gantt_state_viewport_check CHECK (viewport_start <= viewport_end),
        UNIQUE (user_id, project_id),
        CONSTRAINT gantt_state_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user" (org_id, id),
        CONSTRAINT gantt_state_project_id_fkey
          FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id)
      );
      CREATE INDEX ON pit.gantt_state (project_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE pit.gantt_state, pit.timeline_cache`);
  }
}

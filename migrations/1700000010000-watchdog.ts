import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the watchdog found, and when it looked. A scan goes over all organisations, so its log belongs to none. */
export class Watchdog1700000010000 implements MigrationInterface {
  name = 'Watchdog1700000010000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pit.watchdog_alert (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
        project_id uuid NOT NULL,
        severity pit.alert_severity_enum NOT NULL,
        code text NOT NULL CHECK (length(code) BETWEEN 1 AND 100),
        message text NOT NULL CHECK (length(message) <= 10000),
        data jsonb NOT NULL DEFAULT '{}'
          CHECK (jsonb_typeof(data) = 'object' AND pg_column_size(data) <= 65536),
        detected_at timestamptz(3) NOT NULL DEFAULT now(),
        resolved_at timestamptz(3),
        CONSTRAINT watchdog_alert_project_id_fkey
          FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id)
      );
      CREATE INDEX ON pit.watchdog_alert (project_id, severity);
      CREATE UNIQUE INDEX watchdog_alert_open_key ON pit.watchdog_alert (project_id, code, (data ->> 'subject'))
        NULLS NOT DISTINCT WHERE resolved_at IS NULL;
      CREATE INDEX ON pit.watchdog_alert (org_id, detected_at, id);
      CREATE TABLE pit.watchdog_scan_log (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        started_at timestamptz(3) NOT NULL DEFAULT now(),
        finished_at timestamptz(3),
        projects_scanned integer NOT NULL DEFAULT 0 CHECK (projects_scanned >= 0),
        issues_detected integer NOT NULL DEFAULT 0 CHECK (issues_detected >= 0),
        ai_summary text CHECK (length(ai_summary) <= 100000),
        CONSTRAINT watchdog_scan_log_times_check CHECK (started_at <= finished_at)
      );
      CREATE INDEX ON pit.watchdog_scan_log (started_at, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE pit.watchdog_scan_log, pit.watchdog_alert`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropWall, wall } from './sql/wall.ts';

/**
 * Exports of projects, which a job writes into the store of files: asked for by whom, and where each lies until it
 * expires. A file of an export counts towards the quota, and is removed a day later as an upload that nobody handed in.
 */
export class PlanExports1700000113100 implements MigrationInterface {
  name = 'PlanExports1700000113100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${TABLE}${RIGHTS}${AUDIT}${wall(JOB)}${OWN}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP POLICY own ON ${JOB}; ${dropWall(JOB)} DROP TABLE ${JOB}`);
  }
}

const JOB = 'pit_ops.export_job';

const TABLE = `
  CREATE TABLE ${JOB} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    format text NOT NULL,
    state text NOT NULL DEFAULT 'waiting',
    requested_by uuid NOT NULL DEFAULT pit_ops.ctx_user(),
    requested_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    rights jsonb NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    file_id uuid,
    file_name text,
    media_type text,
    sha256 text,
    size bigint,
    error jsonb,
    finished_at timestamptz(3),
    expires_at timestamptz(3),
    CONSTRAINT export_job_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT export_job_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES pit."user" (id),
    CONSTRAINT export_job_state_check CHECK (state IN ('waiting', 'running', 'done', 'refused', 'failed')),
    CONSTRAINT export_job_rights_check CHECK (jsonb_typeof(rights) = 'object'),
    CONSTRAINT export_job_attempts_check CHECK (attempts >= 0),
    CONSTRAINT export_job_file_check CHECK (CASE state WHEN 'done'
      THEN num_nulls(file_id, file_name, media_type, sha256, size, expires_at) = 0
      ELSE num_nonnulls(file_id, file_name, media_type, sha256, size, expires_at) = 0 END),
    CONSTRAINT export_job_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT export_job_error_check CHECK (
      (error IS NOT NULL) = (state IN ('refused', 'failed')) AND jsonb_typeof(error) = 'object'),
    CONSTRAINT export_job_finished_check CHECK ((finished_at IS NULL) = (state IN ('waiting', 'running')))
  );
  CREATE INDEX export_job_open_idx ON ${JOB} (org_id, requested_at) WHERE state IN ('waiting', 'running');
  CREATE INDEX export_job_project_id_idx ON ${JOB} (project_id);
  CREATE INDEX export_job_requested_by_idx ON ${JOB} (requested_by);
  COMMENT ON TABLE ${JOB} IS 'Exports of projects: asked for by whom, and where each lies until it expires.';
  COMMENT ON COLUMN ${JOB}.rights IS
    'Role, divisions and stated reason of the token that asked, and the role that the directory knew at that moment.';
  COMMENT ON COLUMN ${JOB}.file_id IS 'Names the file in the store, with its digest; it is gone once the export has expired.';
  COMMENT ON COLUMN ${JOB}.attempts IS 'How often it was begun: what ends its process each time is given up.';`;

const RIGHTS = `
  GRANT SELECT, INSERT (project_id, format, rights),
    UPDATE (state, attempts, file_id, file_name, media_type, sha256, size, error, finished_at, expires_at)
    ON ${JOB} TO pit_app, pit_foreman;`;

const AUDIT = `
  CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON ${JOB}
    FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('export_job');
  ALTER TABLE ${JOB} ENABLE ALWAYS TRIGGER audit_row;`;

// What an export holds is what its requester sees: nobody else gets it, but for administrators.
const OWN = `
  CREATE POLICY own ON ${JOB} FOR ALL TO pit_app, pit_foreman USING (
    requested_by = (SELECT pit_ops.ctx_user()) OR (SELECT pit_ops.ctx_role()) IN ('admin', 'service'));`;

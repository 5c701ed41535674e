import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropVisibility, through, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * Imports of plans: which row was made from which line of which file, so that a second import finds it again, and the
 * jobs that import, with how far each has come. Who asked, what became of it and of whom is audited; which line became
 * which row is not: the rows themselves are.
 */
export class PlanImports1700000113000 implements MigrationInterface {
  name = 'PlanImports1700000113000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${ROW_TABLE}${JOB_TABLE}${RULES}${RIGHTS}${AUDIT}
      ${wall(ROW)}${visibleWhere(ROW, through('pit.project', ROW, 'project_id'))}
      ${wall(JOB)}${OWN}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${dropVisibility(ROW, VISIBILITY_POLICIES)}
      ${dropWall(ROW)}
      DROP TABLE ${ROW};
      DROP POLICY own ON ${JOB};
      ${dropWall(JOB)}
      DROP TABLE ${JOB};
      DROP FUNCTION pit_ops.check_import_job()`);
  }
}

const ROW = 'pit_ops.imported_row';
const JOB = 'pit_ops.import_job';

const ROW_TABLE = `
  CREATE TABLE ${ROW} (
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    format text NOT NULL,
    plan_key text NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    record_id uuid NOT NULL,
    digest text NOT NULL,
    imported_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (project_id, format, plan_key, kind, key),
    CONSTRAINT imported_row_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT imported_row_kind_check CHECK (kind IN ('project', 'branch', 'task', 'subtask', 'link')),
    CONSTRAINT imported_row_plan_key_check CHECK (length(plan_key) BETWEEN 1 AND 200),
    CONSTRAINT imported_row_key_check CHECK (length(key) BETWEEN 1 AND 410)
  );
  CREATE INDEX imported_row_plan_idx ON ${ROW} (org_id, format, plan_key) WHERE kind = 'project';
  CREATE INDEX imported_row_record_id_idx ON ${ROW} (record_id);
  COMMENT ON TABLE ${ROW} IS
    'Which row was made from which line of an imported plan: a second import finds it by this, whatever was renamed here.';
  COMMENT ON COLUMN ${ROW}.plan_key IS 'Names the plan among all of its format, as its file does.';
  COMMENT ON COLUMN ${ROW}.key IS 'Names the line in the plan; of a link both ends, of the project nothing but itself.';
  COMMENT ON COLUMN ${ROW}.record_id IS 'The row of the table that the kind says; it may be deleted by now.';
  COMMENT ON COLUMN ${ROW}.digest IS
    'Of what the file said of it the last time: where it says the same again, what people changed here stands.';`;

const JOB_TABLE = `
  CREATE TABLE ${JOB} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid,
    state text NOT NULL DEFAULT 'waiting',
    requested_by uuid NOT NULL DEFAULT pit_ops.ctx_user(),
    requested_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    rights jsonb NOT NULL,
    request jsonb NOT NULL,
    is_dry_run boolean NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    step text,
    done integer NOT NULL DEFAULT 0,
    total integer NOT NULL DEFAULT 0,
    is_cancelled boolean NOT NULL DEFAULT false,
    report jsonb,
    error jsonb,
    finished_at timestamptz(3),
    version integer NOT NULL DEFAULT 0,
    CONSTRAINT import_job_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT import_job_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES pit."user" (id),
    CONSTRAINT import_job_state_check CHECK (state IN ('waiting', 'running', 'done', 'refused', 'failed', 'cancelled')),
    CONSTRAINT import_job_rights_check CHECK (jsonb_typeof(rights) = 'object'),
    CONSTRAINT import_job_request_check CHECK (jsonb_typeof(request) = 'object' AND pg_column_size(request) <= 65536),
    CONSTRAINT import_job_attempts_check CHECK (attempts >= 0),
    CONSTRAINT import_job_done_check CHECK (done >= 0 AND total >= 0),
    CONSTRAINT import_job_report_check CHECK ((report IS NOT NULL) = (state = 'done') AND jsonb_typeof(report) = 'object'),
    CONSTRAINT import_job_error_check CHECK (
      (error IS NOT NULL) = (state IN ('refused', 'failed')) AND jsonb_typeof(error) = 'object'),
    CONSTRAINT import_job_finished_check CHECK ((finished_at IS NULL) = (state IN ('waiting', 'running')))
  );
  CREATE INDEX import_job_open_idx ON ${JOB} (org_id, requested_at) WHERE state IN ('waiting', 'running');
  CREATE INDEX import_job_project_id_idx ON ${JOB} (project_id);
  CREATE INDEX import_job_requested_by_idx ON ${JOB} (requested_by);
  COMMENT ON TABLE ${JOB} IS 'Imports of plans: asked for by whom, how far each has come, and what came of it.';
  COMMENT ON COLUMN ${JOB}.project_id IS 'The project that it is to go into or has made; null before that is known.';
  COMMENT ON COLUMN ${JOB}.rights IS
    'Role, divisions and stated reason of the token that asked, and the role that the directory knew at that moment.';
  COMMENT ON COLUMN ${JOB}.request IS 'The file, its format, and how it is to be read.';
  COMMENT ON COLUMN ${JOB}.attempts IS 'How often it was begun: what ends its process each time is given up.';
  COMMENT ON COLUMN ${JOB}.version IS 'Rises with every change, so that who follows it sees that there is one.';`;

const RULES = `
  CREATE FUNCTION pit_ops.check_import_job() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF OLD.state NOT IN ('waiting', 'running') THEN
      RAISE EXCEPTION 'what is over stays as it is' USING ERRCODE = 'check_violation',
        SCHEMA = 'pit_ops', TABLE = 'import_job', CONSTRAINT = 'import_job_over_check';
    END IF;
    IF (OLD.org_id, OLD.requested_by, OLD.requested_at, OLD.rights, OLD.request, OLD.is_dry_run)
        IS DISTINCT FROM (NEW.org_id, NEW.requested_by, NEW.requested_at, NEW.rights, NEW.request, NEW.is_dry_run) THEN
      RAISE EXCEPTION 'what was asked stays as it was asked' USING ERRCODE = 'check_violation',
        SCHEMA = 'pit_ops', TABLE = 'import_job', CONSTRAINT = 'import_job_fixed_check';
    END IF;
    NEW.version := OLD.version + 1;
    RETURN NEW;
  END $$;
  COMMENT ON FUNCTION pit_ops.check_import_job() IS 'Keeps what was asked as it was asked, and what came of it as it came.';
  CREATE TRIGGER check_import_job BEFORE UPDATE ON ${JOB}
    FOR EACH ROW EXECUTE FUNCTION pit_ops.check_import_job();
  ALTER TABLE ${JOB} ENABLE ALWAYS TRIGGER check_import_job;`;

const RIGHTS = `
  GRANT SELECT, INSERT (project_id, format, plan_key, kind, key, record_id, digest),
    UPDATE (record_id, digest, imported_at), DELETE ON ${ROW} TO pit_app, pit_foreman;
  GRANT SELECT, INSERT (project_id, rights, request, is_dry_run),
    UPDATE (project_id, state, attempts, step, done, total, is_cancelled, report, error, finished_at)
    ON ${JOB} TO pit_app, pit_foreman;`;

// How far it has come is no fact that anybody answers for; the beginning and the end are.
const AUDIT = `
  CREATE TRIGGER audit_row AFTER INSERT OR DELETE ON ${JOB}
    FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('import_job');
  CREATE TRIGGER audit_state AFTER UPDATE ON ${JOB}
    FOR EACH ROW WHEN (OLD.state <> NEW.state OR OLD.is_cancelled <> NEW.is_cancelled)
    EXECUTE FUNCTION pit_ops.audit_row('import_job');
  ALTER TABLE ${JOB} ENABLE ALWAYS TRIGGER audit_row;
  ALTER TABLE ${JOB} ENABLE ALWAYS TRIGGER audit_state;`;

// What goes into a project is seen with it; what is to make one, by whoever asked.
const OWN = `
  CREATE POLICY own ON ${JOB} FOR ALL TO pit_app, pit_foreman USING (
    requested_by = (SELECT pit_ops.ctx_user()) OR (SELECT pit_ops.ctx_role()) IN ('admin', 'service')
    OR EXISTS (SELECT FROM pit.project seen WHERE seen.id = ${JOB}.project_id));`;

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropVisibility, throughGathered, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * Previews that move so many tasks that nobody waits for them: what is to be done, for whom, and what came of it. Audited,
 * since a plan moves by it after the request that asked.
 */
export class ScheduleApplication1700000101000 implements MigrationInterface {
  name = 'ScheduleApplication1700000101000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${TABLE}${RULES}${RIGHTS}${AUDIT}
      ${wall(NAME)}${visibleWhere(NAME, throughGathered('pit.project', NAME, 'project_id'))}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${dropVisibility(NAME, VISIBILITY_POLICIES)}
      ${dropWall(NAME)}
      DROP TABLE ${NAME};
      DROP FUNCTION pit_ops.check_schedule_application()`);
  }
}

const NAME = 'pit_ops.schedule_application';

const TABLE = `
  CREATE TABLE ${NAME} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    state text NOT NULL DEFAULT 'running',
    requested_by uuid NOT NULL DEFAULT pit_ops.ctx_user(),
    requested_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    rights jsonb NOT NULL,
    request jsonb,
    ground text NOT NULL,
    reason text,
    task_count integer NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    changed_task_count integer,
    error jsonb,
    finished_at timestamptz(3),
    CONSTRAINT schedule_application_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT schedule_application_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES pit."user" (id),
    CONSTRAINT schedule_application_state_check CHECK (state IN ('running', 'applied', 'refused', 'failed')),
    CONSTRAINT schedule_application_rights_check CHECK (jsonb_typeof(rights) = 'object'),
    CONSTRAINT schedule_application_request_check CHECK (
      (request IS NULL) = (state <> 'running') AND jsonb_typeof(request) = 'object' AND pg_column_size(request) <= 1048576),
    CONSTRAINT schedule_application_reason_check CHECK (reason ~ '[^[:space:]]' AND length(reason) <= 5000),
    CONSTRAINT schedule_application_task_count_check CHECK (task_count >= 0),
    CONSTRAINT schedule_application_attempts_check CHECK (attempts >= 0),
    CONSTRAINT schedule_application_changed_check CHECK ((changed_task_count IS NOT NULL) = (state = 'applied')),
    CONSTRAINT schedule_application_error_check CHECK (
      (error IS NOT NULL) = (state IN ('refused', 'failed')) AND jsonb_typeof(error) = 'object'),
    CONSTRAINT schedule_application_finished_check CHECK ((finished_at IS NULL) = (state = 'running'))
  );
  CREATE UNIQUE INDEX schedule_application_running_key ON ${NAME} (org_id, project_id) WHERE state = 'running';
  CREATE INDEX schedule_application_project_id_idx ON ${NAME} (project_id);
  CREATE INDEX schedule_application_requested_by_idx ON ${NAME} (requested_by);
  COMMENT ON TABLE ${NAME} IS
    'Applications of schedule previews that are done by a job: asked for by whom, and what came of them.';
  COMMENT ON COLUMN ${NAME}.rights IS
    'Role, divisions and stated reason of the token that asked, and the role that the directory knew at that moment.';
  COMMENT ON COLUMN ${NAME}.request IS
    'What is to be done: the input of the preview and the excepted tasks. Null once it is over; the audit log keeps it.';
  COMMENT ON COLUMN ${NAME}.ground IS
    'Digest of the plan, the day and the rules that the preview was of: where one is another by then, nothing is done.';
  COMMENT ON COLUMN ${NAME}.attempts IS 'How often it was begun: what ends its process each time is given up.';`;

// Whoever may write in the project may end what runs, as the job does in the name of who asked; nobody changes what was asked.
const RULES = `
  CREATE FUNCTION pit_ops.check_schedule_application() RETURNS trigger LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF OLD.state <> 'running' THEN
      RAISE EXCEPTION 'what is over stays as it is' USING ERRCODE = 'check_violation',
        SCHEMA = 'pit_ops', TABLE = 'schedule_application', CONSTRAINT = 'schedule_application_over_check';
    END IF;
    IF to_jsonb(OLD) - '{state,request,attempts,changed_task_count,error,finished_at}'::text[]
        <> to_jsonb(NEW) - '{state,request,attempts,changed_task_count,error,finished_at}'::text[]
        OR (NEW.request IS NOT NULL AND NEW.request <> OLD.request) THEN
      RAISE EXCEPTION 'what was asked stays as it was asked' USING ERRCODE = 'check_violation',
        SCHEMA = 'pit_ops', TABLE = 'schedule_application', CONSTRAINT = 'schedule_application_fixed_check';
    END IF;
    RETURN NEW;
  END $$;
  COMMENT ON FUNCTION pit_ops.check_schedule_application() IS
    'Keeps what was asked as it was asked, and what came of it as it came.';
  CREATE TRIGGER check_schedule_application BEFORE UPDATE ON ${NAME}
    FOR EACH ROW EXECUTE FUNCTION pit_ops.check_schedule_application();
  ALTER TABLE ${NAME} ENABLE ALWAYS TRIGGER check_schedule_application;`;

const RIGHTS = `
  GRANT SELECT, INSERT (project_id, rights, request, ground, reason, task_count),
    UPDATE (state, request, attempts, changed_task_count, error, finished_at) ON ${NAME} TO pit_app, pit_foreman;`;

const AUDIT = `
  CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON ${NAME}
    FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('schedule_application');
  ALTER TABLE ${NAME} ENABLE ALWAYS TRIGGER audit_row;`;

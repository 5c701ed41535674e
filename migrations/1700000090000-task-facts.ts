import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ACTUAL_DATES } from './sql/actual-dates.ts';
import { ANY_RECORD, auditRow } from './sql/audit-row.ts';
import { redefinedByDefiner } from './sql/definer.ts';
import { rewriting } from './sql/rewriting.ts';
import { dropVisibility, throughGathered, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/** When work began and ended, what is left of it, and by which rules a task is scheduled. */
export class TaskFacts1700000090000 implements MigrationInterface {
  name = 'TaskFacts1700000090000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(redefinedByDefiner(auditRow(ANY_RECORD)));
    await runner.query(`${ACTUAL}${RULE}${PROJECT_RULE}${RIGHTS}${START_ORIGIN}`);
    await runner.query(TABLES.map(guard).join(''));
    const logged = ['pit.task', 'pit.task_progress_log'];
    await runner.query(
      rewriting(logged, ACTUAL_DATES, ['pit_ops.work_mark', 'pit_ops.task_actual', 'pit.organisation']),
    );
    await runner.query(TABLES.map(audit).join(''));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION pit_ops.keep_start_origin() CASCADE');
    for (const table of [...TABLES].reverse()) {
      await runner.query(`
        ${dropVisibility(table, VISIBILITY_POLICIES)}
        ${dropWall(table)}
        DROP TABLE ${table}`);
    }
    await runner.query(redefinedByDefiner(auditRow(`changed ->> 'id'`)));
  }
}

const TABLES = ['pit_ops.task_actual', 'pit_ops.task_rule', 'pit_ops.project_rule'];

/** Tasks that move to another project take these rows along. */
const ofTask = (table: string): string => `
    CONSTRAINT ${table}_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT ${table}_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES pit.task (project_id, id)
      ON UPDATE CASCADE`;

const ACTUAL = `
  CREATE TABLE pit_ops.task_actual (
    task_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    actual_start date,
    actual_finish date,
    remaining_days integer,
    remaining_origin text NOT NULL DEFAULT 'person',
    source text NOT NULL DEFAULT 'report',
    ${ofTask('task_actual')},
    CONSTRAINT task_actual_order_check CHECK (actual_start <= actual_finish),
    CONSTRAINT task_actual_remaining_days_check CHECK (remaining_days BETWEEN 1 AND 40000),
    CONSTRAINT task_actual_finished_check CHECK (actual_finish IS NULL OR remaining_days IS NULL),
    CONSTRAINT task_actual_remaining_origin_check CHECK (remaining_origin IN ('person', 'engine')),
    CONSTRAINT task_actual_source_check CHECK (source IN ('report', 'import', 'log'))
  );
  CREATE INDEX ON pit_ops.task_actual (project_id);
  COMMENT ON TABLE pit_ops.task_actual IS
    'When work on a task began and ended, as civil dates of the organisation. A task without a row, or a date that is null: not so far, or nobody knows.';
  COMMENT ON COLUMN pit_ops.task_actual.remaining_days IS
    'Working days still to do as somebody said; null derives them from duration and progress.';
  COMMENT ON COLUMN pit_ops.task_actual.remaining_origin IS
    'engine: pinned when dates were applied, until progress is next reported.';
  COMMENT ON COLUMN pit_ops.task_actual.source IS
    'Where the dates come from: report (a verb), import (a file), log (found in the progress log when this table was made).';`;

const RULE = `
  CREATE TABLE pit_ops.task_rule (
    task_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    mode text NOT NULL DEFAULT 'auto',
    start_origin text NOT NULL DEFAULT 'person',
    constraint_kind text NOT NULL DEFAULT 'asap',
    constraint_date date,
    deadline date,
    ${ofTask('task_rule')},
    CONSTRAINT task_rule_mode_check CHECK (mode IN ('auto', 'manual')),
    CONSTRAINT task_rule_start_origin_check CHECK (start_origin IN ('person', 'engine')),
    CONSTRAINT task_rule_constraint_kind_check
      CHECK (constraint_kind IN ('asap', 'snet', 'fnet', 'snlt', 'fnlt', 'mso', 'mfo')),
    CONSTRAINT task_rule_constraint_date_check CHECK ((constraint_kind = 'asap') = (constraint_date IS NULL))
  );
  CREATE INDEX ON pit_ops.task_rule (project_id);
  COMMENT ON TABLE pit_ops.task_rule IS
    'By which rules a task is scheduled. A task without a row is automatic, as soon as possible, and its start is a person''s.';
  COMMENT ON COLUMN pit_ops.task_rule.start_origin IS
    'Who set the start date of the task: a person''s binds the schedule, the engine''s may move earlier again.';`;

const PROJECT_RULE = `
  CREATE TABLE pit_ops.project_rule (
    project_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    settings jsonb NOT NULL DEFAULT '{}',
    CONSTRAINT project_rule_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT project_rule_settings_check CHECK (jsonb_typeof(settings) = 'object' AND pg_column_size(settings) <= 2000)
  );
  COMMENT ON TABLE pit_ops.project_rule IS
    'Settings of the schedule that differ in a project from those of its organisation.';`;

const RIGHTS = `
  GRANT SELECT, INSERT (task_id, project_id, actual_start, actual_finish, remaining_days, remaining_origin, source),
    UPDATE (actual_start, actual_finish, remaining_days, remaining_origin, source)
    ON pit_ops.task_actual TO pit_app, pit_foreman;
  GRANT SELECT, INSERT (task_id, project_id, mode, start_origin, constraint_kind, constraint_date, deadline),
    UPDATE (mode, start_origin, constraint_kind, constraint_date, deadline) ON pit_ops.task_rule TO pit_app, pit_foreman;
  GRANT SELECT, INSERT (project_id, settings), UPDATE (settings) ON pit_ops.project_rule TO pit_app, pit_foreman;`;

// Whoever writes a start, at whichever door, is taken for a person; the engine says afterwards, in the same transaction,
// that it was the engine.
const START_ORIGIN = `
  CREATE FUNCTION pit_ops.keep_start_origin() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    UPDATE pit_ops.task_rule SET start_origin = 'person' WHERE task_id = NEW.id AND start_origin = 'engine';
    RETURN NULL;
  END $$;
  COMMENT ON FUNCTION pit_ops.keep_start_origin() IS 'Takes whoever writes the start of a task for a person.';
  CREATE TRIGGER keep_start_origin AFTER UPDATE OF start_date ON pit.task
    FOR EACH ROW WHEN (OLD.start_date IS DISTINCT FROM NEW.start_date) EXECUTE FUNCTION pit_ops.keep_start_origin();`;

function guard(table: string): string {
  return `${wall(table)}${visibleWhere(table, throughGathered('pit.project', table, 'project_id'))}`;
}

function audit(table: string): string {
  return `
    CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON ${table}
      FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('${table.replace('pit_ops.', '')}');
    ALTER TABLE ${table} ENABLE ALWAYS TRIGGER audit_row;`;
}

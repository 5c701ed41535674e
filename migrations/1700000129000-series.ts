import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { dropVisibility, through, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * Work that comes again by a rule: the series, and what became of each of its dates. The key of an occurrence is its nominal date,
 * which nothing moves, so that no date is made twice, whoever makes it. What becomes of its task is noted by a trigger, at every door.
 */
export class Series1700000129000 implements MigrationInterface {
  name = 'Series1700000129000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${SERIES_SQL}${OCCURRENCE_SQL}
      ${TABLES.map((table) => `${wall(table)}${visibleWhere(table, through('pit.project', table, 'project_id'))}`).join('')}
      GRANT SELECT, UPDATE (is_due) ON ${SERIES} TO pit_definer;
      GRANT SELECT, UPDATE (outcome, reason) ON ${OCCURRENCE} TO pit_definer;
      ${FOLLOW}${KEEP}
      ${ownedByDefiner(TRIGGERS, 'pit_owner')}
      CREATE TRIGGER follow_occurrence AFTER UPDATE OF status, deleted_at ON pit.task FOR EACH ROW
        WHEN ((NEW.status = 'completed') <> (OLD.status = 'completed') OR (NEW.deleted_at IS NULL) <> (OLD.deleted_at IS NULL))
        EXECUTE FUNCTION pit_ops.follow_occurrence();
      CREATE TRIGGER keep_occurrence BEFORE UPDATE OF outcome ON ${OCCURRENCE}
        FOR EACH ROW EXECUTE FUNCTION pit_ops.keep_occurrence();
      ALTER TABLE ${OCCURRENCE} ENABLE ALWAYS TRIGGER keep_occurrence`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER follow_occurrence ON pit.task;
      ${TABLES.map((table) => `${dropVisibility(table, VISIBILITY_POLICIES)}${dropWall(table)}`).join('')}
      DROP TABLE ${OCCURRENCE}, ${SERIES};
      SET LOCAL ROLE pit_definer; DROP FUNCTION ${TRIGGERS.join(', ')}; SET LOCAL ROLE pit_owner`);
  }
}

const SERIES = 'pit_ops.series';
const OCCURRENCE = 'pit_ops.occurrence';
const TABLES = [SERIES, OCCURRENCE];
const TRIGGERS = ['pit_ops.follow_occurrence()', 'pit_ops.keep_occurrence()'];

const audited = (table: string, name: string): string => `
  CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON ${table}
    FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('${name}');
  ALTER TABLE ${table} ENABLE ALWAYS TRIGGER audit_row;`;

const SERIES_SQL = `
  CREATE TABLE ${SERIES} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    phase_id uuid NOT NULL,
    work_package_id uuid,
    name text NOT NULL,
    owner_id uuid NOT NULL,
    rule text NOT NULL,
    starts_on date NOT NULL,
    rule_revision integer NOT NULL DEFAULT 1,
    date_shift text NOT NULL DEFAULT 'none',
    catch_up text NOT NULL DEFAULT 'latest',
    duration_days integer NOT NULL,
    mould jsonb NOT NULL,
    state text NOT NULL DEFAULT 'active',
    is_due boolean NOT NULL DEFAULT true,
    next_on date,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT series_project_id_id_key UNIQUE (project_id, id),
    CONSTRAINT series_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT series_phase_id_fkey FOREIGN KEY (project_id, phase_id) REFERENCES pit.phase (project_id, id),
    CONSTRAINT series_work_package_id_fkey FOREIGN KEY (phase_id, work_package_id)
      REFERENCES pit.work_package (phase_id, id) ON UPDATE CASCADE,
    CONSTRAINT series_owner_id_fkey FOREIGN KEY (org_id, owner_id) REFERENCES pit."user" (org_id, id),
    CONSTRAINT series_name_check CHECK (length(name) BETWEEN 1 AND 500),
    CONSTRAINT series_rule_check CHECK (length(rule) BETWEEN 1 AND 500),
    CONSTRAINT series_days_check CHECK (isfinite(starts_on) AND isfinite(next_on)),
    CONSTRAINT series_rule_revision_check CHECK (rule_revision >= 1),
    CONSTRAINT series_date_shift_check CHECK (date_shift IN ('none', 'next_working_day', 'previous_working_day')),
    CONSTRAINT series_catch_up_check CHECK (catch_up IN ('latest', 'all')),
    CONSTRAINT series_duration_days_check CHECK (duration_days >= 0),
    CONSTRAINT series_mould_check CHECK (jsonb_typeof(mould) = 'object'),
    CONSTRAINT series_state_check CHECK (state IN ('active', 'ended', 'broken'))
  );
  CREATE INDEX series_project_id_created_at_idx ON ${SERIES} (project_id, created_at, id);
  CREATE INDEX series_phase_id_idx ON ${SERIES} (phase_id);
  CREATE INDEX series_due_idx ON ${SERIES} (org_id, project_id, id) WHERE state = 'active' AND is_due;
  CREATE INDEX series_next_on_idx ON ${SERIES} (org_id, next_on) WHERE state = 'active';
  COMMENT ON TABLE ${SERIES} IS 'Work that comes again by a rule of days.';
  COMMENT ON COLUMN ${SERIES}.rule IS 'The rule by RFC 5545, of days alone, from starts_on on.';
  COMMENT ON COLUMN ${SERIES}.rule_revision IS 'How often the rule was written; occurrences keep that by which they came.';
  COMMENT ON COLUMN ${SERIES}.duration_days IS 'Working days that each occurrence takes.';
  COMMENT ON COLUMN ${SERIES}.mould IS 'A template of the task that each occurrence is.';
  COMMENT ON COLUMN ${SERIES}.is_due IS 'Whether something has happened since it was looked at last.';
  COMMENT ON COLUMN ${SERIES}.next_on IS 'The day on which it is to be looked at again at the latest; null: its rule has no further day.';
  GRANT SELECT, INSERT (project_id, phase_id, work_package_id, name, owner_id, rule, starts_on, date_shift, catch_up, duration_days, mould),
    UPDATE (name, owner_id, rule, starts_on, rule_revision, date_shift, catch_up, mould, state, is_due, next_on)
    ON ${SERIES} TO pit_app, pit_foreman;
  CREATE TRIGGER touch_row BEFORE UPDATE ON ${SERIES} FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_row();
  ${audited(SERIES, 'series')}`;

const OCCURRENCE_SQL = `
  CREATE TABLE ${OCCURRENCE} (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    series_id uuid NOT NULL,
    nominal_on date NOT NULL,
    rule_revision integer NOT NULL,
    due_on date NOT NULL,
    task_id uuid,
    outcome text NOT NULL DEFAULT 'open',
    reason text,
    CONSTRAINT occurrence_series_id_nominal_on_key UNIQUE (series_id, nominal_on),
    CONSTRAINT occurrence_task_id_key UNIQUE (task_id),
    CONSTRAINT occurrence_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT occurrence_series_id_fkey FOREIGN KEY (project_id, series_id) REFERENCES ${SERIES} (project_id, id),
    CONSTRAINT occurrence_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES pit.task (project_id, id),
    CONSTRAINT occurrence_days_check CHECK (isfinite(nominal_on) AND isfinite(due_on)),
    CONSTRAINT occurrence_outcome_check CHECK (outcome IN ('open', 'completed', 'missed', 'skipped')),
    CONSTRAINT occurrence_task_check CHECK (task_id IS NOT NULL OR outcome IN ('missed', 'skipped')),
    CONSTRAINT occurrence_reason_check CHECK (length(reason) BETWEEN 1 AND 5000)
  );
  CREATE INDEX occurrence_project_id_idx ON ${OCCURRENCE} (project_id);
  COMMENT ON TABLE ${OCCURRENCE} IS 'What became of each date of a series. Rows stay.';
  COMMENT ON COLUMN ${OCCURRENCE}.nominal_on IS 'The date of the rule, by which the occurrence is known for ever.';
  COMMENT ON COLUMN ${OCCURRENCE}.rule_revision IS 'The revision of the rule by which it came.';
  COMMENT ON COLUMN ${OCCURRENCE}.due_on IS 'The last day for its work as it was made: the nominal date, or the working day beside it.';
  COMMENT ON COLUMN ${OCCURRENCE}.task_id IS 'Its task; null where it was missed or skipped before there was one.';
  COMMENT ON COLUMN ${OCCURRENCE}.reason IS 'Why it was skipped; null for all else.';
  GRANT SELECT, INSERT (project_id, series_id, nominal_on, rule_revision, due_on, task_id, outcome, reason),
    UPDATE (outcome, reason) ON ${OCCURRENCE} TO pit_app, pit_foreman;
  ${audited(OCCURRENCE, 'occurrence')}`;

const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, pg_temp';

const FOLLOW = `
  CREATE FUNCTION pit_ops.follow_occurrence() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  DECLARE
    followed uuid;
  BEGIN
    UPDATE ${OCCURRENCE} AS known SET
      outcome = CASE WHEN NEW.deleted_at IS NOT NULL THEN 'skipped' WHEN NEW.status = 'completed' THEN 'completed' ELSE 'open' END,
      reason = CASE WHEN NEW.deleted_at IS NOT NULL THEN coalesce(known.reason, 'Its task was deleted.') END
      WHERE known.task_id = NEW.id RETURNING known.series_id INTO followed;
    IF followed IS NOT NULL THEN
      UPDATE ${SERIES} AS due SET is_due = true WHERE due.id = followed AND NOT due.is_due;
    END IF;
    RETURN NULL;
  END $$;`;

/** What became of an occurrence is what became of its task; only one without a task is said to be missed or skipped. */
const KEEP = `
  CREATE FUNCTION pit_ops.keep_occurrence() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    IF NEW.outcome <> OLD.outcome AND NEW.task_id IS NOT NULL AND NEW.outcome <> (
      SELECT CASE WHEN task.deleted_at IS NOT NULL THEN 'skipped' WHEN task.status = 'completed' THEN 'completed' ELSE 'open' END
      FROM pit.task WHERE task.id = NEW.task_id) THEN
      RAISE EXCEPTION 'what became of an occurrence is what became of its task'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'occurrence', CONSTRAINT = 'occurrence_follows_its_task';
    END IF;
    RETURN NEW;
  END $$;`;

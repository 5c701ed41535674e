import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/**
 * Series pause, and rest with their project: what passes meanwhile leaves no row. They say how early the next occurrence is made, how long
 * after the next one proof still holds, and whether the next date follows from the rule or from the completion. What was skipped before
 * there was a task gets one after all, once.
 */
export class RestingSeries1700000129300 implements MigrationInterface {
  name = 'RestingSeries1700000129300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE ${SERIES}
        ADD COLUMN mode text NOT NULL DEFAULT 'fixed',
        ADD COLUMN lead_days integer NOT NULL DEFAULT 0,
        ADD COLUMN grace_days integer,
        ADD COLUMN is_resting boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT series_mode_check CHECK (mode IN ('fixed', 'after_completion')),
        ADD CONSTRAINT series_lead_days_check CHECK (lead_days BETWEEN 0 AND 366 AND (lead_days = 0 OR mode = 'fixed')),
        ADD CONSTRAINT series_grace_days_check CHECK (grace_days BETWEEN 0 AND 366),
        DROP CONSTRAINT series_state_check,
        ADD CONSTRAINT series_state_check CHECK (state IN ('active', 'paused', 'ended', 'broken'));
      COMMENT ON COLUMN ${SERIES}.mode IS 'Whether the next date is the next of the rule, or its interval after the completion.';
      COMMENT ON COLUMN ${SERIES}.lead_days IS 'So many days before the newest occurrence is due the next one is made.';
      COMMENT ON COLUMN ${SERIES}.grace_days IS 'Proof of an occurrence holds so many days beyond the last day of the next one; null: the series says nothing of it.';
      COMMENT ON COLUMN ${SERIES}.is_resting IS 'Whether it has rested since it was looked at last: dates that passed meanwhile leave no row.';
      GRANT INSERT (mode, lead_days, grace_days), UPDATE (lead_days, grace_days, is_resting) ON ${SERIES} TO pit_app, pit_foreman;
      GRANT UPDATE (task_id) ON ${OCCURRENCE} TO pit_app, pit_foreman;
      GRANT UPDATE (is_resting) ON ${SERIES} TO pit_definer;
      ALTER TABLE pit_ops.evidence_validity DROP CONSTRAINT evidence_validity_set_by_check,
        ADD CONSTRAINT evidence_validity_set_by_check
          CHECK (set_by IN ('uploader', 'reviewer', 'series', 'task', 'organisation', 'nobody'));
      ${REST}${KEEP_TASK}
      ${ownedByDefiner(TRIGGERS, 'pit_owner')}
      CREATE TRIGGER rest_series AFTER UPDATE OF status, deleted_at ON pit.project FOR EACH ROW
        WHEN ((OLD.status IN ('draft', 'active') AND OLD.deleted_at IS NULL)
          AND NOT (NEW.status IN ('draft', 'active') AND NEW.deleted_at IS NULL))
        EXECUTE FUNCTION pit_ops.rest_series();
      CREATE TRIGGER keep_occurrence_task BEFORE UPDATE OF task_id ON ${OCCURRENCE}
        FOR EACH ROW EXECUTE FUNCTION pit_ops.keep_occurrence_task();
      ALTER TABLE ${OCCURRENCE} ENABLE ALWAYS TRIGGER keep_occurrence_task`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER rest_series ON pit.project;
      DROP TRIGGER keep_occurrence_task ON ${OCCURRENCE};
      SET LOCAL ROLE pit_definer; DROP FUNCTION ${TRIGGERS.join(', ')}; SET LOCAL ROLE pit_owner;
      REVOKE UPDATE (task_id) ON ${OCCURRENCE} FROM pit_app, pit_foreman;
      ALTER TABLE pit_ops.evidence_validity DROP CONSTRAINT evidence_validity_set_by_check,
        ADD CONSTRAINT evidence_validity_set_by_check
          CHECK (set_by IN ('uploader', 'reviewer', 'task', 'organisation', 'nobody'));
      ALTER TABLE ${SERIES} DROP CONSTRAINT series_state_check,
        ADD CONSTRAINT series_state_check CHECK (state IN ('active', 'ended', 'broken')),
        DROP COLUMN mode, DROP COLUMN lead_days, DROP COLUMN grace_days, DROP COLUMN is_resting`);
  }
}

const SERIES = 'pit_ops.series';
const OCCURRENCE = 'pit_ops.occurrence';
const TRIGGERS = ['pit_ops.rest_series()', 'pit_ops.keep_occurrence_task()'];
const DEFINER = 'SECURITY DEFINER SET search_path = pg_catalog, pg_temp';

/** Series of a project that is on hold, over or deleted rest, by whatever door it came to be so. */
const REST = `
  CREATE FUNCTION pit_ops.rest_series() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    UPDATE ${SERIES} AS resting SET is_resting = true, is_due = true
      WHERE resting.project_id = NEW.id AND resting.state = 'active' AND NOT resting.is_resting;
    RETURN NULL;
  END $$;`;

/** The task of an occurrence is never another one. */
const KEEP_TASK = `
  CREATE FUNCTION pit_ops.keep_occurrence_task() RETURNS trigger LANGUAGE plpgsql ${DEFINER} AS $$
  BEGIN
    IF OLD.task_id IS NOT NULL AND NEW.task_id IS DISTINCT FROM OLD.task_id THEN
      RAISE EXCEPTION 'an occurrence keeps its task'
        USING ERRCODE = 'check_violation', SCHEMA = 'pit_ops', TABLE = 'occurrence', CONSTRAINT = 'occurrence_keeps_its_task';
    END IF;
    RETURN NEW;
  END $$;`;

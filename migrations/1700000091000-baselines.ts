import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { LEFT_INDEX, PLAN_HISTORY, PLAN_HISTORY_DOORS, SEES_PROJECT } from './sql/plan-history.ts';
import { dropVisibility, throughGathered, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * Plans that were promised, as they stood at a moment of the audit log. What is said of a baseline is audited; its plan
 * stands beside it, proved by the hash that the audited row has, so that the log does not grow by whole plans.
 */
export class Baselines1700000091000 implements MigrationInterface {
  name = 'Baselines1700000091000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${BASELINE}${PLAN}${TASK}${RULES}${KEPT}${RIGHTS}${LEFT_INDEX}`);
    await runner.query(TABLES.map(guard).join(''));
    await runner.query(AUDIT);
    await runner.query(`
      ${PLAN_HISTORY}
      ${ownedByDefiner([SEES_PROJECT])}
      ${ownedByDefiner(PLAN_HISTORY_DOORS, 'pit_app, pit_foreman')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${[...PLAN_HISTORY_DOORS, SEES_PROJECT].join(', ')};
      DROP INDEX pit.audit_log_left_project_idx`);
    for (const table of [...TABLES].reverse()) {
      await runner.query(`
        ${dropVisibility(table, VISIBILITY_POLICIES)}
        ${dropWall(table)}
        DROP TABLE ${table}`);
    }
    await runner.query('DROP FUNCTION pit_ops.check_baseline()');
  }
}

const TABLES = ['pit_ops.baseline', 'pit_ops.baseline_plan', 'pit_ops.baseline_task'];

const BASELINE = `
  CREATE TABLE pit_ops.baseline (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    is_current boolean NOT NULL DEFAULT false,
    reason text,
    approved_by uuid,
    as_of timestamptz(3) NOT NULL,
    as_of_seq bigint NOT NULL,
    unseen xid8[] NOT NULL DEFAULT '{}',
    start_date date,
    end_date date,
    task_count integer NOT NULL,
    capex_cost numeric(14,2) NOT NULL,
    opex_cost numeric(14,2) NOT NULL,
    sha256 bytea NOT NULL,
    set_by uuid NOT NULL DEFAULT pit_ops.ctx_user(),
    set_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT baseline_project_id_id_key UNIQUE (project_id, id),
    CONSTRAINT baseline_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT baseline_approved_by_fkey FOREIGN KEY (org_id, approved_by) REFERENCES pit."user" (org_id, id),
    CONSTRAINT baseline_set_by_fkey FOREIGN KEY (set_by) REFERENCES pit."user" (id),
    CONSTRAINT baseline_name_check CHECK (name ~ '[^[:space:]]' AND length(name) <= 500),
    CONSTRAINT baseline_kind_check CHECK (kind IN ('original', 'revised', 'what_if')),
    CONSTRAINT baseline_current_check CHECK (NOT is_current OR kind <> 'what_if'),
    CONSTRAINT baseline_reason_check CHECK (reason ~ '[^[:space:]]' AND length(reason) <= 2000),
    CONSTRAINT baseline_as_of_check CHECK (as_of <= set_at),
    CONSTRAINT baseline_as_of_seq_check CHECK (as_of_seq > 0),
    CONSTRAINT baseline_unseen_check CHECK (cardinality(unseen) <= 10000),
    CONSTRAINT baseline_order_check CHECK (start_date <= end_date),
    CONSTRAINT baseline_task_count_check CHECK (task_count >= 0),
    CONSTRAINT baseline_sha256_check CHECK (octet_length(sha256) = 32)
  );
  CREATE UNIQUE INDEX baseline_current_key ON pit_ops.baseline (project_id) WHERE is_current;
  CREATE UNIQUE INDEX baseline_original_key ON pit_ops.baseline (project_id) WHERE kind = 'original';
  CREATE INDEX ON pit_ops.baseline (approved_by) WHERE approved_by IS NOT NULL;
  CREATE INDEX ON pit_ops.baseline (set_by);
  COMMENT ON TABLE pit_ops.baseline IS
    'Plans of projects as they stood at a moment of the audit log, to which the project is held (current), was held, or might have been (what_if).';
  COMMENT ON COLUMN pit_ops.baseline.as_of_seq IS 'The last audit record that the plan is made of.';
  COMMENT ON COLUMN pit_ops.baseline.unseen IS
    'Transactions that wrote records up to there which are left out, since they had not committed at that moment.';
  COMMENT ON COLUMN pit_ops.baseline.sha256 IS 'SHA-256 over the canonical text of the plan.';`;

const PLAN = `
  CREATE TABLE pit_ops.baseline_plan (
    baseline_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    plan jsonb NOT NULL,
    CONSTRAINT baseline_plan_baseline_id_fkey FOREIGN KEY (project_id, baseline_id)
      REFERENCES pit_ops.baseline (project_id, id) ON DELETE CASCADE,
    CONSTRAINT baseline_plan_plan_check CHECK (jsonb_typeof(plan) = 'object' AND pg_column_size(plan) <= 67108864)
  );
  COMMENT ON TABLE pit_ops.baseline_plan IS 'The whole plan of a baseline, column by column, as its hash covers it.';`;

const TASK = `
  CREATE TABLE pit_ops.baseline_task (
    baseline_id uuid NOT NULL,
    task_id uuid NOT NULL,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    start_date date,
    end_date date,
    duration_days integer,
    capex_cost numeric(12,2) NOT NULL,
    opex_cost numeric(12,2) NOT NULL,
    PRIMARY KEY (baseline_id, task_id),
    CONSTRAINT baseline_task_baseline_id_fkey FOREIGN KEY (project_id, baseline_id)
      REFERENCES pit_ops.baseline (project_id, id) ON DELETE CASCADE
  );
  COMMENT ON TABLE pit_ops.baseline_task IS
    'The tasks of the plans of baselines, one by one: read beside the tasks of today, also those that are no more.';`;

// The lock makes who counts the baselines of a project wait for who adds one.
const RULES = `
  CREATE FUNCTION pit_ops.check_baseline() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    others integer;
  BEGIN
    IF TG_OP = 'DELETE' THEN
      IF OLD.kind = 'original' OR OLD.is_current THEN
        RAISE EXCEPTION 'the original and the current baseline stay' USING ERRCODE = 'check_violation',
          SCHEMA = 'pit_ops', TABLE = 'baseline', CONSTRAINT = 'baseline_kept_check';
      END IF;
      RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' THEN
      IF to_jsonb(OLD) - '{name,is_current,updated_at}'::text[] <> to_jsonb(NEW) - '{name,is_current,updated_at}'::text[] THEN
        RAISE EXCEPTION 'of a baseline only its name changes, and whether it is current' USING ERRCODE = 'check_violation',
          SCHEMA = 'pit_ops', TABLE = 'baseline', CONSTRAINT = 'baseline_fixed_check';
      END IF;
      NEW.updated_at := greatest(date_trunc('milliseconds', clock_timestamp()), OLD.updated_at + interval '1 millisecond');
      RETURN NEW;
    END IF;
    PERFORM FROM pit.project WHERE id = NEW.project_id FOR NO KEY UPDATE;
    SELECT count(*) INTO others FROM pit_ops.baseline WHERE project_id = NEW.project_id;
    IF others >= 100 THEN
      RAISE EXCEPTION 'a project has at most 100 baselines' USING ERRCODE = 'check_violation',
        SCHEMA = 'pit_ops', TABLE = 'baseline', CONSTRAINT = 'baseline_number_check';
    END IF;
    IF others > 0 AND NEW.reason IS NULL THEN
      RAISE EXCEPTION 'a further baseline needs a reason' USING ERRCODE = 'check_violation',
        SCHEMA = 'pit_ops', TABLE = 'baseline', CONSTRAINT = 'baseline_further_reason_check';
    END IF;
    RETURN NEW;
  END $$;
  COMMENT ON FUNCTION pit_ops.check_baseline() IS 'Keeps what a project was promised as it was promised.';
  CREATE TRIGGER check_baseline BEFORE INSERT OR UPDATE OR DELETE ON pit_ops.baseline
    FOR EACH ROW EXECUTE FUNCTION pit_ops.check_baseline();
  ALTER TABLE pit_ops.baseline ENABLE ALWAYS TRIGGER check_baseline;`;

const keep = (table: string): string => `
  CREATE TRIGGER refuse_change BEFORE UPDATE ON ${table}
    FOR EACH ROW EXECUTE FUNCTION pit_ops.refuse_change('${table}');
  ALTER TABLE ${table} ENABLE ALWAYS TRIGGER refuse_change;`;

const KEPT = ['pit_ops.baseline_plan', 'pit_ops.baseline_task'].map(keep).join('');

const RIGHTS = `
  GRANT SELECT, DELETE, INSERT (project_id, name, kind, is_current, reason, approved_by, as_of, as_of_seq, unseen,
    start_date, end_date, task_count, capex_cost, opex_cost, sha256), UPDATE (name, is_current)
    ON pit_ops.baseline TO pit_app, pit_foreman;
  GRANT SELECT, INSERT (baseline_id, project_id, plan) ON pit_ops.baseline_plan TO pit_app, pit_foreman;
  GRANT SELECT, INSERT (baseline_id, project_id, task_id, start_date, end_date, duration_days, capex_cost, opex_cost)
    ON pit_ops.baseline_task TO pit_app, pit_foreman;`;

const AUDIT = `
  CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON pit_ops.baseline
    FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('baseline');
  ALTER TABLE pit_ops.baseline ENABLE ALWAYS TRIGGER audit_row;`;

function guard(table: string): string {
  return `${wall(table)}${visibleWhere(table, throughGathered('pit.project', table, 'project_id'))}`;
}

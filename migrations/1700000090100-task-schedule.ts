import type { MigrationInterface, QueryRunner } from 'typeorm';
import { dropVisibility, throughGathered, VISIBILITY_POLICIES, visibleWhere } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * The schedule as it was last computed, a read model: whatever is missing or behind is computed anew. Nothing of it is
 * audited, since all of it follows from what is.
 */
export class TaskSchedule1700000090100 implements MigrationInterface {
  name = 'TaskSchedule1700000090100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${TASKS}${PROJECTS}${RIGHTS}`);
    for (const table of TABLES) {
      await runner.query(`${wall(table)}${visibleWhere(table, throughGathered('pit.project', table, 'project_id'))}
        ALTER POLICY writers_insert ON ${table} WITH CHECK (${IS_SERVICE});
        ALTER POLICY writers_update ON ${table} USING (${IS_SERVICE});
        ALTER POLICY writers_delete ON ${table} USING (${IS_SERVICE});`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      await runner.query(`
        ${dropVisibility(table, VISIBILITY_POLICIES)}
        ${dropWall(table)}
        DROP TABLE ${table}`);
    }
  }
}

/** Whoever may see a schedule reads it; only the service's job stores one. */
const IS_SERVICE = `(SELECT pit_ops.ctx_role()) = 'service'`;

const TABLES = ['pit_ops.task_schedule', 'pit_ops.project_schedule'];

// Days as they are shown, so that a page of tasks is read without calendar or origin. What the links into a task leave
// stands with it: no link is asked about but through its successor.
const TASKS = `
  CREATE TABLE pit_ops.task_schedule (
    task_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    project_id uuid NOT NULL,
    early_start date NOT NULL,
    early_finish date NOT NULL,
    late_start date,
    late_finish date,
    total_slack integer,
    free_slack integer,
    is_critical boolean NOT NULL,
    is_on_longest_path boolean NOT NULL,
    work_state smallint NOT NULL,
    link_slack jsonb,
    CONSTRAINT task_schedule_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT task_schedule_task_id_fkey FOREIGN KEY (project_id, task_id) REFERENCES pit.task (project_id, id)
      ON UPDATE CASCADE,
    CONSTRAINT task_schedule_work_state_check CHECK (work_state BETWEEN 0 AND 2),
    CONSTRAINT task_schedule_completed_check
      CHECK ((work_state = 2) = (num_nulls(late_start, late_finish, total_slack, free_slack) = 4)),
    CONSTRAINT task_schedule_critical_check CHECK (NOT (is_critical AND work_state = 2)),
    CONSTRAINT task_schedule_link_slack_check CHECK (jsonb_typeof(link_slack) = 'array')
  ) WITH (fillfactor = 70);
  CREATE INDEX task_schedule_project_id_total_slack_idx ON pit_ops.task_schedule (project_id, total_slack);
  CREATE INDEX task_schedule_critical_idx ON pit_ops.task_schedule (project_id) WHERE is_critical;
  CREATE INDEX task_schedule_org_id_total_slack_idx ON pit_ops.task_schedule (org_id, total_slack, task_id);
  COMMENT ON TABLE pit_ops.task_schedule IS
    'The computed schedule of live tasks, days as people are shown them. A project whose dependencies form a cycle has no rows.';
  COMMENT ON COLUMN pit_ops.task_schedule.early_start IS
    'First day of the work that remains; of completed work the day on which it began.';
  COMMENT ON COLUMN pit_ops.task_schedule.total_slack IS 'Working days; null for completed work.';
  COMMENT ON COLUMN pit_ops.task_schedule.work_state IS '0 not started, 1 under way, 2 completed.';
  COMMENT ON COLUMN pit_ops.task_schedule.link_slack IS
    'For each dependency on a predecessor that asks something: its id, its slack in working days, whether it drives. Null: none does.';`;

const PROJECTS = `
  CREATE TABLE pit_ops.project_schedule (
    project_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    plan_seq bigint NOT NULL,
    today date NOT NULL,
    rules_hash text NOT NULL,
    origin date NOT NULL,
    data_date date NOT NULL,
    task_count integer NOT NULL,
    length_days integer NOT NULL,
    forecast_finish date,
    finish_variance_days integer,
    critical_count integer NOT NULL,
    cycle jsonb,
    violations jsonb NOT NULL DEFAULT '[]',
    computed_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT project_schedule_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id),
    CONSTRAINT project_schedule_counts_check CHECK (critical_count BETWEEN 0 AND task_count AND length_days >= 0),
    CONSTRAINT project_schedule_lists_check
      CHECK (jsonb_typeof(cycle) = 'array' AND jsonb_typeof(violations) = 'array')
  );
  COMMENT ON TABLE pit_ops.project_schedule IS
    'Of which plan, day and rules the rows of pit_ops.task_schedule are, and what the schedule says of the whole project.';
  COMMENT ON COLUMN pit_ops.project_schedule.plan_seq IS
    'Number of the newest event of the plan in the project''s stream that it takes in; 0 where there was none.';
  COMMENT ON COLUMN pit_ops.project_schedule.rules_hash IS
    'Digest of settings, calendar and dates of the project that it was computed by.';
  COMMENT ON COLUMN pit_ops.project_schedule.cycle IS
    'Ids of tasks along a cycle of dependencies, the first repeated at the end; null where there is none.';`;

const RIGHTS = `
  GRANT SELECT, DELETE, INSERT (task_id, project_id, early_start, early_finish, late_start, late_finish, total_slack,
      free_slack, is_critical, is_on_longest_path, work_state, link_slack),
    UPDATE (project_id, early_start, early_finish, late_start, late_finish, total_slack, free_slack, is_critical,
      is_on_longest_path, work_state, link_slack)
    ON pit_ops.task_schedule TO pit_app;
  GRANT SELECT, DELETE, INSERT (project_id, plan_seq, today, rules_hash, origin, data_date, task_count, length_days,
      forecast_finish, finish_variance_days, critical_count, cycle, violations),
    UPDATE (plan_seq, today, rules_hash, origin, data_date, task_count, length_days, forecast_finish,
      finish_variance_days, critical_count, cycle, violations, computed_at)
    ON pit_ops.project_schedule TO pit_app;
  GRANT SELECT ON pit_ops.task_schedule, pit_ops.project_schedule TO pit_foreman;`;

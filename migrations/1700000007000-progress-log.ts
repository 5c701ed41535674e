import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Time-stamped progress, partitioned by financial year.
 *
 * The partitions live in `pit_ops`, so that the schema `pit` holds the specified tables and nothing else.
 * The key of a partitioned table includes what it is partitioned by, hence `(id, created_at)`.
 */
export class ProgressLog1700000007000 implements MigrationInterface {
  name = 'ProgressLog1700000007000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PROGRESS_LOG);
    await runner.query(ENSURE_PARTITIONS);
    await runner.query(`SELECT pit_ops.ensure_progress_partitions(2, 1)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION pit_ops.ensure_progress_partitions(integer, integer);
      DROP TABLE pit.task_progress_log`);
  }
}

// user_id refers to the user alone: the platform's system user, who belongs to another organisation, writes here too.
// That no one writes in another's name is a policy's matter.
const PROGRESS_LOG = `
  CREATE TABLE pit.task_progress_log (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    task_id uuid NOT NULL,
    subtask_id uuid,
    user_id uuid NOT NULL REFERENCES pit."user" (id),
    old_progress_percent integer CHECK (old_progress_percent BETWEEN 0 AND 100),
    new_progress_percent integer CHECK (new_progress_percent BETWEEN 0 AND 100),
    old_status pit.task_status_enum,
    new_status pit.task_status_enum,
    comment text CHECK (length(comment) <= 10000),
    source text NOT NULL DEFAULT 'manual'
      CHECK (source IN ('manual', 'ai_suggested', 'auto_from_evidence', 'import')),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    PRIMARY KEY (id, created_at),
    CONSTRAINT task_progress_log_task_id_fkey FOREIGN KEY (org_id, task_id) REFERENCES pit.task (org_id, id),
    CONSTRAINT task_progress_log_subtask_id_fkey
      FOREIGN KEY (task_id, subtask_id) REFERENCES pit.subtask (task_id, id)
  ) PARTITION BY RANGE (created_at);
  CREATE INDEX ON pit.task_progress_log (task_id, created_at);
  CREATE INDEX ON pit.task_progress_log (subtask_id) WHERE subtask_id IS NOT NULL;
  CREATE TABLE pit_ops.task_progress_log_default PARTITION OF pit.task_progress_log DEFAULT`;

const ENSURE_PARTITIONS = `
  CREATE FUNCTION pit_ops.ensure_progress_partitions(years_ahead integer, start_month integer)
    RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
  DECLARE
    this_month date := date_trunc('month', now());
    this_year date;
    lower date;
    upper date;
    made integer := 0;
  BEGIN
    IF years_ahead NOT BETWEEN 0 AND 20 OR start_month NOT BETWEEN 1 AND 12 THEN
      RAISE EXCEPTION 'years_ahead is 0 to 20 and start_month 1 to 12' USING ERRCODE = '22023';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('pit_ops.ensure_progress_partitions', 0));
    this_year := this_month - make_interval(months => (extract(month FROM this_month)::integer - start_month + 12) % 12);
    SELECT coalesce(max(substring(pg_get_expr(c.relpartbound, c.oid) FROM 'TO \\(''([0-9-]+)')::date), this_year - interval '1 year')
      INTO lower
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'pit.task_progress_log'::regclass;
    WHILE lower < this_year + make_interval(years => years_ahead + 1) LOOP
      -- Up to the next start of a financial year; after a change of that month one partition is shorter.
      upper := make_date(extract(year FROM lower)::integer, start_month, 1);
      IF upper <= lower THEN
        upper := upper + interval '1 year';
      END IF;
      EXECUTE format('CREATE TABLE pit_ops.%I PARTITION OF pit.task_progress_log FOR VALUES FROM (%L) TO (%L)',
        'task_progress_log_' || to_char(lower, 'YYYY_MM'), lower::timestamptz, upper::timestamptz);
      made := made + 1;
      lower := upper;
    END LOOP;
    RETURN made;
  END $$;
  REVOKE ALL ON FUNCTION pit_ops.ensure_progress_partitions(integer, integer) FROM PUBLIC;
  COMMENT ON FUNCTION pit_ops.ensure_progress_partitions(integer, integer) IS
    'Makes the partitions of task_progress_log for this financial year and years_ahead more; answers how many were missing.'`;

/** Keys of audited rows that no plan is made of. */
const UNUSED = [
  'description',
  'assignees',
  'task_type',
  'cluster_id',
  'owner_id',
  'sponsor_id',
  'division_id',
  'priority',
  'quick_class',
  'requires_evidence',
  'source_module',
  'source_reference_id',
  'linked_control_set_id',
  'created_at',
  'updated_at',
  'org_id',
];

/** What left a project: it was deleted for good, or moved to another one. The index and the reader say it alike. */
const LEFT = `log.action <> 'INSERT'
          AND (log.before_state ->> 'project_id') IS DISTINCT FROM (log.after_state ->> 'project_id')`;

/** Who left stays findable without reading the log of the whole organisation; most records are not in this index. */
export const LEFT_INDEX = `
  CREATE INDEX audit_log_left_project_idx ON pit.audit_log (org_id, (before_state ->> 'project_id'))
    WHERE ${LEFT.replaceAll('log.', '')};`;

// A rule and the actual dates of a task are recorded under the id of the task.
const part = (table: string, names: readonly string[]): string => `
      UNION ALL SELECT kind.name, each.id::text FROM pit.${table} AS each
        CROSS JOIN (VALUES ${names.map((name) => `('${name}')`).join(', ')}) AS kind (name)
        WHERE each.org_id = pit_ops.ctx_org() AND each.project_id = plan`;

const EACH_RECORD = `, history AS MATERIALIZED (
      SELECT detail.seq, detail.xid, log.id, log.created_at, log.table_name, log.record_id,
        log.after_state IS NULL AS is_gone
      FROM part
      JOIN pit.audit_log AS log ON log.org_id = pit_ops.ctx_org() AND log.table_name = part.name AND log.record_id = part.id
      JOIN pit_ops.audit_detail AS detail ON detail.audit_log_id = log.id
    )`;

/** Every audit record of everything that is or was of the project \`plan\`, by the index on (org, table, record). */
const HISTORY = `
    WITH part AS MATERIALIZED (
      SELECT 'project' AS name, plan::text AS id
      ${part('phase', ['phase'])}
      ${part('work_package', ['work_package'])}
      ${part('task', ['task', 'task_rule', 'task_actual'])}
      ${part('task_dependency', ['task_dependency'])}
      UNION SELECT log.table_name, log.record_id FROM pit.audit_log AS log
        WHERE log.org_id = pit_ops.ctx_org() AND ${LEFT} AND log.before_state ->> 'project_id' = plan::text
    )${EACH_RECORD}`;

const RIGHTS = `STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan`;

// The rule of pit.project's policies, for functions that read past them.
export const SEES = `
  CREATE FUNCTION pit_ops.sees_project(plan uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
    RETURN EXISTS (SELECT FROM pit.project AS each
      WHERE each.id = plan AND each.org_id = pit_ops.ctx_org() AND (
        pit_ops.ctx_role() = 'service'
        OR pit_ops.ctx_role() IN ('admin', 'foreman') AND pit_ops.ctx_reason() IS NOT NULL
        OR each.division_id IS NULL
        OR each.division_id = ANY (pit_ops.ctx_divs())
        OR each.owner_id = pit_ops.ctx_user()
        OR each.sponsor_id = pit_ops.ctx_user()
        OR each.id IN (SELECT pit_ops.ctx_assigned_projects())));
  COMMENT ON FUNCTION pit_ops.sees_project(uuid) IS 'Whether the caller sees the project, as the policies of pit.project say.';`;

export const MOMENT = `
  CREATE FUNCTION pit_ops.plan_moment(plan uuid, at timestamptz)
    RETURNS TABLE (seq bigint, unseen xid8[], read_at timestamptz) LANGUAGE plpgsql ROWS 1 ${RIGHTS} AS $$
  #variable_conflict use_column
  BEGIN
    IF NOT pit_ops.sees_project(plan) THEN RETURN; END IF;
    RETURN QUERY ${HISTORY}, cut AS (
      SELECT max(history.seq) AS seq FROM history WHERE history.created_at <= at
    )
    SELECT cut.seq, ARRAY(
        SELECT running FROM pg_snapshot_xip(pg_current_snapshot()) AS running
          WHERE running NOT IN (SELECT history.xid FROM history)
        UNION ALL SELECT history.xid FROM history GROUP BY history.xid
          HAVING min(history.seq) <= cut.seq AND max(history.seq) > cut.seq),
      clock_timestamp()
    FROM cut;
  END $$;
  COMMENT ON FUNCTION pit_ops.plan_moment(uuid, timestamptz) IS
    'How far the audit log of a project had come at a moment: the last record that was written until then, and the transactions that are left out whole: those that wrote after it as well, and those that have not committed now. No row for a project that the caller does not see; seq is null before its first record.';`;

const NEWEST = `, newest AS (
      SELECT DISTINCT ON (history.table_name, history.record_id) history.*
      FROM history WHERE history.seq <= upto AND history.xid <> ALL (unseen)
      ORDER BY history.table_name, history.record_id, history.seq DESC
    )`;

export const RECORDS = `
  CREATE FUNCTION pit_ops.plan_records(plan uuid, upto bigint, unseen xid8[], with_seals boolean)
    RETURNS TABLE (seq bigint, table_name text, record_id text, state jsonb, audit_log_id uuid, seal bigint,
      is_altered boolean) LANGUAGE plpgsql ROWS 10000 ${RIGHTS} AS $$
  #variable_conflict use_column
  BEGIN
    IF NOT pit_ops.sees_project(plan) THEN RETURN; END IF;
    RETURN QUERY ${HISTORY}${NEWEST}
    SELECT newest.seq, newest.table_name, newest.record_id, log.after_state - '{${UNUSED.join(',')}}'::text[], log.id,
      coalesce(detail.chain_seal, detail.seal_id),
      CASE WHEN detail.digest IS NOT NULL THEN detail.digest <> pit_ops.audit_digest(log, detail) END
    FROM newest JOIN pit.audit_log AS log ON log.id = newest.id
    LEFT JOIN pit_ops.audit_detail AS detail ON with_seals AND detail.seq = newest.seq
    WHERE NOT newest.is_gone;
  END $$;
  COMMENT ON FUNCTION pit_ops.plan_records(uuid, bigint, xid8[], boolean) IS
    'Of each record of a project the newest state up to a record of the audit log, without the transactions that are left out. With seals: the seal of the audit record, null while it has none, and whether the record differs from what was sealed.';`;

/** What of `RECORDS` reads the log: all records, then the newest of each. */
export const READING = `${EACH_RECORD}${NEWEST}`;

export const PLAN_HISTORY = `${SEES}${MOMENT}${RECORDS}`;

export const PLAN_HISTORY_DOORS = [
  'pit_ops.plan_moment(uuid, timestamptz)',
  'pit_ops.plan_records(uuid, bigint, xid8[], boolean)',
];

export const SEES_PROJECT = 'pit_ops.sees_project(uuid)';

/**
 * Quality checks over what a caller may not see, as one function of `pit_definer`. Each check is a list of records of
 * which some fall short; `checked` has them all, and the end counts.
 */

const SYSTEM = `'00000000-0000-0000-0000-0000000000ff'`;
/** Records of the trail that are looked at, the newest first. */
const MOST_RECORDS = 20_000;

/** What follows from other work, and is written in the name of whoever moved that. */
const DERIVED = `'status', 'progress_percent', 'updated_at', 'order_index', 'source_reference_id'`;
const DERIVED_ABOVE = `${DERIVED}, 'start_date', 'end_date', 'capex_total', 'opex_total', 'risk_mitigation_percent', 'risk_impact_score'`;

/** The parts of the project, deleted ones too, whatever organisation they say they are of. */
const PARTS = `
  home AS MATERIALIZED (
    SELECT each.id, each.org_id, each.owner_id, each.sponsor_id, each.deleted_at FROM pit.project each
    WHERE each.id = project AND each.org_id = pit_ops.ctx_org()
  ), phases AS MATERIALIZED (
    SELECT each.id, each.org_id, each.owner_id, each.deleted_at FROM pit.phase each JOIN home ON each.project_id = home.id
  ), packages AS MATERIALIZED (
    SELECT each.id, each.org_id, each.owner_id, each.phase_id, each.deleted_at FROM pit.work_package each JOIN home ON each.project_id = home.id
  ), tasks AS MATERIALIZED (
    SELECT each.id, each.org_id, each.owner_id, each.assignees, each.phase_id, each.work_package_id, each.cluster_id,
      each.end_date, each.deleted_at
    FROM pit.task each JOIN home ON each.project_id = home.id
  ), steps AS MATERIALIZED (
    SELECT each.id, each.org_id, each.owner_id, each.task_id, each.deleted_at FROM pit.subtask each JOIN tasks ON tasks.id = each.task_id
  ), pieces AS MATERIALIZED (
    SELECT each.* FROM pit.evidence each JOIN tasks ON tasks.id = each.task_id
    UNION ALL SELECT each.* FROM pit.evidence each JOIN steps ON steps.id = each.subtask_id
  ), reviews AS MATERIALIZED (
    SELECT each.* FROM pit.evidence_review each JOIN pieces ON pieces.id = each.evidence_id
  )`;

const STRUCTURE = `
  SELECT 'STR.1', each.id, NOT EXISTS (SELECT FROM pit.phase over WHERE over.id = each.phase_id) OR each.work_package_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM pit.work_package over WHERE over.id = each.work_package_id AND over.phase_id = each.phase_id)
  FROM tasks each WHERE each.deleted_at IS NULL
  UNION ALL SELECT 'STR.2', each.id, NOT EXISTS (SELECT FROM pit.phase over WHERE over.id = each.phase_id)
  FROM packages each WHERE each.deleted_at IS NULL
  UNION ALL SELECT 'STR.3', each.id, each.project_id <> project FROM pit.phase each
  WHERE each.id IN (SELECT phases.id FROM phases WHERE phases.deleted_at IS NULL
    UNION SELECT tasks.phase_id FROM tasks WHERE tasks.deleted_at IS NULL
    UNION SELECT packages.phase_id FROM packages WHERE packages.deleted_at IS NULL)
  UNION ALL SELECT 'STR.5', every.id, every.org_id <> home.org_id FROM home, (
    SELECT phases.id, phases.org_id FROM phases UNION ALL SELECT packages.id, packages.org_id FROM packages
    UNION ALL SELECT tasks.id, tasks.org_id FROM tasks UNION ALL SELECT steps.id, steps.org_id FROM steps
    UNION ALL SELECT pieces.id, pieces.org_id FROM pieces UNION ALL SELECT reviews.id, reviews.org_id FROM reviews
    UNION ALL SELECT link.id, link.org_id FROM pit.task_dependency link WHERE link.project_id = project) every
  UNION ALL SELECT 'STR.7', each.id, each.planned > (SELECT count(*) FROM tasks WHERE tasks.cluster_id = each.id) FROM (
    SELECT cluster.id, (SELECT count(*) FROM unnest(ARRAY['$.tasks[*]', '$.phases[*].tasks[*]', '$.phases[*].workPackages[*].tasks[*]']) AS place (path),
        jsonb_path_query(coalesce(made.template, template.template_json), place.path::jsonpath)) AS planned
    FROM pit.task_cluster cluster JOIN home ON home.id = cluster.project_id
    JOIN pit.task_cluster_template template ON template.id::text = cluster.source_reference_id
    LEFT JOIN LATERAL (SELECT log.after_state -> 'template_json' AS template FROM pit.audit_log log
      WHERE log.org_id = home.org_id AND log.table_name = 'task_cluster_template' AND log.record_id = template.id::text
        AND log.created_at <= cluster.created_at AND log.after_state IS NOT NULL
      ORDER BY log.created_at DESC LIMIT 1) made ON true) each
  UNION ALL SELECT 'STR.8', each.id, each.deleted_at > each.above OR NOT EXISTS (SELECT FROM pit.audit_log log
      WHERE log.org_id = home.org_id AND log.table_name = each.kind AND log.record_id = each.id::text
        AND (log.after_state ->> 'deleted_at')::timestamptz = each.deleted_at)
  FROM home, (
    SELECT 'phase' AS kind, phases.id, phases.deleted_at, top.deleted_at AS above FROM phases, home top
    UNION ALL SELECT 'work_package', packages.id, packages.deleted_at, phases.deleted_at
      FROM packages LEFT JOIN phases ON phases.id = packages.phase_id
    UNION ALL SELECT 'task', tasks.id, tasks.deleted_at, CASE WHEN tasks.work_package_id IS NULL THEN phases.deleted_at ELSE packages.deleted_at END
      FROM tasks LEFT JOIN phases ON phases.id = tasks.phase_id LEFT JOIN packages ON packages.id = tasks.work_package_id
    UNION ALL SELECT 'subtask', steps.id, steps.deleted_at, tasks.deleted_at FROM steps JOIN tasks ON tasks.id = steps.task_id
  ) each WHERE each.deleted_at IS NOT NULL`;

/** A message has reached somebody once it is in the inbox of who answers or answered, and not all ways out of the house were given up. */
const REACHED = `
  SELECT 'PR.7', alert.id, NOT EXISTS (
    SELECT FROM pit.notification message
    WHERE message.user_id IN (
        SELECT unnest(ARRAY[answering.owner, answering.sponsor])::uuid FROM answering WHERE answering.id = project::text
        UNION ALL SELECT member.id FROM pit."user" member WHERE member.org_id = home.org_id AND member.role = 'admin')
      AND message.created_at >= alert.detected_at AND message.link = '/pit/projects/' || home.id
      AND NOT EXISTS (SELECT FROM pit_ops.delivery way WHERE way.user_id = message.user_id AND way.notification_id = message.id
        HAVING count(*) > 0 AND bool_and(way.state = 'dead')))
  FROM home JOIN pit.watchdog_alert alert ON alert.project_id = home.id
  JOIN tasks ON tasks.id::text = alert.data ->> 'subject'
  WHERE alert.resolved_at IS NULL AND alert.code = 'task_overdue' AND alert.data ->> 'level' = '1'
    AND tasks.end_date >= alert.detected_at::date - news_days`;

const EVIDENCE = `
  SELECT 'EV.5', each.id, EXISTS (SELECT FROM pit.audit_log log JOIN pit_ops.audit_detail detail ON detail.audit_log_id = log.id
      WHERE log.org_id = each.org_id AND log.table_name = 'evidence' AND log.record_id = each.id::text AND log.action = 'UPDATE'
        AND detail.seq > each.accepted_seq AND log.before_state - 'updated_at' - 'deleted_at' <> log.after_state - 'updated_at' - 'deleted_at')
    OR EXISTS (SELECT FROM (SELECT log.after_state AS told FROM pit.audit_log log
        JOIN pit_ops.audit_detail detail ON detail.audit_log_id = log.id
        WHERE log.org_id = each.org_id AND log.table_name = 'evidence' AND log.record_id = each.id::text
        ORDER BY detail.seq DESC LIMIT 1) newest
      WHERE newest.told ->> 'file_url' <> each.file_url OR newest.told -> 'metadata' <> each.metadata
        OR newest.told ->> 'uploaded_by' <> each.uploaded_by::text OR newest.told ->> 'file_type' <> each.file_type::text)
  FROM (
    SELECT pieces.*, (SELECT min(detail.seq) FROM pit.audit_log log JOIN pit_ops.audit_detail detail ON detail.audit_log_id = log.id
        WHERE log.org_id = pieces.org_id AND log.table_name = 'evidence_review' AND log.record_id = last.id::text
          AND log.after_state ->> 'decision' = 'accepted') AS accepted_seq
    FROM pieces CROSS JOIN LATERAL (SELECT reviews.id, reviews.decision FROM reviews WHERE reviews.evidence_id = pieces.id
      ORDER BY reviews.created_at DESC, reviews.id DESC LIMIT 1) last
    WHERE pieces.deleted_at IS NULL AND last.decision = 'accepted') each
  UNION ALL SELECT 'EV.6', each.id, NOT EXISTS (SELECT FROM pit.audit_log log
      WHERE log.org_id = home.org_id AND log.table_name = each.kind AND log.record_id = each.id::text AND log.action = 'INSERT')
  FROM home, (SELECT 'evidence' AS kind, pieces.id FROM pieces UNION ALL SELECT 'evidence_review', reviews.id FROM reviews) each
  UNION ALL SELECT 'SEC.3', each.id, CASE WHEN each.file_url ~* '^s3:/*pit-local'
      THEN NOT EXISTS (SELECT FROM pit_ops.stored_file file WHERE file.org_id = each.org_id AND file.handed_in_at IS NOT NULL
        AND file.id::text = substring(each.file_url FROM '^s3://pit-local/[0-9a-f-]{36}/([0-9a-f-]{36})(?:/|$)'))
      ELSE each.file_url ~* '^[a-z0-9]+://[^/]*@|[?&#](x-amz-signature|x-goog-signature|signature|sig|token|access_token)=' END
  FROM pieces each WHERE each.deleted_at IS NULL`;

const ROLES = `
  SELECT 'SEC.4', member.id, member.role IS DISTINCT FROM (SELECT log.after_state ->> 'role' FROM pit.audit_log log
    JOIN pit_ops.audit_detail detail ON detail.audit_log_id = log.id
    WHERE log.org_id = member.org_id AND log.table_name = 'user' AND log.record_id = member.id::text
    ORDER BY detail.seq DESC LIMIT 1)
  FROM pit."user" member JOIN home ON home.org_id = member.org_id WHERE member.id::text IN (
    SELECT home.owner_id::text UNION ALL SELECT home.sponsor_id::text UNION ALL SELECT phases.owner_id::text FROM phases
    UNION ALL SELECT packages.owner_id::text FROM packages UNION ALL SELECT tasks.owner_id::text FROM tasks
    UNION ALL SELECT jsonb_array_elements_text(tasks.assignees) FROM tasks WHERE jsonb_typeof(tasks.assignees) = 'array'
    UNION ALL SELECT steps.owner_id::text FROM steps UNION ALL SELECT pieces.uploaded_by::text FROM pieces
    UNION ALL SELECT reviews.reviewer_id::text FROM reviews)`;

/** What people wrote of the plan, who they were that day by the trail of the directory, and who answered for what. */
const WRITES = `
  changes AS MATERIALIZED (
    SELECT part.kind, part.id, log.user_id, log.action, log.before_state AS before, log.after_state AS after, detail.seq, detail.xid,
      detail.override_reason, detail.override_reason IS NOT NULL OR detail.db_role = 'pit_foreman' AS is_override
    FROM (SELECT 'project' AS kind, home.id FROM home UNION ALL SELECT 'phase', phases.id FROM phases
      UNION ALL SELECT 'work_package', packages.id FROM packages UNION ALL SELECT 'task', tasks.id FROM tasks) part
    JOIN pit.audit_log log ON log.org_id = pit_ops.ctx_org() AND log.table_name = part.kind AND log.record_id = part.id::text
    JOIN pit_ops.audit_detail detail ON detail.audit_log_id = log.id
    WHERE log.user_id <> ${SYSTEM} ORDER BY detail.seq DESC LIMIT ${MOST_RECORDS}
  ), roles AS MATERIALIZED (
    SELECT who.user_id, detail.seq, log.after_state ->> 'role' AS role
    FROM (SELECT DISTINCT changes.user_id FROM changes) who
    JOIN pit.audit_log log ON log.org_id = pit_ops.ctx_org() AND log.table_name = 'user' AND log.record_id = who.user_id::text
    JOIN pit_ops.audit_detail detail ON detail.audit_log_id = log.id
    WHERE log.action = 'INSERT' OR log.before_state ->> 'role' IS DISTINCT FROM log.after_state ->> 'role'
  ), answering AS MATERIALIZED (
    SELECT part.id::text AS id, detail.seq, lead(detail.seq) OVER (PARTITION BY part.id ORDER BY detail.seq) AS until,
      log.after_state ->> 'owner_id' AS owner, log.after_state ->> 'sponsor_id' AS sponsor
    FROM (SELECT 'project' AS kind, home.id FROM home UNION ALL SELECT 'phase', phases.id FROM phases
      UNION ALL SELECT 'work_package', packages.id FROM packages) part
    JOIN pit.audit_log log ON log.org_id = pit_ops.ctx_org() AND log.table_name = part.kind AND log.record_id = part.id::text
    JOIN pit_ops.audit_detail detail ON detail.audit_log_id = log.id
    WHERE log.action = 'INSERT' OR log.before_state ->> 'owner_id' IS DISTINCT FROM log.after_state ->> 'owner_id'
      OR log.before_state ->> 'sponsor_id' IS DISTINCT FROM log.after_state ->> 'sponsor_id'
  ), judged AS MATERIALIZED (
    SELECT changes.*, coalesce(changes.before, changes.after) AS held, coalesce(
      (SELECT roles.role FROM roles WHERE roles.user_id = changes.user_id AND roles.seq < changes.seq ORDER BY roles.seq DESC LIMIT 1),
      (SELECT member.role FROM pit."user" member WHERE member.id = changes.user_id)) AS role
    FROM changes
  )`;

const PERMITTED = `
  SELECT CASE each.kind WHEN 'project' THEN 'PERM.1' WHEN 'task' THEN 'PERM.3' ELSE 'PERM.2' END, each.id, NOT coalesce(
    each.is_override OR each.role IN ('admin', 'service')
    OR each.kind = 'project' AND each.action = 'INSERT' AND each.role <> 'viewer'
    OR each.xid IN (SELECT made.xid FROM changes made WHERE made.kind = 'project' AND made.action = 'INSERT')
    OR each.role <> 'viewer' AND (
      each.kind = 'task' AND each.action = 'UPDATE' AND (each.before ->> 'owner_id' = each.user_id::text
        OR each.before -> 'assignees' ? each.user_id::text
        OR EXISTS (SELECT FROM steps WHERE steps.task_id = each.id AND steps.owner_id = each.user_id))
        AND (each.before -> 'deleted_at', each.before -> 'phase_id', each.before -> 'work_package_id')
          IS NOT DISTINCT FROM (each.after -> 'deleted_at', each.after -> 'phase_id', each.after -> 'work_package_id')
      OR EXISTS (SELECT FROM answering WHERE answering.id IN
          (project::text, each.id::text, each.held ->> 'phase_id', each.held ->> 'work_package_id')
        AND answering.seq < each.seq AND (answering.until IS NULL OR answering.until >= each.seq)
        AND each.user_id::text IN (answering.owner, answering.sponsor))), false)
  FROM judged each
  WHERE (each.action = 'INSERT' OR CASE each.kind
      WHEN 'task' THEN each.before - ARRAY[${DERIVED}] <> each.after - ARRAY[${DERIVED}]
      ELSE each.before - ARRAY[${DERIVED_ABOVE}] <> each.after - ARRAY[${DERIVED_ABOVE}] END)
    AND coalesce(each.held ->> 'project_id', project::text) = project::text
  UNION ALL SELECT 'PERM.4', each.id, each.override_reason IS NULL OR coalesce(each.role, '') NOT IN ('admin', 'foreman')
  FROM judged each WHERE each.is_override`;

const IDS = [
  'STR.1',
  'STR.2',
  'STR.3',
  'STR.5',
  'STR.7',
  'STR.8',
  'PR.7',
  'EV.5',
  'EV.6',
  'PERM.1',
  'PERM.2',
  'PERM.3',
]
  .concat(['PERM.4', 'SEC.3', 'SEC.4'])
  .map((id) => `'${id}'`)
  .join(', ');

export const QUALITY_TRAIL = `
  CREATE FUNCTION pit_ops.quality_trail(project uuid, news_days integer)
    RETURNS TABLE (id text, looked_at bigint, short bigint, sample uuid[])
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    RETURN QUERY
    WITH ${PARTS}, ${WRITES}, checked (check_id, record, is_short) AS (${[STRUCTURE, REACHED, EVIDENCE, ROLES, PERMITTED].join('\n  UNION ALL')}
    )
    SELECT known.id, count(checked.record), count(*) FILTER (WHERE checked.is_short),
      (array_agg(DISTINCT checked.record ORDER BY checked.record) FILTER (WHERE checked.is_short))[1:20]
    FROM unnest(ARRAY[${IDS}]) AS known (id) LEFT JOIN checked ON checked.check_id = known.id GROUP BY known.id;
  END $$;
  COMMENT ON FUNCTION pit_ops.quality_trail(uuid, integer) IS
    'Quality checks of a project over what its callers may not see: how many records each looked at, how many fall short, and up to 20 of these.';`;

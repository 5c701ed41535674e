/**
 * Finds the typed bounds of stored projects, phases and work packages, and brings what they show to the wider of these
 * and their children's dates.
 *
 * A bound is typed when the newest audit record in which a person's verb set its column still gives its value. A record
 * is none of a person's setting when its transaction also dated, moved, deleted or restored something of a lower level:
 * then the dates grew around that. Verbs that set a parent's dates change nothing below it.
 */
export const TYPED_BOUNDS = `
  SET LOCAL ROLE pit_definer;
  DO $$
  DECLARE
    typed integer;
    dated integer;
    each record;
  BEGIN
    INSERT INTO pit_ops.date_frame (node_id, org_id, project_id, start_typed, end_typed)
    WITH node AS (
      SELECT id, org_id, id AS project_id, start_date, end_date FROM pit.project
      UNION ALL SELECT id, org_id, project_id, start_date, end_date FROM pit.phase
      UNION ALL SELECT id, org_id, project_id, start_date, end_date FROM pit.work_package
    ), change AS (
      SELECT log.record_id, detail.xid, detail.seq, log.before_state AS before, log.after_state AS after,
        array_position(ARRAY['project', 'phase', 'work_package', 'task', 'subtask'], log.table_name) AS level
      FROM pit.audit_log AS log JOIN pit_ops.audit_detail AS detail ON detail.audit_log_id = log.id
      WHERE log.table_name IN ('project', 'phase', 'work_package', 'task', 'subtask') AND log.after_state IS NOT NULL
    ), lowest AS (
      SELECT change.xid, max(change.level) AS level FROM change
      WHERE EXISTS (
        SELECT FROM unnest(ARRAY['start_date', 'end_date', 'deleted_at', 'phase_id', 'work_package_id', 'task_id'])
          AS name
        WHERE (change.before IS NOT NULL OR name IN ('start_date', 'end_date'))
          AND change.before ->> name IS DISTINCT FROM change.after ->> name)
      GROUP BY change.xid
    ), setting AS (
      SELECT DISTINCT ON (change.record_id, name) change.record_id::uuid AS id, name, (change.after ->> name)::date AS day
      FROM change CROSS JOIN unnest(ARRAY['start_date', 'end_date']) AS name LEFT JOIN lowest USING (xid)
      WHERE change.level <= 3 AND change.before ->> name IS DISTINCT FROM change.after ->> name
        AND change.level >= coalesce(lowest.level, 0)
      ORDER BY change.record_id, name, change.seq DESC
    ), bound AS (
      SELECT node.*, first.day AS start_typed, last.day AS end_typed
      FROM node
      LEFT JOIN setting AS first ON first.id = node.id AND first.name = 'start_date' AND first.day = node.start_date
      LEFT JOIN setting AS last ON last.id = node.id AND last.name = 'end_date' AND last.day = node.end_date
    )
    SELECT id, org_id, project_id, start_typed, end_typed FROM bound
    WHERE start_typed IS NOT NULL OR end_typed IS NOT NULL;
    SELECT coalesce(sum(num_nonnulls(start_typed, end_typed)), 0) INTO typed FROM pit_ops.date_frame;
    SELECT coalesce(sum(num_nonnulls(start_date, end_date)), 0) INTO dated FROM (
      SELECT start_date, end_date FROM pit.project
      UNION ALL SELECT start_date, end_date FROM pit.phase
      UNION ALL SELECT start_date, end_date FROM pit.work_package) AS node;
    RAISE NOTICE 'dates of projects, phases and work packages: % bounds are typed, % derived', typed, dated - typed;
    FOR each IN SELECT id, org_id FROM pit.project WHERE deleted_at IS NULL ORDER BY org_id, id LOOP
      PERFORM set_config('app.org_id', each.org_id::text, true),
        set_config('app.user_id', '00000000-0000-0000-0000-0000000000ff', true),
        set_config('app.role', 'service', true), pit_ops.fit_dates(each.id, NULL);
    END LOOP;
    PERFORM set_config('app.org_id', '', true), set_config('app.user_id', '', true), set_config('app.role', '', true);
  END $$;
  SET LOCAL ROLE pit_owner`;

/**
 * When the work of stored tasks began and ended, as far as the progress log tells. An import wrote the day of a
 * completion into a sentence; other completions happened on the day of their entry, where the organisation is. An
 * import gave the actual start as the start of work that had begun; other work began with its first report of
 * progress, or when somebody started it.
 */
export const ACTUAL_DATES = `
  INSERT INTO pit_ops.task_actual (task_id, org_id, project_id, actual_start, actual_finish, source)
  WITH entry AS (
    SELECT log.task_id, log.new_progress_percent AS percent, log.new_status AS status, log.source, log.created_at, log.id,
      (log.created_at AT TIME ZONE organisation.time_zone)::date AS day,
      substring(log.comment FROM '^Ended on ([0-9]{4}-[0-9]{2}-[0-9]{2}) according to the source\\.$')::date AS told
    FROM pit.task_progress_log AS log JOIN pit.organisation ON organisation.id = log.org_id
  ), ended AS (
    SELECT DISTINCT ON (task_id) task_id, CASE WHEN source = 'import' THEN told ELSE day END AS day, source
    FROM entry WHERE percent = 100 ORDER BY task_id, created_at DESC, id DESC
  ), begun AS (
    SELECT task_id, min(day) AS day FROM entry
    WHERE source <> 'import' AND (percent > 0 OR status = 'active') GROUP BY task_id
  ), known AS (
    SELECT task.id, task.org_id, task.project_id,
      CASE WHEN task.start_date <= current_date AND task.source_module = 'data_analytics'
          AND (ended.source = 'import' OR task.description LIKE '%source status In-Progress%') THEN task.start_date
        WHEN task.progress_percent > 0 OR mark.is_started THEN begun.day END AS first,
      CASE WHEN task.progress_percent = 100 THEN ended.day END AS last,
      CASE WHEN task.source_module = 'data_analytics' THEN 'import' ELSE 'log' END AS source
    FROM pit.task
    LEFT JOIN pit_ops.work_mark AS mark ON mark.node_id = task.id
    LEFT JOIN begun ON begun.task_id = task.id
    LEFT JOIN ended ON ended.task_id = task.id
  )
  SELECT id, org_id, project_id, CASE WHEN last < first THEN last ELSE first END, last, source FROM known
  WHERE first IS NOT NULL OR last IS NOT NULL;`;

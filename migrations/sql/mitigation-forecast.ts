/** Where the day is found on which a task was promised to be done. */
interface TaskPromise {
  readonly day: string;
  readonly joins: string;
  readonly words: string;
}

/** The planned end, whatever becomes of it. */
export const AS_PLANNED: TaskPromise = { day: 'task.end_date', joins: '', words: 'as planned' };

/** What the current baseline of the task's project says, else the planned end. */
export const BY_BASELINE: TaskPromise = {
  day: 'coalesce(kept.end_date, task.end_date)',
  joins: `
      LEFT JOIN pit_ops.baseline AS baseline ON baseline.project_id = task.project_id AND baseline.is_current
      LEFT JOIN pit_ops.baseline_task AS kept ON kept.baseline_id = baseline.id AND kept.task_id = task.id`,
  words: 'as promised by the current baselines, else as planned',
};

export const MITIGATION_FORECAST = 'pit_ops.mitigation_forecast(uuid[])';

/** The function that tells when the work on risks is done. */
export const mitigationForecast = (define: 'CREATE' | 'CREATE OR REPLACE', promise: TaskPromise): string => `
  ${define} FUNCTION pit_ops.mitigation_forecast(keys uuid[])
    RETURNS TABLE (key uuid, forecast_date date, promised_date date, is_unproven boolean)
    LANGUAGE plpgsql STABLE ROWS 100 SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_generic_plan AS $$
  BEGIN
    RETURN QUERY
    WITH linked AS (
      SELECT DISTINCT link.risk_id AS key, link.task_id FROM pit.risk_link AS link
      WHERE link.org_id = pit_ops.ctx_org() AND link.risk_id = ANY (keys)
    ), work AS (
      SELECT linked.key, ${promise.day} AS promised,
        CASE WHEN task.status = 'completed' THEN coalesce(actual.actual_finish, task.end_date) ELSE schedule.early_finish END
          AS forecast,
        task.status = 'completed' AND (
          (task.requires_evidence AND NOT pit_ops.is_task_proven(task.id))
          OR EXISTS (SELECT FROM pit.subtask AS step
            WHERE step.task_id = task.id AND step.deleted_at IS NULL AND step.requires_evidence
              AND NOT pit_ops.is_subtask_proven(step.id))) AS is_unproven
      FROM linked
      JOIN pit.task AS task ON task.id = linked.task_id AND task.org_id = pit_ops.ctx_org() AND task.deleted_at IS NULL
        AND task.linked_risk_mitigation_pct > 0
      LEFT JOIN pit_ops.task_actual AS actual ON actual.task_id = task.id
      LEFT JOIN pit_ops.task_schedule AS schedule ON schedule.task_id = task.id${promise.joins}
    )
    SELECT work.key,
      CASE WHEN bool_and(work.forecast IS NOT NULL) THEN max(work.forecast) END,
      CASE WHEN bool_and(work.promised IS NOT NULL) THEN max(work.promised) END,
      bool_or(work.is_unproven)
    FROM work GROUP BY work.key;
  END $$;
  COMMENT ON FUNCTION ${MITIGATION_FORECAST} IS
    'When the mitigating work on risks is done over all live tasks of the caller''s organisation: by the stored schedule and ${promise.words}, null where a task has no such day.';`;

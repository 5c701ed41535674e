import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/**
 * When the work on a risk is done, by the schedule and as planned. Like what else other modules decide by, it is made of
 * all tasks of the organisation, whoever asks, and gives dates but no task away.
 */
export class MitigationForecast1700000092000 implements MigrationInterface {
  name = 'MitigationForecast1700000092000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      GRANT SELECT ON pit_ops.task_schedule, pit_ops.task_actual TO pit_definer;
      ${FORECAST}${ownedByDefiner([DOOR], 'pit_app, pit_foreman')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${DOOR};
      REVOKE SELECT ON pit_ops.task_schedule, pit_ops.task_actual FROM pit_definer;`);
  }
}

const DOOR = 'pit_ops.mitigation_forecast(uuid[])';

const FORECAST = `
  CREATE FUNCTION pit_ops.mitigation_forecast(keys uuid[])
    RETURNS TABLE (key uuid, forecast_date date, promised_date date, is_unproven boolean)
    LANGUAGE plpgsql STABLE ROWS 100 SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_generic_plan AS $$
  BEGIN
    RETURN QUERY
    WITH linked AS (
      SELECT DISTINCT link.risk_id AS key, link.task_id FROM pit.risk_link AS link
      WHERE link.org_id = pit_ops.ctx_org() AND link.risk_id = ANY (keys)
    ), work AS (
      SELECT linked.key, task.end_date AS promised,
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
      LEFT JOIN pit_ops.task_schedule AS schedule ON schedule.task_id = task.id
    )
    SELECT work.key,
      CASE WHEN bool_and(work.forecast IS NOT NULL) THEN max(work.forecast) END,
      CASE WHEN bool_and(work.promised IS NOT NULL) THEN max(work.promised) END,
      bool_or(work.is_unproven)
    FROM work GROUP BY work.key;
  END $$;
  COMMENT ON FUNCTION ${DOOR} IS
    'When the mitigating work on risks is done over all live tasks of the caller''s organisation: by the stored schedule and as planned, null where a task has no such day.';`;

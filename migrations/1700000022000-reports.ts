import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reporting views. They read with the rights of who asks, so that wall and visibility hold in them;
 * a materialised view would show every organisation to everyone.
 */
export class Reports1700000022000 implements MigrationInterface {
  name = 'Reports1700000022000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [PROGRESS, MITIGATION, YEARS, COST_PER_YEAR]) await runner.query(statements);
    await runner.query(`
      GRANT SELECT ON pit_ops.project_progress, pit_ops.project_risk_mitigation, pit_ops.project_cost_per_year
        TO pit_app, pit_foreman`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW pit_ops.project_cost_per_year, pit_ops.project_risk_mitigation, pit_ops.project_progress;
      DROP FUNCTION pit_ops.weekdays_before(date), pit_ops.financial_year(date, integer)`);
  }
}

const PROGRESS = `
  CREATE VIEW pit_ops.project_progress WITH (security_invoker = true) AS
    SELECT project.org_id, project.id AS project_id, project.name, project.status, project.progress_percent,
      count(task.id)::integer AS tasks,
      count(task.id) FILTER (WHERE task.status = 'completed')::integer AS completed_tasks,
      count(task.id) FILTER (WHERE task.status = 'overdue')::integer AS overdue_tasks,
      count(task.id) FILTER (WHERE task.status = 'blocked')::integer AS blocked_tasks,
      round(avg(task.progress_percent), 2) AS mean_task_progress
    FROM pit.project LEFT JOIN pit.task ON task.project_id = project.id AND task.deleted_at IS NULL
    WHERE project.deleted_at IS NULL
    GROUP BY project.id;
  COMMENT ON VIEW pit_ops.project_progress IS 'Tasks of each project by state, and their mean progress in percent.'`;

// 100 * sum(p * c) / sum(p) over the tasks that mitigate: p what a task mitigates, c its progress. Where a task requires
// evidence, its progress counts only once the latest review of some evidence has accepted it.
const MITIGATION = `
  CREATE VIEW pit_ops.project_risk_mitigation WITH (security_invoker = true) AS
    SELECT project.org_id, project.id AS project_id, project.name, project.risk_impact_score,
      count(task.id)::integer AS mitigating_tasks,
      sum(task.linked_risk_mitigation_pct) AS planned_percent_points,
      round(sum(task.linked_risk_mitigation_pct * task.progress_percent) FILTER (WHERE NOT task.requires_evidence OR EXISTS (
          SELECT FROM pit.evidence
          WHERE (evidence.task_id = task.id
              OR evidence.subtask_id IN (SELECT subtask.id FROM pit.subtask WHERE subtask.task_id = task.id))
            AND evidence.deleted_at IS NULL
            AND (SELECT review.decision FROM pit.evidence_review AS review WHERE review.evidence_id = evidence.id
              ORDER BY review.created_at DESC, review.id DESC LIMIT 1) = 'accepted'))
        / sum(task.linked_risk_mitigation_pct), 2) AS mitigation_percent
    FROM pit.project JOIN pit.task ON task.project_id = project.id
      AND task.deleted_at IS NULL AND task.linked_risk_mitigation_pct > 0
    WHERE project.deleted_at IS NULL
    GROUP BY project.id;
  COMMENT ON VIEW pit_ops.project_risk_mitigation IS
    'How much of the planned mitigation each project has achieved, in percent; projects that mitigate nothing are absent.'`;

// Weekdays before a day, counted from a Monday: a difference of two counts the weekdays of any span at once.
const YEARS = `
  CREATE FUNCTION pit_ops.weekdays_before(day date) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (day - date '0001-01-01') / 7 * 5 + least((day - date '0001-01-01') % 7, 5);
  CREATE FUNCTION pit_ops.financial_year(day date, start_month integer) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN extract(year FROM day)::integer - CASE WHEN extract(month FROM day) < start_month THEN 1 ELSE 0 END`;

// A cost without a year of its own is split by weekdays. Each year gets the rounded sum up to its end minus the rounded
// sum up to its start, so that the shares of a task add up to its cost to the cent.
const COST_PER_YEAR = `
  CREATE VIEW pit_ops.project_cost_per_year WITH (security_invoker = true) AS
    WITH cost AS (
      SELECT task.org_id, task.project_id, task.capex_cost, task.opex_cost, task.fy_allocation,
        coalesce(task.start_date, task.end_date) AS first_day, coalesce(task.end_date, task.start_date) AS last_day,
        coalesce((organisation.settings ->> 'fyStartMonth')::integer, 1) AS start_month
      FROM pit.task JOIN pit.project ON project.id = task.project_id AND project.deleted_at IS NULL
        JOIN pit.organisation ON organisation.id = task.org_id
      WHERE task.deleted_at IS NULL AND (task.capex_cost > 0 OR task.opex_cost > 0)
    ), spread AS (
      SELECT cost.*, year.financial_year, pit_ops.weekdays_before(last_day + 1) - pit_ops.weekdays_before(first_day) AS days,
        pit_ops.weekdays_before(greatest(first_day, make_date(year.financial_year, start_month, 1)))
          - pit_ops.weekdays_before(first_day) AS days_before,
        pit_ops.weekdays_before(least(last_day + 1, make_date(year.financial_year + 1, start_month, 1)))
          - pit_ops.weekdays_before(first_day) AS days_after
      FROM cost CROSS JOIN LATERAL generate_series(
        pit_ops.financial_year(first_day, start_month), pit_ops.financial_year(last_day, start_month)) AS year (financial_year)
      WHERE fy_allocation IS NULL
    ), share AS (
      SELECT org_id, project_id, fy_allocation AS financial_year, capex_cost AS capex, opex_cost AS opex
      FROM cost WHERE fy_allocation IS NOT NULL OR first_day IS NULL
      UNION ALL
      SELECT org_id, project_id, financial_year,
        round(capex_cost * days_after / days, 2) - round(capex_cost * days_before / days, 2),
        round(opex_cost * days_after / days, 2) - round(opex_cost * days_before / days, 2)
      FROM spread WHERE days > 0
      UNION ALL
      SELECT org_id, project_id, financial_year, capex_cost, opex_cost
      FROM spread WHERE days = 0 AND financial_year = pit_ops.financial_year(first_day, start_month)
    )
    SELECT org_id, project_id, financial_year, sum(capex) AS capex, sum(opex) AS opex
    FROM share GROUP BY org_id, project_id, financial_year;
  COMMENT ON VIEW pit_ops.project_cost_per_year IS
    'Planned CAPEX and OPEX of each project by financial year, named after the calendar year in which it starts (month: organisation.settings fyStartMonth, or January); no year where a task has neither dates nor an allocation.'`;

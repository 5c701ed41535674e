import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Reporting views. They read with the rights of who asks, so that wall and visibility hold in them;
 * a materialised view would show every organisation to everyone.
 */
export class Reports1700000022000 implements MigrationInterface {
  name = 'Reports1700000022000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statements of [PROGRESS, MITIGATION, CALENDAR, COST_PER_YEAR]) await runner.query(statements);
    await runner.query(`
      GRANT SELECT ON pit_ops.project_progress, pit_ops.project_risk_mitigation, pit_ops.project_cost_per_year
        TO pit_app, pit_foreman`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW pit_ops.project_cost_per_year, pit_ops.project_risk_mitigation, pit_ops.project_progress;
      DROP FUNCTION pit_ops.financial_year_start(integer, integer),
        pit_ops.financial_year(date, integer), pit_ops.working_days(date, date, jsonb)`);
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
      round(coalesce(sum(task.linked_risk_mitigation_pct * task.progress_percent) FILTER (WHERE NOT task.requires_evidence OR EXISTS (
          SELECT FROM pit.evidence
          WHERE (evidence.task_id = task.id
              OR evidence.subtask_id IN (SELECT subtask.id FROM pit.subtask WHERE subtask.task_id = task.id))
            AND evidence.deleted_at IS NULL
            AND (SELECT review.decision FROM pit.evidence_review AS review WHERE review.evidence_id = evidence.id
              ORDER BY review.created_at DESC, review.id DESC LIMIT 1) = 'accepted')), 0)
        / sum(task.linked_risk_mitigation_pct), 2) AS mitigation_percent
    FROM pit.project JOIN pit.task ON task.project_id = project.id
      AND task.deleted_at IS NULL AND task.linked_risk_mitigation_pct > 0
    WHERE project.deleted_at IS NULL
    GROUP BY project.id;
  COMMENT ON VIEW pit_ops.project_risk_mitigation IS
    'How much of the planned mitigation each project has achieved, in percent; projects that mitigate nothing are absent.'`;

// The calendar of `organisation.settings`, as the service counts it: worked weekdays (Monday to Friday unless it says
// otherwise) without holidays, or every day. A financial year is named after the calendar year in which it ends.
const CALENDAR = `
  CREATE FUNCTION pit_ops.working_days(first date, until date, settings jsonb) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
      WHEN until <= first THEN 0
      WHEN settings ->> 'calendar' = 'calendar' THEN until - first
      ELSE (
        SELECT sum((until - monday - worked::integer + 7) / 7 - (first - monday - worked::integer + 7) / 7)
        FROM jsonb_array_elements_text(coalesce(settings -> 'workingDays', '[1, 2, 3, 4, 5]')) AS worked,
          (VALUES (date '0001-01-01')) AS epoch (monday)
      ) - (
        SELECT count(DISTINCT holiday) FROM jsonb_array_elements_text(coalesce(settings -> 'holidays', '[]')) AS holiday
        WHERE holiday::date >= first AND holiday::date < until
          AND coalesce(settings -> 'workingDays', '[1, 2, 3, 4, 5]') @> to_jsonb(extract(isodow FROM holiday::date)::integer)
      ) END;
  CREATE FUNCTION pit_ops.financial_year(day date, first_month integer) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN extract(year FROM day)::integer
      + CASE WHEN first_month > 1 AND extract(month FROM day) >= first_month THEN 1 ELSE 0 END;
  CREATE FUNCTION pit_ops.financial_year_start(financial_year integer, first_month integer) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN make_date(financial_year - CASE WHEN first_month > 1 THEN 1 ELSE 0 END, first_month, 1)`;

// A cost without a year of its own is split by working days, in whole cents by the largest remainders, so that the
// shares add up to it. Work without a working day falls into the year of its end, work without an end into none.
const COST_PER_YEAR = `
  CREATE VIEW pit_ops.project_cost_per_year WITH (security_invoker = true) AS
    WITH cost AS (
      SELECT task.org_id, task.project_id, task.id AS task_id, task.fy_allocation, part.kind, part.cents,
        coalesce(task.start_date, task.end_date) AS first_day, task.end_date AS last_day, organisation.settings,
        coalesce((organisation.settings ->> 'fyStartMonth')::integer, 1) AS first_month
      FROM pit.task
        JOIN pit.project ON project.id = task.project_id AND project.deleted_at IS NULL
        JOIN pit.organisation ON organisation.id = task.org_id
        CROSS JOIN LATERAL (VALUES ('capex', task.capex_cost * 100), ('opex', task.opex_cost * 100)) AS part (kind, cents)
      WHERE task.deleted_at IS NULL AND part.cents > 0
    ), spread AS (
      SELECT cost.*, year.financial_year, pit_ops.working_days(
          greatest(cost.first_day, pit_ops.financial_year_start(year.financial_year, cost.first_month)),
          least(cost.last_day + 1, pit_ops.financial_year_start(year.financial_year + 1, cost.first_month)),
          cost.settings) AS days
      FROM cost CROSS JOIN LATERAL generate_series(
        pit_ops.financial_year(cost.first_day, cost.first_month),
        pit_ops.financial_year(cost.last_day, cost.first_month)) AS year (financial_year)
      WHERE cost.fy_allocation IS NULL
    ), weighed AS (
      SELECT spread.*, sum(days) OVER task AS all_days
      FROM spread WINDOW task AS (PARTITION BY org_id, project_id, task_id, kind)
    ), apportioned AS (
      SELECT org_id, project_id, task_id, kind, financial_year, cents, div(cents * days, all_days) AS whole,
        row_number() OVER (PARTITION BY org_id, project_id, task_id, kind
          ORDER BY mod(cents * days, all_days) DESC, financial_year) AS place,
        cents - sum(div(cents * days, all_days)) OVER (PARTITION BY org_id, project_id, task_id, kind) AS left_over
      FROM weighed WHERE all_days > 0
    ), share AS (
      SELECT org_id, project_id, kind, fy_allocation AS financial_year, cents FROM cost
      WHERE fy_allocation IS NOT NULL OR last_day IS NULL
      UNION ALL
      SELECT org_id, project_id, kind, financial_year, whole + CASE WHEN place <= left_over THEN 1 ELSE 0 END
      FROM apportioned
      UNION ALL
      SELECT org_id, project_id, kind, financial_year, cents FROM weighed
      WHERE all_days = 0 AND financial_year = pit_ops.financial_year(last_day, first_month)
    )
    SELECT org_id, project_id, financial_year,
      round(coalesce(sum(cents) FILTER (WHERE kind = 'capex'), 0) / 100, 2) AS capex,
      round(coalesce(sum(cents) FILTER (WHERE kind = 'opex'), 0) / 100, 2) AS opex
    FROM share GROUP BY org_id, project_id, financial_year;
  COMMENT ON VIEW pit_ops.project_cost_per_year IS
    'Planned CAPEX and OPEX of each project by financial year; no year where work has neither an end nor an allocation.'`;

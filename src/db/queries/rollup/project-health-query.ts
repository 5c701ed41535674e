import { HEALTH_THRESHOLDS } from '../../../domain/rollup/health.ts';
import { Health } from '../../../domain/enums.ts';
import { bigint, enumOf, integer, nullable, uuid } from '../../connection/column-types.ts';
import { arrayLiteral } from '../../connection/parameters.ts';
import { statement, type RowOfStatement } from '../../connection/statement.ts';
import type { Condition } from '../../read/list-conditions.ts';

/** What the live tasks of a project come to as of a day. Overdue is what should have ended and is not completed. */
const workOf = (project: string, day: string, condition = 'true'): string =>
  `SELECT count(*) AS tasks, count(*) FILTER (WHERE late.days > 0) AS overdue,
      coalesce(max(late.days) FILTER (WHERE late.days > 0), 0) AS longest
    FROM pit.task t
    CROSS JOIN LATERAL (SELECT CASE WHEN t.status <> 'completed' THEN ${day} - t.end_date END AS days) late
    WHERE ${condition} AND t.project_id = ${project} AND t.deleted_at IS NULL`;

/** The worst open alert of a project; the severities are ordered. */
const worstAlertOf = (project: string): string =>
  `SELECT max(a.severity) FROM pit.watchdog_alert a WHERE a.project_id = ${project} AND a.resolved_at IS NULL`;

const WORK = {
  id: uuid,
  tasks: bigint,
  overdueTasks: bigint,
  longestOverdueDays: integer,
  worstAlert: nullable(enumOf('alert_severity_enum')),
};

/**
 * One row for each project in `$1`, as of the day `$2`: counts over its live tasks, and the worst open alert. Blocked work
 * is overdue as well.
 * Scans the tasks of the projects by `task (project_id, status)`.
 */
export const PROJECT_WORK = statement(
  `SELECT p.id, t.tasks, t.overdue AS overdue_tasks, t.longest AS longest_overdue_days,
      (${worstAlertOf('p.id')}) AS worst_alert
    FROM unnest($1::uuid[]) AS p(id) CROSS JOIN LATERAL (${workOf('p.id', '$2::date')}) t`,
  WORK,
);

/**
 * The same with the health that is stored, as its rank, where the day `$2` has turned for the project. No task is read there:
 * the counts are then of nothing.
 */
export const PROJECT_HEALTHS = statement(
  `SELECT f.project_id AS id, t.tasks, t.overdue AS overdue_tasks, t.longest AS longest_overdue_days,
      (${worstAlertOf('f.project_id')}) AS worst_alert, CASE WHEN f.day = $2::date THEN f.health END AS stored
    FROM pit_ops.project_figures f
    CROSS JOIN LATERAL (${workOf('f.project_id', '$2::date', 'f.day <> $2::date')}) t
    WHERE f.project_id = ANY ($1::uuid[])`,
  { ...WORK, stored: nullable(integer) },
);

/** What a project's health is judged by, besides its own columns. */
export type ProjectWork = RowOfStatement<typeof PROJECT_WORK>;

/** By the ranks under which they are stored. */
export const HEALTHS: readonly Health[] = [Health.GREEN, Health.AMBER, Health.RED];

const rank = (isRed: string, isAmber: string): string =>
  `CASE WHEN ${isRed} THEN 2 WHEN ${isAmber} THEN 1 ELSE 0 END`;

/**
 * That the health of a project is any of these as of a day: the stored one where the day has turned for the project, else
 * `deriveHealth` in SQL, over the same rows. Shares are compared as products of whole numbers, and a project without dates
 * has no share of its time gone. Until the day has turned it scans the tasks of each project that the other conditions leave,
 * by `task (project_id, status)`.
 */
export function healthCondition(healths: readonly Health[], today: string): Condition {
  const ranks = arrayLiteral(healths.map((health) => HEALTHS.indexOf(health)));
  const { lagAmberOver, lagRedOver, overdueShareAmberFrom, overdueShareRedOver } = HEALTH_THRESHOLDS;
  const { overdueDaysAmberFrom, overdueDaysRedOver } = HEALTH_THRESHOLDS;
  return {
    op: 'expression',
    sql: (parameter) => {
      const day = parameter(today, 'date');
      const wanted = parameter(ranks, 'int[]');
      return `(SELECT CASE WHEN stored.day = ${day} THEN stored.health ELSE (SELECT greatest(
          ${rank(`span.lag > ${lagRedOver} * span.days`, `span.lag > ${lagAmberOver} * span.days`)},
          ${rank(
            `100 * work.overdue > ${overdueShareRedOver} * work.tasks`,
            `work.tasks > 0 AND 100 * work.overdue >= ${overdueShareAmberFrom} * work.tasks`,
          )},
          ${rank(`work.longest > ${overdueDaysRedOver}`, `work.longest >= ${overdueDaysAmberFrom}`)},
          CASE alert.worst WHEN 'red' THEN 2 WHEN 'yellow' THEN 1 ELSE 0 END)
        FROM (${workOf('project.id', day)}) work
        CROSS JOIN (SELECT (${worstAlertOf('project.id')}) AS worst) alert
        CROSS JOIN (SELECT whole.days,
            100 * least(whole.days, greatest(0, ${day} - project.start_date)) - project.progress_percent * whole.days AS lag
          FROM (SELECT project.end_date - project.start_date + 1 AS days) whole) span
        ) END FROM pit_ops.project_figures stored WHERE stored.project_id = project.id) = ANY (${wanted})`;
    },
  };
}

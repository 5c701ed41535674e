import { statement } from '../../connection/statement.ts';

/** What a project's health is judged by, besides its own columns. */
export interface ProjectWork {
  readonly id: string;
  readonly tasks: number;
  readonly overdueTasks: number;
  readonly longestOverdueDays: number;
  readonly worstAlert: 'green' | 'yellow' | 'red' | null;
}

/**
 * One row for each project in `$1`, as of the day `$2`: counts over its live tasks, and the worst open alert (the
 * severities are ordered). Overdue is what should have ended and is not completed, also when it is blocked.
 * Scans the tasks of the projects by `task (project_id, status)`.
 */
export const PROJECT_WORK = statement(
  `SELECT p.id, t.tasks, t.overdue, t.longest, (
      SELECT max(a.severity) FROM pit.watchdog_alert a WHERE a.project_id = p.id AND a.resolved_at IS NULL)
    FROM unnest($1::uuid[]) AS p(id) CROSS JOIN LATERAL (
      SELECT count(*) AS tasks, count(*) FILTER (WHERE late.days > 0) AS overdue,
        coalesce(max(late.days) FILTER (WHERE late.days > 0), 0) AS longest
      FROM pit.task t
      CROSS JOIN LATERAL (SELECT CASE WHEN t.status <> 'completed' THEN $2::date - t.end_date END AS days) late
      WHERE t.project_id = p.id AND t.deleted_at IS NULL
    ) t`,
  'ProjectWork',
  [
    { property: 'id' },
    { property: 'tasks', decode: Number },
    { property: 'overdueTasks', decode: Number },
    { property: 'longestOverdueDays', decode: Number },
    { property: 'worstAlert' },
  ],
);

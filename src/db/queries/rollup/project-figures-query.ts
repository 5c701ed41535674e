import { integer, uuid } from '../../connection/column-types.ts';
import { statement, type RowOfStatement } from '../../connection/statement.ts';

/** How the projects `$1::uuid[]` stand: tasks whose status is overdue, and open alerts by severity. */
export const FIGURES_OF_PROJECTS = statement(
  `SELECT project_id, overdue_task_count, red_alert_count, yellow_alert_count, green_alert_count
    FROM pit_ops.project_figures WHERE project_id = ANY ($1::uuid[])`,
  {
    projectId: uuid,
    overdueTaskCount: integer,
    redAlertCount: integer,
    yellowAlertCount: integer,
    greenAlertCount: integer,
  },
);

export type ProjectFigures = RowOfStatement<typeof FIGURES_OF_PROJECTS>;

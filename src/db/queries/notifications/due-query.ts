import {
  boolean,
  date,
  integer,
  json,
  neverNull,
  nullable,
  text,
  uuid,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** Organisations where people are to be reminded of what is due, `$1` seconds ahead; `$2` is the usual hour. */
export const REMINDING_ORGANISATIONS = statement(
  'SELECT org_id FROM pit_ops.list_due_reminders(make_interval(secs => $1), $2) AS org_id',
  { orgId: uuid },
);

/**
 * Begins with the reminders of the day on which it is, where the organisation is and `$1` seconds ahead, or goes on with them:
 * after which project, and whether all is done. Its row is locked: of several processes one reminds.
 */
export const BEGIN_REMINDERS = statement(
  `
  INSERT INTO pit_ops.due_reminder AS kept (day)
  SELECT ((now() + make_interval(secs => $1)) AT TIME ZONE each.time_zone)::date FROM pit.organisation AS each
  WHERE each.id = pit_ops.ctx_org()
  ON CONFLICT (org_id) DO UPDATE SET day = greatest(kept.day, excluded.day),
    after_project_id = CASE WHEN kept.day < excluded.day THEN NULL ELSE kept.after_project_id END,
    is_done = kept.day >= excluded.day AND kept.is_done
  RETURNING after_project_id AS "afterProjectId", is_done AS "isDone"`,
  { afterProjectId: nullable(uuid), isDone: boolean },
);

/** Notes after which project `$1` reminders go on, and whether all is done (`$2`). */
export const NOTE_REMINDERS = statement(
  'UPDATE pit_ops.due_reminder SET after_project_id = $1, is_done = $2 WHERE org_id = pit_ops.ctx_org()',
);

/**
 * Open work of active projects that is due after the day `$1` and up to `$2`, in the next `$4` projects after the id `$3`: for
 * each project and person how much it is, the first of it, and the names of ten. The owner and the assignees of a task are its
 * people, and the owner of a subtask.
 */
export const DUE_WORK = statement(
  `
  WITH work AS MATERIALIZED (
    SELECT task.project_id, task.id AS task_id, task.name, task.end_date, person.id AS user_id FROM pit.task
    CROSS JOIN LATERAL (
      SELECT task.owner_id AS id UNION SELECT each::uuid FROM jsonb_array_elements_text(task.assignees) AS each
    ) AS person
    WHERE task.deleted_at IS NULL AND task.status <> 'completed' AND task.end_date > $1 AND task.end_date <= $2
    UNION ALL
    SELECT task.project_id, task.id, step.name, step.end_date, step.owner_id FROM pit.subtask AS step
    JOIN pit.task ON task.id = step.task_id AND task.deleted_at IS NULL
    WHERE step.deleted_at IS NULL AND step.status <> 'completed' AND step.owner_id IS NOT NULL
      AND step.end_date > $1 AND step.end_date <= $2
  ), place AS (
    SELECT project.id, project.name FROM pit.project
    WHERE project.deleted_at IS NULL AND project.status = 'active' AND ($3::uuid IS NULL OR project.id > $3)
      AND project.id IN (SELECT project_id FROM work)
    ORDER BY project.id LIMIT $4
  )
  SELECT place.id AS project_id, place.name AS project_name, work.user_id, count(*)::int AS count, min(work.end_date) AS end_date,
    (array_agg(work.task_id ORDER BY work.end_date, work.name, work.task_id))[1] AS task_id,
    to_jsonb((array_agg(work.name ORDER BY work.end_date, work.name, work.task_id))[1:10]) AS names
  FROM place JOIN work ON work.project_id = place.id
  GROUP BY place.id, place.name, work.user_id ORDER BY place.id, work.user_id`,
  {
    projectId: uuid,
    projectName: text,
    userId: nullable(uuid),
    count: integer,
    endDate: neverNull(date, 'the conditions'),
    taskId: neverNull(uuid, 'the grouping'),
    names: neverNull(json<string[]>(), 'the grouping'),
  },
);

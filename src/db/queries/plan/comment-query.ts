import { uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
/** Adds the actor's comment `$3` on the task `$1`, or on its subtask `$2`: a row of the log that moves nothing. */
export const ADD_COMMENT = statement(
  `
  INSERT INTO pit.task_progress_log (task_id, subtask_id, user_id, comment, source)
  VALUES ($1, $2, pit_ops.ctx_user(), $3, 'manual') RETURNING id`,
  { id: uuid },
);

const OWNED = ['phase', 'work_package', 'task'].map(
  (table) => `EXISTS (SELECT FROM pit.${table} AS part
      WHERE part.project_id = project.id AND part.owner_id = person.id AND part.deleted_at IS NULL)`,
);

/**
 * Those of the users `$2::uuid[]` of whom it is known that they see the project `$1`. Divisions stand in tokens alone, so
 * that in a project of a division these are its people, and the roles that have all divisions.
 */
export const USERS_SEEING = statement(
  `
  SELECT person.id FROM pit."user" AS person JOIN pit.project AS project ON project.id = $1
  WHERE person.org_id = pit_ops.ctx_org() AND person.id = ANY ($2::uuid[]) AND (
    project.division_id IS NULL OR person.role IN ('admin', 'foreman', 'service')
    OR person.id = project.owner_id OR person.id = project.sponsor_id
    OR ${OWNED.join('\n    OR ')}
    OR EXISTS (SELECT FROM pit.task AS task WHERE task.project_id = project.id AND task.deleted_at IS NULL
      AND task.assignees @> jsonb_build_array(person.id))
    OR EXISTS (SELECT FROM pit.subtask AS step JOIN pit.task AS task ON task.id = step.task_id
      WHERE task.project_id = project.id AND step.owner_id = person.id
        AND task.deleted_at IS NULL AND step.deleted_at IS NULL))`,
  { id: uuid },
);

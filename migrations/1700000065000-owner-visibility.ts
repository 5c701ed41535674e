import type { MigrationInterface, QueryRunner } from 'typeorm';
import { redefinedByDefiner } from './sql/definer.ts';

/** Whoever was given a phase, a work package or a subtask sees its project, as owners and assignees of tasks do. */
export class OwnerVisibility1700000065000 implements MigrationInterface {
  name = 'OwnerVisibility1700000065000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(redefinedByDefiner(GIVEN_WORK));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      redefinedByDefiner(
        assignedProjects('Projects in which the actor owns a task or is assigned to one.', TASKS),
      ),
    );
  }
}

function owned(table: string): string {
  return `SELECT project_id FROM pit.${table} WHERE org_id = pit_ops.ctx_org() AND deleted_at IS NULL
        AND owner_id = pit_ops.ctx_user()`;
}

const TASKS = [
  `SELECT project_id FROM pit.task WHERE org_id = pit_ops.ctx_org() AND deleted_at IS NULL
        AND assignees @> jsonb_build_array(pit_ops.ctx_user())`,
  owned('task'),
];

const SUBTASKS = `SELECT task.project_id FROM pit.subtask AS step JOIN pit.task AS task ON task.id = step.task_id
      WHERE step.org_id = pit_ops.ctx_org() AND step.deleted_at IS NULL AND task.deleted_at IS NULL
        AND step.owner_id = pit_ops.ctx_user()`;

// One look into an index for each kind of work, once in a statement, and only where nothing else shows a project.
function assignedProjects(comment: string, work: readonly string[]): string {
  return `
  CREATE OR REPLACE FUNCTION pit_ops.ctx_assigned_projects() RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE
    ROWS 100 SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_bitmapscan = on
    BEGIN ATOMIC
      ${work.join('\n      UNION\n      ')};
    END;
  COMMENT ON FUNCTION pit_ops.ctx_assigned_projects() IS '${comment}';`;
}

/** Finds the projects in which the actor was given work of any kind. */
export const GIVEN_WORK = assignedProjects(
  'Projects in which the actor was given work: a task to own or to do, a subtask, a work package or a phase.',
  [...TASKS, SUBTASKS, owned('work_package'), owned('phase')],
);

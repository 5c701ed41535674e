import type { MigrationInterface, QueryRunner } from 'typeorm';
import { redefinedByDefiner } from './sql/definer.ts';

/**
 * The tasks of an assignee are found by the index on assignees alone. The planner takes `@>` for one row in a hundred, and
 * so joined to the few that it finds, in a large organisation, a bitmap of all tasks of the organisation.
 */
export class AssignedTasks1700000109020 implements MigrationInterface {
  name = 'AssignedTasks1700000109020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      assignedTasks(`SELECT id FROM (SELECT id, org_id FROM pit.task
        WHERE deleted_at IS NULL AND assignees @> jsonb_build_array(assignee) OFFSET 0) AS found
      WHERE org_id = pit_ops.ctx_org()`),
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      assignedTasks(`SELECT id FROM pit.task
      WHERE org_id = pit_ops.ctx_org() AND deleted_at IS NULL AND assignees @> jsonb_build_array(assignee)`),
    );
  }
}

function assignedTasks(query: string): string {
  return redefinedByDefiner(`
    CREATE OR REPLACE FUNCTION pit_ops.assigned_task_ids(assignee uuid) RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
      SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_bitmapscan = on
      RETURN ARRAY(${query});`);
}

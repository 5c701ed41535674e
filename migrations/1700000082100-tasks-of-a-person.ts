import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/** What somebody owns or is assigned to is found by indexes, whatever else they may see. */
export class TasksOfAPerson1700000082100 implements MigrationInterface {
  name = 'TasksOfAPerson1700000082100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FUNCTION);
    await runner.query(ownedByDefiner([SIGNATURE], 'pit_app, pit_foreman'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${SIGNATURE}`);
  }
}

const SIGNATURE = 'pit_ops.task_ids_of(uuid)';

// The ids alone, inside the wall; which of the rows may be seen is decided where they are read.
const FUNCTION = `
  CREATE FUNCTION pit_ops.task_ids_of(person uuid) RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
    SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_bitmapscan = on
    RETURN ARRAY(SELECT id FROM pit.task
      WHERE org_id = pit_ops.ctx_org() AND deleted_at IS NULL AND owner_id = person
      UNION SELECT unnest(pit_ops.assigned_task_ids(person)));
  COMMENT ON FUNCTION pit_ops.task_ids_of(uuid) IS
    'Ids of the tasks of the caller''s organisation that a user owns or is assigned to.';`;

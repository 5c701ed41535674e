import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/** What follows from other work is no news of a task: its status, its progress, and when its row was touched. */
const DERIVED = `ARRAY['status', 'progress_percent', 'updated_at']`;

const DOOR = 'pit_ops.touched_by_people(uuid[])';

/**
 * When people last changed tasks: work of which its owner has just written another end is not silent. Who changed a row is
 * in the audit log alone, which the service does not read; the function says when, and of tasks of one organisation.
 */
export class TouchedByPeople1700000102000 implements MigrationInterface {
  name = 'TouchedByPeople1700000102000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION pit_ops.touched_by_people(tasks uuid[]) RETURNS TABLE (task_id uuid, touched_at timestamptz)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        IF pit_ops.ctx_role() IS DISTINCT FROM 'service' THEN
          RAISE EXCEPTION 'only the service asks who changed tasks' USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN QUERY SELECT log.record_id::uuid, max(log.created_at)::timestamptz
        FROM pit.audit_log AS log
        WHERE log.org_id = pit_ops.ctx_org() AND log.table_name = 'task' AND log.record_id = ANY (tasks::text[])
          AND log.action = 'UPDATE' AND log.user_id <> '00000000-0000-0000-0000-0000000000ff'
          AND log.after_state - ${DERIVED} IS DISTINCT FROM log.before_state - ${DERIVED}
        GROUP BY log.record_id;
      END $$;
      COMMENT ON FUNCTION pit_ops.touched_by_people(uuid[]) IS
        'When a person last changed each of these tasks of the organisation; no row where none has. For the watchdog.';
      ${ownedByDefiner([DOOR], 'pit_app')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      SET LOCAL ROLE pit_definer;
      DROP FUNCTION ${DOOR};
      SET LOCAL ROLE pit_owner;`);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/** Whoever is told of a block because the work is theirs, and watches it besides, hears of it once. */
export class KnownStatus1700000110500 implements MigrationInterface {
  name = 'KnownStatus1700000110500';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`GRANT UPDATE (told_status) ON pit_ops.watch_state TO pit_definer;
      GRANT SELECT ON pit_ops.watch TO pit_definer;${NOTE}`);
    await runner.query(ownedByDefiner([SIGNATURE], 'pit_app, pit_foreman'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${SIGNATURE};
      REVOKE SELECT ON pit_ops.watch FROM pit_definer;
      REVOKE UPDATE (told_status) ON pit_ops.watch_state FROM pit_definer`);
  }
}

const SIGNATURE = 'pit_ops.note_known_status(uuid, uuid[])';

const NOTE = `
  CREATE FUNCTION pit_ops.note_known_status(subject uuid, people uuid[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'member', 'service') THEN
      RAISE EXCEPTION 'only who writes notes what watchers know' USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE pit_ops.watch_state AS state SET told_status = task.status::text
      FROM pit_ops.watch AS watch JOIN pit.task AS task ON task.id = watch.task_id AND task.org_id = watch.org_id
      WHERE state.watch_id = watch.id AND watch.task_id = subject AND watch.org_id = pit_ops.ctx_org()
        AND watch.user_id = ANY (people);
  END $$;
  COMMENT ON FUNCTION ${SIGNATURE} IS
    'Notes that those of these users who watch the task have been told the status in which it is.';`;

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * Until when the work on findings and incidents is committed, whoever asks: a function of dates and counts, which gives no task away.
 * And of which acceptances people were reminded that they end, once for each step, whatever process did it.
 */
export class DueFindings1700000129400 implements MigrationInterface {
  name = 'DueFindings1700000129400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ${TABLE} (
        acceptance_id uuid NOT NULL,
        step integer NOT NULL,
        org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
        PRIMARY KEY (acceptance_id, step),
        CONSTRAINT acceptance_reminder_acceptance_id_fkey FOREIGN KEY (org_id, acceptance_id) REFERENCES pit_ops.acceptance (org_id, id),
        CONSTRAINT acceptance_reminder_step_check CHECK (step IN (30, 7))
      );
      COMMENT ON TABLE ${TABLE} IS 'Reminders of acceptances that end, so that nobody is told twice.';
      COMMENT ON COLUMN ${TABLE}.step IS 'So many days before its last day at most.';
      ${wall(TABLE)}
      CREATE POLICY service ON ${TABLE} FOR ALL TO pit_app USING ((SELECT pit_ops.ctx_role()) = 'service');
      GRANT SELECT, INSERT (acceptance_id, step) ON ${TABLE} TO pit_app;
      ${COMMITTED}${ownedByDefiner([FUNCTION], 'pit_app, pit_foreman')}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      SET LOCAL ROLE pit_definer; DROP FUNCTION ${FUNCTION}; SET LOCAL ROLE pit_owner;
      DROP POLICY service ON ${TABLE}; ${dropWall(TABLE)} DROP TABLE ${TABLE}`);
  }
}

const TABLE = 'pit_ops.acceptance_reminder';
const FUNCTION = 'pit_ops.committed_work(text, uuid[])';

const COMMITTED = `
  CREATE FUNCTION ${FUNCTION.replace('text, uuid[]', 'kind text, keys uuid[]')} RETURNS TABLE (key uuid, due_on date, extensions bigint)
    LANGUAGE plpgsql STABLE ROWS 100 SECURITY DEFINER SET search_path = pg_catalog, pg_temp
    SET plan_cache_mode = force_generic_plan AS $$
  BEGIN
    RETURN QUERY
    WITH linked AS (
      SELECT link.incident_id AS key, link.task_id FROM pit.incident_link AS link
      WHERE kind = 'incident' AND link.org_id = pit_ops.ctx_org() AND link.incident_id = ANY (keys)
      UNION
      SELECT link.audit_finding_id AS key, link.task_id FROM pit.audit_link AS link
      WHERE kind = 'audit_finding' AND link.org_id = pit_ops.ctx_org() AND link.audit_finding_id = ANY (keys)
    )
    SELECT linked.key, max(held.due_on), sum(held.extensions)::bigint FROM linked
    JOIN pit.task AS task ON task.id = linked.task_id AND task.org_id = pit_ops.ctx_org() AND task.deleted_at IS NULL
    JOIN pit_ops.due_commitment AS held ON held.task_id = task.id
    GROUP BY linked.key;
  END $$;
  COMMENT ON FUNCTION ${FUNCTION} IS
    'The latest day that live tasks on each of the incidents or findings are committed to, and how often days of them were moved.';`;

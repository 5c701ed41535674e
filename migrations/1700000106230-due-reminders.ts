import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { dropWall, wall } from './sql/wall.ts';

/** How far people have been reminded of what is due next. */
export class DueReminders1700000106230 implements MigrationInterface {
  name = 'DueReminders1700000106230';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ${TABLE} (
        org_id uuid PRIMARY KEY DEFAULT pit_ops.ctx_org() REFERENCES pit.organisation (id),
        day date NOT NULL,
        after_project_id uuid,
        is_done boolean NOT NULL DEFAULT false
      ) WITH (fillfactor = 50);
      COMMENT ON TABLE ${TABLE} IS
        'The last day, where the organisation is, on which people were reminded of what is due, and after which project to go on.';
      ${wall(TABLE)}
      CREATE POLICY service ON ${TABLE} FOR ALL TO pit_app USING ((SELECT pit_ops.ctx_role()) = 'service');
      GRANT SELECT, INSERT (day, after_project_id, is_done), UPDATE (day, after_project_id, is_done) ON ${TABLE} TO pit_app;
      GRANT SELECT ON ${TABLE} TO pit_definer;
      ${LIST}`);
    await runner.query(ownedByDefiner([SIGNATURE], 'pit_app'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP FUNCTION ${SIGNATURE}; DROP POLICY service ON ${TABLE}; ${dropWall(TABLE)} DROP TABLE ${TABLE}`,
    );
  }
}

const TABLE = 'pit_ops.due_reminder';
const SIGNATURE = 'pit_ops.list_due_reminders(interval, integer)';

const LIST = `
  CREATE FUNCTION pit_ops.list_due_reminders(ahead interval, usual_hour integer) RETURNS TABLE (org_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service reminds' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT each.id FROM pit.organisation AS each
      CROSS JOIN LATERAL (SELECT (now() + ahead) AT TIME ZONE each.time_zone AS moment) AS local
      LEFT JOIN ${TABLE} AS done ON done.org_id = each.id
      WHERE extract(hour FROM local.moment) >= CASE jsonb_typeof(each.settings #> '{escalation,digestHour}')
          WHEN 'number' THEN (each.settings #>> '{escalation,digestHour}')::numeric ELSE usual_hour END
        AND (done.day IS NULL OR done.day < local.moment::date OR (done.day = local.moment::date AND NOT done.is_done));
  END $$;
  COMMENT ON FUNCTION ${SIGNATURE} IS
    'Organisations where it is, so much later than now, past the hour at which people are reminded of what is due, and where they were not.';`;

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/** The turn of the day tells whether it has changed the health of a project, so that who follows projects hears of it. */
export class TurnedHealth1700000106330 implements MigrationInterface {
  name = 'TurnedHealth1700000106330';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(replaced(true));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(replaced(false));
  }
}

const FUNCTION = 'pit_ops.turn_figures(uuid, date)';
const COUNTS = ['task_count', 'overdue_task_count', 'late_task_count', 'long_late_task_count'];
const names = (prefix: string): string => COUNTS.map((name) => prefix + name).join(', ');

const WORK = `SELECT count(*)::integer AS task_count,
      (count(*) FILTER (WHERE task.status = 'overdue'))::integer AS overdue_task_count,
      (count(*) FILTER (WHERE task.status <> 'completed' AND task.end_date < turn_figures.today))::integer AS late_task_count,
      (count(*) FILTER (WHERE task.status <> 'completed' AND task.end_date < turn_figures.today - 7))::integer AS long_late_task_count
      FROM pit.task WHERE task.project_id = turn_figures.project AND task.deleted_at IS NULL`;

/** @param isTelling whether it answers; before, it did not. */
function replaced(isTelling: boolean): string {
  const [type, declared, into, end] = isTelling
    ? [
        'boolean',
        'DECLARE is_changed boolean;',
        'RETURNING old.health <> new.health INTO is_changed',
        'RETURN coalesce(is_changed, false);',
      ]
    : ['void', '', '', ''];
  return `
  DROP FUNCTION ${FUNCTION};
  CREATE FUNCTION pit_ops.turn_figures(project uuid, today date) RETURNS ${type}
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  ${declared}
  BEGIN
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service turns the day' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF project IS NULL THEN
      UPDATE pit_ops.project_figures AS kept SET day = today
        WHERE kept.org_id = pit_ops.ctx_org() AND kept.day <> today AND EXISTS (SELECT FROM pit.project AS idle
          WHERE idle.id = kept.project_id AND (idle.deleted_at IS NOT NULL OR idle.status = 'archived'));
    ELSE
      UPDATE pit_ops.project_figures AS kept SET (day, ${names('')}) = (SELECT turn_figures.today, ${names('work.')})
        FROM (${WORK}) AS work
        WHERE kept.project_id = turn_figures.project AND kept.org_id = pit_ops.ctx_org()
          AND (kept.day, ${names('kept.')}) IS DISTINCT FROM (turn_figures.today, ${names('work.')})
        ${into};
    END IF;
    ${end}
  END $$;
  COMMENT ON FUNCTION ${FUNCTION} IS
    'Counts the tasks of a locked project as of a day; without a project notes the day for those without open work.';
  ${ownedByDefiner([FUNCTION], 'pit_app')}`;
}

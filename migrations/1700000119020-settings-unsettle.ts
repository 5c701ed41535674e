import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/**
 * Settings that the durations, statuses and sums of every project hang on are followed in sets by the roll-over of the day. That
 * it has to begin anew is noted with the settings, by whichever statement changes them.
 */
export class SettingsUnsettle1700000119020 implements MigrationInterface {
  name = 'SettingsUnsettle1700000119020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION pit_ops.unsettle() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp AS $$
      BEGIN
        UPDATE pit_ops.settled_day SET day = '-infinity', under_way = NULL WHERE org_id = NEW.id;
        RETURN NULL;
      END $$;
      COMMENT ON FUNCTION pit_ops.unsettle() IS
        'Has the organisation updated anew, from its first task on, by the next run of the day roll-over.';
      GRANT UPDATE (day, under_way) ON pit_ops.settled_day TO pit_definer;
      ${ownedByDefiner(['pit_ops.unsettle()'], 'pit_owner')}
      CREATE TRIGGER unsettle AFTER UPDATE OF settings ON pit.organisation FOR EACH ROW
        WHEN (${DIFFER}) EXECUTE FUNCTION pit_ops.unsettle();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER unsettle ON pit.organisation;
      SET LOCAL ROLE pit_definer;
      DROP FUNCTION pit_ops.unsettle();
      SET LOCAL ROLE pit_owner;
      REVOKE UPDATE (day, under_way) ON pit_ops.settled_day FROM pit_definer;`);
  }
}

const SETTINGS = ['calendar', 'workingDays', 'holidays', 'progressWeight', 'upcomingDays'];
const DIFFER = SETTINGS.map(
  (name) => `OLD.settings -> '${name}' IS DISTINCT FROM NEW.settings -> '${name}'`,
).join(' OR ');

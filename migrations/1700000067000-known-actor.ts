import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/** Who changes something belongs to the organisation whose it is. The platform's system user acts for each. */
export class KnownActor1700000067000 implements MigrationInterface {
  name = 'KnownActor1700000067000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CHECK_ACTOR);
    await runner.query(ownedByDefiner(['pit_ops.check_actor()'], 'pit_owner'));
    await runner.query(LOGS.map(checked).join(''));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION pit_ops.check_actor() CASCADE');
  }
}

const LOGS = ['pit.audit_log', 'pit.task_progress_log'];

// A foreign key cannot say it: the system user belongs to the platform's own organisation. Every change leaves an audit
// record, so that whoever is refused there has changed nothing.
export const CHECK_ACTOR = `
  CREATE FUNCTION pit_ops.check_actor() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF NEW.user_id <> '00000000-0000-0000-0000-0000000000ff' AND NOT EXISTS (
      SELECT FROM pit."user" AS member WHERE member.id = NEW.user_id AND member.org_id = NEW.org_id) THEN
      RAISE EXCEPTION 'the actor is not a user of this organisation' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END $$`;

function checked(table: string): string {
  return `
    CREATE TRIGGER check_actor BEFORE INSERT ON ${table} FOR EACH ROW EXECUTE FUNCTION pit_ops.check_actor();
    ALTER TABLE ${table} ENABLE ALWAYS TRIGGER check_actor;`;
}

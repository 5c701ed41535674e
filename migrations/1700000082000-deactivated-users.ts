import type { MigrationInterface, QueryRunner } from 'typeorm';
import { MERGING_SYNC } from './1700000081000-merged-settings.ts';
import { CHECK_ACTOR } from './1700000067000-known-actor.ts';
import { SEND } from './1700000032000-message-door.ts';
import { ownedByDefiner, redefinedByDefiner } from './sql/definer.ts';
import { replaced } from './sql/replaced.ts';
import { dropWall, wall } from './sql/wall.ts';

/** Who has left stays known, for what they did; they get no new work and no messages, and change nothing. */
export class DeactivatedUsers1700000082000 implements MigrationInterface {
  name = 'DeactivatedUsers1700000082000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${TABLE}${wall('pit_ops.deactivated_user')}${RIGHTS}${CHECK_PEOPLE}`);
    await runner.query(ownedByDefiner([TRIGGER_FUNCTION], 'pit_owner'));
    await runner.query(Object.entries(PEOPLE).map(checked).join(''));
    await runner.query(redefinedByDefiner(`${DEACTIVATING_SYNC}; ${ACTIVE_ACTOR}; ${ACTIVE_RECIPIENTS};`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(redefinedByDefiner(`${MERGING_SYNC}; ${again(CHECK_ACTOR)}; ${again(SEND)};`));
    await runner.query(`
      DROP FUNCTION ${TRIGGER_FUNCTION} CASCADE;
      DROP POLICY visible ON pit_ops.deactivated_user;
      ${dropWall('pit_ops.deactivated_user')}
      DROP TABLE pit_ops.deactivated_user`);
  }
}

const TRIGGER_FUNCTION = 'pit_ops.check_people()';
const USERS = `jsonb_to_recordset(coalesce(directory -> 'users', '[]')) AS given (id uuid, is_active boolean)`;

function again(definition: string): string {
  return replaced(definition, 'CREATE FUNCTION', 'CREATE OR REPLACE FUNCTION');
}

const TABLE = `
  CREATE TABLE pit_ops.deactivated_user (
    id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    deactivated_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT deactivated_user_id_fkey FOREIGN KEY (org_id, id) REFERENCES pit."user" (org_id, id)
  );
  CREATE INDEX ON pit_ops.deactivated_user (org_id);
  COMMENT ON TABLE pit_ops.deactivated_user IS
    'Users who have left, as the platform says, by the id of the user; whoever has no row is active.';
  CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON pit_ops.deactivated_user
    FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('deactivated_user');
  ALTER TABLE pit_ops.deactivated_user ENABLE ALWAYS TRIGGER audit_row;`;

const RIGHTS = `
  CREATE POLICY visible ON pit_ops.deactivated_user FOR SELECT TO pit_app, pit_foreman USING (true);
  GRANT SELECT ON pit_ops.deactivated_user TO pit_app, pit_foreman;
  GRANT SELECT, INSERT, DELETE ON pit_ops.deactivated_user TO pit_definer;`;

// What they have already stays theirs until it is handed over, so that only people who are named anew are looked at.
const CHECK_PEOPLE = `
  CREATE FUNCTION ${TRIGGER_FUNCTION} RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    people uuid[] := ARRAY[NEW.owner_id];
    earlier uuid[] := '{}';
  BEGIN
    IF TG_OP = 'UPDATE' THEN earlier := ARRAY[OLD.owner_id]; END IF;
    IF TG_TABLE_NAME = 'project' THEN
      people := people || NEW.sponsor_id;
      IF TG_OP = 'UPDATE' THEN earlier := earlier || OLD.sponsor_id; END IF;
    ELSIF TG_TABLE_NAME = 'task' THEN
      -- What is no list is refused by a check of the table.
      IF jsonb_typeof(NEW.assignees) = 'array' THEN
        people := people || ARRAY(SELECT jsonb_array_elements_text(NEW.assignees)::uuid);
      END IF;
      IF TG_OP = 'UPDATE' THEN
        earlier := earlier || ARRAY(SELECT jsonb_array_elements_text(OLD.assignees)::uuid);
      END IF;
    END IF;
    IF people <@ earlier THEN
      RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM pit_ops.deactivated_user AS gone WHERE gone.id = ANY (people) AND NOT gone.id = ANY (earlier)) THEN
      RAISE EXCEPTION 'a deactivated user gets no new work' USING ERRCODE = 'check_violation',
        SCHEMA = 'pit', TABLE = TG_TABLE_NAME, CONSTRAINT = 'people_are_active';
    END IF;
    RETURN NEW;
  END $$;`;

/** Where people are named, by table. */
const PEOPLE: Readonly<Record<string, string>> = {
  project: 'owner_id, sponsor_id',
  phase: 'owner_id',
  work_package: 'owner_id',
  task: 'owner_id, assignees',
  subtask: 'owner_id',
};

function checked([table, columns]: readonly [string, string]): string {
  return `
    CREATE TRIGGER check_people BEFORE INSERT OR UPDATE OF ${columns} ON pit.${table}
      FOR EACH ROW EXECUTE FUNCTION ${TRIGGER_FUNCTION};`;
}

const RETURN = `    RETURN jsonb_build_object('organisations'`;

/** A user who is said to be active or not becomes so; where nothing is said, all stays. */
const DEACTIVATING_SYNC = replaced(
  MERGING_SYNC,
  RETURN,
  `    INSERT INTO pit_ops.deactivated_user (id, org_id) SELECT given.id, org FROM ${USERS}
      WHERE NOT given.is_active ON CONFLICT (id) DO NOTHING;
    DELETE FROM pit_ops.deactivated_user AS gone USING ${USERS}
      WHERE gone.id = given.id AND gone.org_id = org AND given.is_active;
${RETURN}`,
);

const ACTIVE_ACTOR = replaced(
  again(CHECK_ACTOR),
  '    RETURN NEW;',
  `    IF EXISTS (SELECT FROM pit_ops.deactivated_user AS gone WHERE gone.id = NEW.user_id) THEN
      RAISE EXCEPTION 'the actor is deactivated' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;`,
);

const ACTIVE_RECIPIENTS = replaced(
  again(SEND),
  'AND known.id = ANY (send_message.recipients)',
  `AND known.id = ANY (send_message.recipients)
        AND NOT EXISTS (SELECT FROM pit_ops.deactivated_user AS gone WHERE gone.id = known.id)`,
);

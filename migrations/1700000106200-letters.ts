import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ADDRESS } from './1700000103200-message-channels.ts';
import { ownedByDefiner, redefinedByDefiner } from './sql/definer.ts';
import { replaced } from './sql/replaced.ts';
import { SEES_ALL_IN_LINE } from './sql/visibility.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * How several messages are left at once, each with its own text: whoever gets work and whoever loses it hear of it by one
 * statement. A message may be for its user only while they see its project: who watches work has no part in it by which it
 * would be theirs. The door for one text stays as it is, for a release that runs beside this one.
 */
export class Letters1700000106200 implements MigrationInterface {
  name = 'Letters1700000106200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${SIGHT}${wall(TABLE)}${RIGHTS}${TELL}`);
    await runner.query(ownedByDefiner([SIGNATURE], 'pit_app, pit_foreman'));
    await runner.query(redefinedByDefiner(`${replaced(ADDRESS_GATED, CREATE, REPLACE)}`));
    await runner.query(`DROP POLICY own ON pit.notification;${ownPolicy(`${IS_OWN} AND ${IS_SEEN}`)}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP POLICY own ON pit.notification;${ownPolicy(IS_OWN)}`);
    await runner.query(redefinedByDefiner(`${replaced(ADDRESS, CREATE, REPLACE)}`));
    await runner.query(
      `DROP FUNCTION ${SIGNATURE}; DROP POLICY own ON ${TABLE}; ${dropWall(TABLE)} DROP TABLE ${TABLE}`,
    );
  }
}

const TABLE = 'pit_ops.message_sight';
const SIGNATURE = 'pit_ops.tell_each(uuid[], text[], text[], text[], integer[], uuid[], boolean[])';
const CREATE = 'CREATE FUNCTION';
const REPLACE = 'CREATE OR REPLACE FUNCTION';

const SIGHT = `
  CREATE TABLE ${TABLE} (
    notification_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    user_id uuid NOT NULL,
    project_id uuid NOT NULL,
    CONSTRAINT message_sight_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user" (org_id, id),
    CONSTRAINT message_sight_project_id_fkey FOREIGN KEY (org_id, project_id) REFERENCES pit.project (org_id, id)
  );
  CREATE INDEX message_sight_user_id_idx ON ${TABLE} (user_id);
  CREATE INDEX message_sight_project_id_idx ON ${TABLE} (project_id);
  COMMENT ON TABLE ${TABLE} IS 'Messages that their user reads only while they see the project.';`;

const RIGHTS = `
  CREATE POLICY own ON ${TABLE} FOR SELECT TO pit_app, pit_foreman USING (user_id = (SELECT pit_ops.ctx_user()));
  GRANT SELECT ON ${TABLE} TO pit_app, pit_foreman;
  GRANT SELECT, INSERT ON ${TABLE} TO pit_definer;`;

const IS_OWN = 'user_id = (SELECT pit_ops.ctx_user())';
/** Of whichever project it speaks, its reader sees it. */
const IS_SEEN = `NOT EXISTS (SELECT FROM ${TABLE} AS sight WHERE sight.notification_id = notification.id
      AND NOT (${SEES_ALL_IN_LINE} OR EXISTS (SELECT FROM pit.project AS parent WHERE parent.id = sight.project_id)))`;

const ownPolicy = (rule: string): string => `
  CREATE POLICY own ON pit.notification FOR ALL TO pit_app, pit_foreman
    USING (${rule}) WITH CHECK (${IS_OWN});`;

const TELL = `
  CREATE FUNCTION pit_ops.tell_each(recipients uuid[], titles text[], messages text[], links text[], levels integer[],
      projects uuid[], gated boolean[])
    RETURNS TABLE (id uuid, user_id uuid) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  #variable_conflict use_column
  BEGIN
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'member', 'service') THEN
      RAISE EXCEPTION 'only who writes sends messages' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY WITH letter AS MATERIALIZED (
      SELECT gen_random_uuid() AS id, known.org_id, known.id AS user_id, item.title, item.message, item.link, item.level,
        item.project, item.is_gated
      FROM unnest(recipients, titles, messages, links, levels, projects, gated)
        AS item (recipient, title, message, link, level, project, is_gated)
      JOIN pit."user" AS known ON known.org_id = pit_ops.ctx_org() AND known.id = item.recipient
      WHERE NOT EXISTS (SELECT FROM pit_ops.deactivated_user AS gone WHERE gone.id = known.id)
    ), sent AS (
      INSERT INTO pit.notification (id, org_id, user_id, type, title, message, link)
      SELECT letter.id, letter.org_id, letter.user_id, 'internal_message', letter.title, letter.message, letter.link FROM letter
    ), due AS (
      INSERT INTO pit_ops.message_due (notification_id, org_id, user_id, level, project_id, title, message, link)
      SELECT letter.id, letter.org_id, letter.user_id, letter.level, letter.project, letter.title, letter.message, letter.link
      FROM letter
    ), sight AS (
      INSERT INTO ${TABLE} (notification_id, org_id, user_id, project_id)
      SELECT letter.id, letter.org_id, letter.user_id, letter.project FROM letter WHERE letter.is_gated
    )
    SELECT letter.id, letter.user_id FROM letter;
  END $$;
  COMMENT ON FUNCTION ${SIGNATURE} IS
    'Leaves a message for each of these users who is active and of the caller''s organisation, to be sent to them by other ways too; one that is gated is read only by who sees its project. Answers its id for each.';`;

const ADDRESS_GATED = `
  CREATE FUNCTION pit_ops.address_messages(messages uuid[], channels text[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service addresses messages' USING ERRCODE = 'insufficient_privilege';
    END IF;
    WITH copy AS MATERIALIZED (
      SELECT gen_random_uuid() AS id, each.id AS message, each.org_id, each.user_id, way.channel::pit.notification_type_enum AS type,
        each.title, each.message AS text, each.link
      FROM unnest(messages, channels) AS way (message, channel)
      JOIN pit.notification AS each ON each.id = way.message AND each.org_id = pit_ops.ctx_org()
    ), noted AS (
      INSERT INTO pit.notification (id, org_id, user_id, type, title, message, link, is_read)
      SELECT copy.id, copy.org_id, copy.user_id, copy.type, copy.title, copy.text, copy.link, true FROM copy
    )
    INSERT INTO ${TABLE} (notification_id, org_id, user_id, project_id)
      SELECT copy.id, sight.org_id, sight.user_id, sight.project_id
      FROM copy JOIN ${TABLE} AS sight ON sight.notification_id = copy.message;
  END $$;
  COMMENT ON FUNCTION pit_ops.address_messages(uuid[], text[]) IS
    'Notes that messages go out by these channels too: a row for each user and channel, which counts as read.';`;

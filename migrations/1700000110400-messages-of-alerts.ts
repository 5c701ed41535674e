import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/**
 * Of which alerts a message tells, so that one that waited for the morning does not tell of what is resolved by then. The door
 * for messages without them stays as it is, for a release that runs beside this one.
 */
export class MessagesOfAlerts1700000110400 implements MigrationInterface {
  name = 'MessagesOfAlerts1700000110400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pit_ops.message_due ADD COLUMN alerts jsonb,
        ADD CONSTRAINT message_due_alerts_check CHECK (jsonb_typeof(alerts) = 'array');
      COMMENT ON COLUMN pit_ops.message_due.alerts IS
        'Code and subject of each alert that it tells of; null where it tells of none, or of more than are kept.';
      ${TELL}`);
    await runner.query(ownedByDefiner([SIGNATURE], 'pit_app, pit_foreman'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${SIGNATURE};
      ALTER TABLE pit_ops.message_due DROP COLUMN alerts`);
  }
}

const SIGNATURE = 'pit_ops.tell_each(uuid[], text[], text[], text[], integer[], uuid[], boolean[], text[])';

const TELL = `
  CREATE FUNCTION pit_ops.tell_each(recipients uuid[], titles text[], messages text[], links text[], levels integer[],
      projects uuid[], gated boolean[], alerts text[])
    RETURNS TABLE (id uuid, user_id uuid) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  #variable_conflict use_column
  BEGIN
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'member', 'service') THEN
      RAISE EXCEPTION 'only who writes sends messages' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY WITH letter AS MATERIALIZED (
      SELECT gen_random_uuid() AS id, known.org_id, known.id AS user_id, item.title, item.message, item.link, item.level,
        item.project, item.is_gated, item.about
      FROM unnest(recipients, titles, messages, links, levels, projects, gated, tell_each.alerts)
        AS item (recipient, title, message, link, level, project, is_gated, about)
      JOIN pit."user" AS known ON known.org_id = pit_ops.ctx_org() AND known.id = item.recipient
      WHERE NOT EXISTS (SELECT FROM pit_ops.deactivated_user AS gone WHERE gone.id = known.id)
    ), sent AS (
      INSERT INTO pit.notification (id, org_id, user_id, type, title, message, link)
      SELECT letter.id, letter.org_id, letter.user_id, 'internal_message', letter.title, letter.message, letter.link FROM letter
    ), due AS (
      INSERT INTO pit_ops.message_due (notification_id, org_id, user_id, level, project_id, title, message, link, alerts)
      SELECT letter.id, letter.org_id, letter.user_id, letter.level, letter.project, letter.title, letter.message, letter.link,
        letter.about::jsonb
      FROM letter
    ), sight AS (
      INSERT INTO pit_ops.message_sight (notification_id, org_id, user_id, project_id)
      SELECT letter.id, letter.org_id, letter.user_id, letter.project FROM letter WHERE letter.is_gated
    )
    SELECT letter.id, letter.user_id FROM letter;
  END $$;
  COMMENT ON FUNCTION ${SIGNATURE} IS
    'Leaves a message for each of these users who is active and of the caller''s organisation, to be sent to them by other ways too; one that is gated is read only by who sees its project, and one of alerts names them. Answers its id for each.';`;

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';

/** How a message is left for somebody else. */
export class MessageDoor1700000032000 implements MigrationInterface {
  name = 'MessageDoor1700000032000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`GRANT SELECT, INSERT ON pit.notification TO pit_definer;${SEND}`);
    await runner.query(ownedByDefiner([SIGNATURE], 'pit_app, pit_foreman'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${SIGNATURE}; REVOKE ALL ON pit.notification FROM pit_definer`);
  }
}

const SIGNATURE = 'pit_ops.send_message(uuid[], text, text, text)';

// Whoever writes may leave a message, but may not read it again, and so would never learn its id, which the event
// that announces it needs.
export const SEND = `
  CREATE FUNCTION pit_ops.send_message(recipients uuid[], title text, message text, link text)
    RETURNS TABLE (id uuid, user_id uuid) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  #variable_conflict use_column
  BEGIN
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'member', 'service') THEN
      RAISE EXCEPTION 'only who writes sends messages' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY INSERT INTO pit.notification AS sent (org_id, user_id, type, title, message, link)
      SELECT known.org_id, known.id, 'internal_message', send_message.title, send_message.message, send_message.link
      FROM pit."user" AS known
      WHERE known.org_id = pit_ops.ctx_org() AND known.id = ANY (send_message.recipients)
      RETURNING sent.id, sent.user_id;
  END $$;
  COMMENT ON FUNCTION pit_ops.send_message(uuid[], text, text, text) IS
    'Leaves an internal message for users of the caller''s organisation; answers its id for each.'`;

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * How messages reach people who are not looking: what each person wants of e-mail and push, the browsers that listen, and
 * which messages are still to be addressed. The doors through which messages were left so far stay as they are, for a
 * release that runs beside this one.
 */
export class MessageChannels1700000103200 implements MigrationInterface {
  name = 'MessageChannels1700000103200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${DUE}${PREFERENCE}${BROWSER}`);
    for (const table of TABLES) await runner.query(wall(table));
    await runner.query(`${RIGHTS}${TELL}${ADDRESS}${LIST}`);
    await runner.query(ownedByDefiner([TELL_SIGNATURE], 'pit_app, pit_foreman'));
    await runner.query(ownedByDefiner(SERVICE_DOORS, 'pit_app'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${[TELL_SIGNATURE, ...SERVICE_DOORS].join(', ')}`);
    for (const [table, policies] of Object.entries(POLICIES)) {
      const dropped = policies.map((policy) => `DROP POLICY ${policy} ON ${table};`).join('');
      await runner.query(`${dropped}${dropWall(table)} DROP TABLE ${table}`);
    }
  }
}

const TELL_SIGNATURE = 'pit_ops.tell(uuid[], text, text, text, integer, uuid)';
const SERVICE_DOORS = ['pit_ops.address_messages(uuid[], text[])', 'pit_ops.list_due_messages()'];

const POLICIES: Readonly<Record<string, readonly string[]>> = {
  'pit_ops.message_due': ['service'],
  'pit_ops.notification_preference': ['own', 'service'],
  'pit_ops.push_subscription': ['own', 'service'],
};
const TABLES = Object.keys(POLICIES);

const DUE = `
  CREATE TABLE pit_ops.message_due (
    notification_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    user_id uuid NOT NULL,
    level integer,
    project_id uuid,
    title text NOT NULL,
    message text,
    link text,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT message_due_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user" (org_id, id),
    CONSTRAINT message_due_level_check CHECK (level BETWEEN 1 AND 5)
  );
  CREATE INDEX message_due_created_at_idx ON pit_ops.message_due (org_id, created_at);
  CREATE INDEX message_due_user_id_idx ON pit_ops.message_due (user_id);
  COMMENT ON TABLE pit_ops.message_due IS
    'Messages of which it is still to be found out by which ways they go to their users, besides waiting in the platform.';
  COMMENT ON COLUMN pit_ops.message_due.level IS 'Of an alert; null for any other message.';
  COMMENT ON COLUMN pit_ops.message_due.project_id IS
    'What its user must still see when it is sent; null where it is about no project.';`;

const PREFERENCE = `
  CREATE TABLE pit_ops.notification_preference (
    user_id uuid NOT NULL DEFAULT pit_ops.ctx_user(),
    channel text NOT NULL,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    is_on boolean NOT NULL,
    min_level integer NOT NULL,
    digest text NOT NULL,
    quiet_from text,
    quiet_to text,
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, channel),
    CONSTRAINT notification_preference_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user" (org_id, id),
    CONSTRAINT notification_preference_channel_check CHECK (channel IN ('email', 'push')),
    CONSTRAINT notification_preference_min_level_check CHECK (min_level BETWEEN 1 AND 5),
    CONSTRAINT notification_preference_digest_check CHECK (digest IN ('none', 'daily')),
    CONSTRAINT notification_preference_quiet_check CHECK ((quiet_from IS NULL) = (quiet_to IS NULL)),
    CONSTRAINT notification_preference_quiet_from_check CHECK (quiet_from ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
    CONSTRAINT notification_preference_quiet_to_check CHECK (quiet_to ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$')
  );
  COMMENT ON TABLE pit_ops.notification_preference IS
    'What a user wants to get by e-mail or push, and when; whoever has said nothing has the defaults of the service.';
  COMMENT ON COLUMN pit_ops.notification_preference.quiet_from IS
    'Time of day in the organisation''s time zone, from which until quiet_to nothing is sent but what is of level 1.';`;

const BROWSER = `
  CREATE TABLE pit_ops.push_subscription (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    user_id uuid NOT NULL DEFAULT pit_ops.ctx_user(),
    endpoint text NOT NULL,
    p256dh text NOT NULL,
    auth text NOT NULL,
    last_ok_at timestamptz(3),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT push_subscription_endpoint_key UNIQUE (org_id, user_id, endpoint),
    CONSTRAINT push_subscription_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user" (org_id, id),
    CONSTRAINT push_subscription_endpoint_check CHECK (endpoint ~ '^https://[^[:space:]<>"]+$' AND length(endpoint) <= 2048),
    CONSTRAINT push_subscription_p256dh_check CHECK (p256dh ~ '^[A-Za-z0-9_-]{87}=?$'),
    CONSTRAINT push_subscription_auth_check CHECK (auth ~ '^[A-Za-z0-9_-]{22}(==)?$')
  );
  CREATE INDEX push_subscription_user_id_idx ON pit_ops.push_subscription (user_id);
  COMMENT ON TABLE pit_ops.push_subscription IS 'Browsers in which a user wants to be told, by what encrypts for them.';`;

const IS_SERVICE = `(SELECT pit_ops.ctx_role()) = 'service'`;
const own = (table: string): string => `
  CREATE POLICY own ON ${table} FOR ALL TO pit_app, pit_foreman USING (user_id = (SELECT pit_ops.ctx_user()));`;
const service = (table: string): string => `
  CREATE POLICY service ON ${table} FOR ALL TO pit_app USING (${IS_SERVICE});`;

const RIGHTS = `
  ${Object.entries(POLICIES)
    .map(([table, policies]) => (policies.includes('own') ? own(table) : '') + service(table))
    .join('')}
  GRANT SELECT, DELETE, UPDATE (level) ON pit_ops.message_due TO pit_app;
  GRANT SELECT, INSERT ON pit_ops.message_due TO pit_definer;
  GRANT SELECT, INSERT (user_id, channel, is_on, min_level, digest, quiet_from, quiet_to),
    UPDATE (is_on, min_level, digest, quiet_from, quiet_to, updated_at)
    ON pit_ops.notification_preference TO pit_app, pit_foreman;
  GRANT SELECT, DELETE, INSERT (endpoint, p256dh, auth), UPDATE (p256dh, auth, last_ok_at)
    ON pit_ops.push_subscription TO pit_app, pit_foreman;
  GRANT UPDATE (payload) ON pit_ops.delivery TO pit_app;`;

const TELL = `
  CREATE FUNCTION ${TELL_SIGNATURE.replace(
    '(uuid[], text, text, text, integer, uuid)',
    '(recipients uuid[], title text, message text, link text, level integer, project uuid)',
  )}
    RETURNS TABLE (id uuid, user_id uuid) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  #variable_conflict use_column
  BEGIN
    IF pit_ops.ctx_org() IS NULL OR pit_ops.ctx_role() NOT IN ('admin', 'foreman', 'member', 'service') THEN
      RAISE EXCEPTION 'only who writes sends messages' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY WITH sent AS (
      INSERT INTO pit.notification AS each (org_id, user_id, type, title, message, link)
      SELECT known.org_id, known.id, 'internal_message', tell.title, tell.message, tell.link
      FROM pit."user" AS known
      WHERE known.org_id = pit_ops.ctx_org() AND known.id = ANY (tell.recipients)
        AND NOT EXISTS (SELECT FROM pit_ops.deactivated_user AS gone WHERE gone.id = known.id)
      RETURNING each.id, each.user_id, each.org_id
    ), due AS (
      INSERT INTO pit_ops.message_due (notification_id, org_id, user_id, level, project_id, title, message, link)
      SELECT sent.id, sent.org_id, sent.user_id, tell.level, tell.project, tell.title, tell.message, tell.link FROM sent
    )
    SELECT sent.id, sent.user_id FROM sent;
  END $$;
  COMMENT ON FUNCTION ${TELL_SIGNATURE} IS
    'Leaves an internal message for active users of the caller''s organisation, to be sent to them by other ways too; answers its id for each.';`;

export const ADDRESS = `
  CREATE FUNCTION pit_ops.address_messages(messages uuid[], channels text[]) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service addresses messages' USING ERRCODE = 'insufficient_privilege';
    END IF;
    INSERT INTO pit.notification (org_id, user_id, type, title, message, link, is_read)
      SELECT each.org_id, each.user_id, way.channel::pit.notification_type_enum, each.title, each.message, each.link, true
      FROM unnest(messages, channels) AS way (message, channel)
      JOIN pit.notification AS each ON each.id = way.message AND each.org_id = pit_ops.ctx_org();
  END $$;
  COMMENT ON FUNCTION pit_ops.address_messages(uuid[], text[]) IS
    'Notes that messages go out by these channels too: a row for each user and channel, which counts as read.';`;

const LIST = `
  CREATE FUNCTION pit_ops.list_due_messages() RETURNS TABLE (org_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service lists messages' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT DISTINCT each.org_id FROM pit_ops.message_due AS each;
  END $$;
  COMMENT ON FUNCTION pit_ops.list_due_messages() IS 'Organisations with messages that are still to be addressed.';`;

import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * Addresses to which an organisation has its events sent. What administrators decide of one is audited; secrets, and how
 * far it has come, stand in a row beside it that is not.
 */
export class Webhooks1700000103100 implements MigrationInterface {
  name = 'Webhooks1700000103100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${ENDPOINT}${STATE}`);
    for (const table of TABLES) await runner.query(`${wall(table)}${governed(table)}`);
    await runner.query(`${RIGHTS}${AUDIT}${LIST}`);
    await runner.query(ownedByDefiner([SIGNATURE], 'pit_app'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION ${SIGNATURE}`);
    for (const table of [...TABLES].reverse()) {
      await runner.query(
        `DROP POLICY governed ON ${table}; DROP POLICY inspected ON ${table};${dropWall(table)} DROP TABLE ${table}`,
      );
    }
    await runner.query('DROP FUNCTION pit_ops.touch_webhook()');
  }
}

const TABLES = ['pit_ops.webhook_endpoint', 'pit_ops.webhook_state'];
const SIGNATURE = 'pit_ops.list_webhook_organisations()';

const ENDPOINT = `
  CREATE TABLE pit_ops.webhook_endpoint (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org() REFERENCES pit.organisation (id),
    url text NOT NULL,
    topics jsonb NOT NULL DEFAULT '[]',
    is_active boolean NOT NULL DEFAULT true,
    disabled_reason text,
    secret_rotated_at timestamptz(3),
    created_by uuid NOT NULL DEFAULT pit_ops.ctx_user(),
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT webhook_endpoint_org_id_id_key UNIQUE (org_id, id),
    CONSTRAINT webhook_endpoint_created_by_fkey FOREIGN KEY (created_by) REFERENCES pit."user" (id),
    CONSTRAINT webhook_endpoint_url_check CHECK (url ~ '^https://[^[:space:]<>"]+$' AND length(url) <= 2048),
    CONSTRAINT webhook_endpoint_topics_check CHECK (CASE jsonb_typeof(topics) WHEN 'array' THEN jsonb_array_length(topics) <= 100 ELSE false END),
    CONSTRAINT webhook_endpoint_disabled_check CHECK (is_active = (disabled_reason IS NULL)),
    CONSTRAINT webhook_endpoint_reason_check CHECK (disabled_reason IN ('by_hand', 'gone', 'failing'))
  );
  CREATE INDEX webhook_endpoint_created_at_idx ON pit_ops.webhook_endpoint (org_id, created_at, id);
  CREATE INDEX webhook_endpoint_created_by_idx ON pit_ops.webhook_endpoint (created_by);
  COMMENT ON TABLE pit_ops.webhook_endpoint IS 'Addresses to which events of an organisation are sent.';
  COMMENT ON COLUMN pit_ops.webhook_endpoint.topics IS 'The events that it wants; empty for all.';
  CREATE FUNCTION pit_ops.touch_webhook() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    NEW.updated_at := greatest(date_trunc('milliseconds', clock_timestamp()), OLD.updated_at + interval '1 millisecond');
    RETURN NEW;
  END $$;
  CREATE TRIGGER touch_webhook BEFORE UPDATE ON pit_ops.webhook_endpoint
    FOR EACH ROW EXECUTE FUNCTION pit_ops.touch_webhook();`;

const STATE = `
  CREATE TABLE pit_ops.webhook_state (
    endpoint_id uuid PRIMARY KEY,
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    secret bytea NOT NULL,
    previous_secret bytea,
    previous_until timestamptz(3),
    fed_seq bigint NOT NULL,
    tests bigint NOT NULL DEFAULT 0,
    failing_since timestamptz(3),
    CONSTRAINT webhook_state_endpoint_id_fkey FOREIGN KEY (org_id, endpoint_id)
      REFERENCES pit_ops.webhook_endpoint (org_id, id) ON DELETE CASCADE,
    CONSTRAINT webhook_state_previous_check CHECK ((previous_secret IS NULL) = (previous_until IS NULL))
  ) WITH (fillfactor = 50);
  COMMENT ON TABLE pit_ops.webhook_state IS
    'Of each webhook its secrets, encrypted by the service, and up to which event of the organisation''s stream its deliveries are made.';
  COMMENT ON COLUMN pit_ops.webhook_state.failing_since IS 'The first failure since the last success; null when it works.';`;

function governed(table: string): string {
  return `
    CREATE POLICY governed ON ${table} FOR ALL TO pit_app, pit_foreman
      USING ((SELECT pit_ops.ctx_role()) IN ('admin', 'service'));
    CREATE POLICY inspected ON ${table} FOR SELECT TO pit_app, pit_foreman
      USING ((SELECT pit_ops.ctx_role()) = 'foreman');`;
}

const RIGHTS = `
  GRANT SELECT, DELETE, INSERT (url, topics), UPDATE (url, topics, is_active, disabled_reason, secret_rotated_at)
    ON pit_ops.webhook_endpoint TO pit_app, pit_foreman;
  GRANT SELECT, INSERT (endpoint_id, secret, fed_seq),
    UPDATE (secret, previous_secret, previous_until, fed_seq, tests, failing_since)
    ON pit_ops.webhook_state TO pit_app, pit_foreman;
  GRANT SELECT ON pit_ops.webhook_endpoint TO pit_definer;`;

const AUDIT = `
  CREATE TRIGGER audit_row AFTER INSERT OR UPDATE OR DELETE ON pit_ops.webhook_endpoint
    FOR EACH ROW EXECUTE FUNCTION pit_ops.audit_row('webhook_endpoint');
  ALTER TABLE pit_ops.webhook_endpoint ENABLE ALWAYS TRIGGER audit_row;`;

const LIST = `
  CREATE FUNCTION ${SIGNATURE} RETURNS TABLE (org_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service lists webhooks' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT DISTINCT each.org_id FROM pit_ops.webhook_endpoint AS each WHERE each.is_active;
  END $$;
  COMMENT ON FUNCTION ${SIGNATURE} IS 'Organisations that have their events sent somewhere; one context each.';`;

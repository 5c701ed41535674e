import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { dropWall, wall } from './sql/wall.ts';

/**
 * What leaves the house, and what became of it. Rows change with every attempt and are plumbing: people decide nothing by
 * them but to send one again, which is audited with its request.
 */
export class Deliveries1700000103000 implements MigrationInterface {
  name = 'Deliveries1700000103000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${TABLE}${wall('pit_ops.delivery')}${RIGHTS}${DUE}${DEAD}`);
    await runner.query(ownedByDefiner(DOORS, 'pit_app'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${DOORS.join(', ')};
      DROP POLICY service ON pit_ops.delivery;
      DROP POLICY administrators ON pit_ops.delivery;
      DROP POLICY inspected ON pit_ops.delivery;
      ${dropWall('pit_ops.delivery')}
      DROP TABLE pit_ops.delivery`);
  }
}

const DOORS = ['pit_ops.list_due_deliveries(interval)', 'pit_ops.count_dead_deliveries()'];

// Of one lane of a target, the events of one project say, only the first that is pending is due; the others wait for it.
// So that is found in an index what is due, however much waits behind it.
const TABLE = `
  CREATE TABLE pit_ops.delivery (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org() REFERENCES pit.organisation (id),
    kind text NOT NULL,
    target_id uuid NOT NULL,
    user_id uuid,
    notification_id uuid,
    event_stream uuid,
    event_seq bigint,
    lane uuid,
    payload jsonb NOT NULL,
    state text NOT NULL DEFAULT 'pending',
    is_waiting boolean NOT NULL DEFAULT false,
    attempt integer NOT NULL DEFAULT 0,
    next_at timestamptz(3) NOT NULL DEFAULT now(),
    lease_owner uuid,
    lease_until timestamptz(3),
    last_status integer,
    last_error text,
    created_at timestamptz(3) NOT NULL DEFAULT now(),
    updated_at timestamptz(3) NOT NULL DEFAULT now(),
    finished_at timestamptz(3),
    CONSTRAINT delivery_user_id_fkey FOREIGN KEY (org_id, user_id) REFERENCES pit."user" (org_id, id),
    CONSTRAINT delivery_event_key UNIQUE (org_id, target_id, event_stream, event_seq),
    CONSTRAINT delivery_kind_check CHECK (kind IN ('email', 'push', 'webhook')),
    CONSTRAINT delivery_state_check CHECK (state IN ('pending', 'sent', 'dead', 'cancelled')),
    CONSTRAINT delivery_event_check CHECK ((event_stream IS NULL) = (event_seq IS NULL)),
    CONSTRAINT delivery_finished_check CHECK ((state = 'pending') = (finished_at IS NULL)),
    CONSTRAINT delivery_attempt_check CHECK (attempt >= 0),
    CONSTRAINT delivery_last_error_check CHECK (length(last_error) <= 500),
    CONSTRAINT delivery_payload_check CHECK (jsonb_typeof(payload) = 'object' AND pg_column_size(payload) <= 65536)
  ) WITH (fillfactor = 70);
  CREATE INDEX delivery_due_idx ON pit_ops.delivery (org_id, next_at) WHERE state = 'pending' AND NOT is_waiting;
  CREATE INDEX delivery_lane_idx ON pit_ops.delivery (target_id, lane, event_seq) WHERE state = 'pending';
  CREATE INDEX delivery_leased_idx ON pit_ops.delivery (org_id, lease_until) WHERE lease_until IS NOT NULL;
  CREATE INDEX delivery_dead_idx ON pit_ops.delivery (org_id) WHERE state = 'dead';
  CREATE INDEX delivery_created_at_idx ON pit_ops.delivery (org_id, created_at, id);
  CREATE INDEX delivery_user_id_idx ON pit_ops.delivery (user_id) WHERE user_id IS NOT NULL;
  CREATE INDEX delivery_finished_at_idx ON pit_ops.delivery (finished_at) WHERE finished_at IS NOT NULL;
  COMMENT ON TABLE pit_ops.delivery IS
    'What is to be sent out of the house and what was: a message to a user by e-mail or push, an event to a webhook. At least once.';
  COMMENT ON COLUMN pit_ops.delivery.target_id IS
    'The endpoint of a webhook, the subscription of a browser, or the user whose address it is: at most two are under way to each.';
  COMMENT ON COLUMN pit_ops.delivery.lane IS
    'What its target takes in order, by event_seq: the project of an event; null where order does not matter.';
  COMMENT ON COLUMN pit_ops.delivery.is_waiting IS 'Whether an earlier one of its lane is still pending.';`;

const RIGHTS = `
  CREATE POLICY service ON pit_ops.delivery FOR ALL TO pit_app USING ((SELECT pit_ops.ctx_role()) = 'service');
  CREATE POLICY administrators ON pit_ops.delivery FOR ALL TO pit_app, pit_foreman
    USING ((SELECT pit_ops.ctx_role()) = 'admin' AND kind = 'webhook');
  CREATE POLICY inspected ON pit_ops.delivery FOR SELECT TO pit_app, pit_foreman
    USING ((SELECT pit_ops.ctx_role()) = 'foreman' AND kind = 'webhook');
  GRANT SELECT, DELETE,
    INSERT (kind, target_id, user_id, notification_id, event_stream, event_seq, lane, payload, is_waiting, next_at),
    UPDATE (state, is_waiting, attempt, next_at, lease_owner, lease_until, last_status, last_error, finished_at, updated_at)
    ON pit_ops.delivery TO pit_app;
  GRANT SELECT, INSERT (kind, target_id, event_stream, event_seq, lane, payload, is_waiting),
    UPDATE (state, is_waiting, attempt, next_at, last_error, finished_at, updated_at) ON pit_ops.delivery TO pit_foreman;
  GRANT SELECT ON pit_ops.delivery TO pit_definer;`;

const DUE = `
  CREATE FUNCTION pit_ops.list_due_deliveries(ahead interval) RETURNS TABLE (org_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service lists deliveries' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT each.id FROM pit.organisation AS each WHERE EXISTS (
      SELECT FROM pit_ops.delivery AS due WHERE due.org_id = each.id AND due.state = 'pending' AND NOT due.is_waiting
        AND due.next_at <= now() + ahead AND (due.lease_until IS NULL OR due.lease_until <= now() + ahead));
  END $$;
  COMMENT ON FUNCTION pit_ops.list_due_deliveries(interval) IS
    'Organisations with deliveries that are due so much later than now and that no process has; one context each.';`;

const DEAD = `
  CREATE FUNCTION pit_ops.count_dead_deliveries() RETURNS TABLE (kind text, dead bigint)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service counts deliveries' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT each.kind, count(*) FROM pit_ops.delivery AS each WHERE each.state = 'dead' GROUP BY each.kind;
  END $$;
  COMMENT ON FUNCTION pit_ops.count_dead_deliveries() IS 'How many deliveries of each kind are dead, of all organisations.';`;

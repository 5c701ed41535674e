import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { dropWall, wall } from './sql/wall.ts';

/** Subscriptions whose events are sent to a router, kept so that they outlive the process that serves them. */
export class CallbackSubscription1700000041000 implements MigrationInterface {
  name = 'CallbackSubscription1700000041000';

  // Leases and positions change several times a second, and stand in no index, so that rows are updated in place.
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE pit_ops.callback_subscription (
        org_id uuid NOT NULL DEFAULT pit_ops.ctx_org() REFERENCES pit.organisation (id),
        subscription_id text NOT NULL,
        actor jsonb NOT NULL,
        operation jsonb NOT NULL,
        callback_url text NOT NULL,
        verifier text NOT NULL,
        heartbeat_ms integer NOT NULL,
        position text NOT NULL,
        owner uuid NOT NULL,
        leased_until timestamptz NOT NULL,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (org_id, subscription_id)
      ) WITH (fillfactor = 70);
      COMMENT ON TABLE pit_ops.callback_subscription IS
        'A subscription over HTTP callbacks: what was asked by whom, where events go, the cursor of the last one that was taken, and the process that sends them until its lease is out.';
      ${wall('pit_ops.callback_subscription')}
      CREATE POLICY service ON pit_ops.callback_subscription FOR ALL TO pit_app
        USING ((SELECT pit_ops.ctx_role()) = 'service');
      GRANT SELECT, DELETE, UPDATE (position, owner, leased_until),
        INSERT (subscription_id, actor, operation, callback_url, verifier, heartbeat_ms, position, owner, leased_until)
        ON pit_ops.callback_subscription TO pit_app;
      GRANT SELECT ON pit_ops.callback_subscription TO pit_definer`);
    await runner.query(LIST_LEFT_CALLBACKS);
    await runner.query(ownedByDefiner(['pit_ops.list_left_callbacks()'], 'pit_app'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION pit_ops.list_left_callbacks();
      DROP POLICY service ON pit_ops.callback_subscription;
      ${dropWall('pit_ops.callback_subscription')}
      DROP TABLE pit_ops.callback_subscription`);
  }
}

const LIST_LEFT_CALLBACKS = `
  CREATE FUNCTION pit_ops.list_left_callbacks() RETURNS TABLE (org_id uuid)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  BEGIN
    IF pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service lists callbacks' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN QUERY SELECT DISTINCT each.org_id FROM pit_ops.callback_subscription AS each
      WHERE each.leased_until <= now();
  END $$;
  COMMENT ON FUNCTION pit_ops.list_left_callbacks() IS
    'Organisations with callbacks that no process serves: for whom a replica takes some up, one context each.'`;

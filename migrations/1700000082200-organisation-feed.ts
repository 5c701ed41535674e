import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ownedByDefiner } from './sql/definer.ts';
import { dropWall, wall } from './sql/wall.ts';

/** The events of all projects of an organisation in one row, for those who follow it as a whole. */
export class OrganisationFeed1700000082200 implements MigrationInterface {
  name = 'OrganisationFeed1700000082200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`${PLACES}${wall('pit_ops.feed_place')}${RIGHTS}${FEED}`);
    await runner.query(ownedByDefiner([SIGNATURE], 'pit_app'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION ${SIGNATURE};
      REVOKE ALL ON pit_ops.event_stream, pit_ops.outbox FROM pit_definer;
      ${dropWall('pit_ops.feed_place')}
      DROP TABLE pit_ops.feed_place`);
  }
}

const SIGNATURE = 'pit_ops.feed_organisation(uuid[], text[], integer)';

const PLACES = `
  CREATE TABLE pit_ops.feed_place (
    org_id uuid NOT NULL DEFAULT pit_ops.ctx_org(),
    stream_id uuid NOT NULL,
    fed_seq bigint NOT NULL,
    PRIMARY KEY (org_id, stream_id)
  ) WITH (fillfactor = 50);
  COMMENT ON TABLE pit_ops.feed_place IS
    'Up to which event each stream is part of the stream of its organisation, which has the id of the organisation.';`;

const RIGHTS = `
  GRANT SELECT, INSERT, UPDATE ON pit_ops.feed_place, pit_ops.event_stream TO pit_definer;
  GRANT SELECT, INSERT ON pit_ops.outbox TO pit_definer;`;

/**
 * Whoever writes must not wait for everyone else in the organisation, and so events are numbered by project when they are
 * committed, and for the organisation only when somebody asks. Events of a project keep their order. Where some are pruned
 * before they were fed, a number is left out, so that a cursor before the gap is refused.
 */
const DUE = `
      FROM pit_ops.event_stream AS each
      LEFT JOIN pit_ops.feed_place AS place ON place.org_id = org AND place.stream_id = each.stream_id
      WHERE each.org_id = org AND each.stream_id <> org AND (streams IS NULL OR each.stream_id = ANY (streams))
        AND each.last_seq > coalesce(place.fed_seq, 0)`;

const FEED = `
  CREATE FUNCTION pit_ops.feed_organisation(streams uuid[], topics text[], at_most integer)
    RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  DECLARE
    org uuid := pit_ops.ctx_org();
    numbered bigint;
    looked_at integer;
  BEGIN
    IF org IS NULL OR pit_ops.ctx_role() <> 'service' THEN
      RAISE EXCEPTION 'only the service feeds the stream of an organisation' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NOT EXISTS (SELECT FROM pit_ops.event_stream AS own WHERE own.org_id = org AND own.stream_id = org) THEN
      INSERT INTO pit_ops.event_stream (org_id, stream_id) VALUES (org, org) ON CONFLICT DO NOTHING;
      INSERT INTO pit_ops.feed_place (org_id, stream_id, fed_seq)
        SELECT org, each.stream_id, each.last_seq FROM pit_ops.event_stream AS each
        WHERE each.org_id = org AND each.stream_id <> org ON CONFLICT DO NOTHING;
      RETURN 0;
    END IF;
    PERFORM${DUE};
    IF NOT FOUND THEN
      RETURN 0;
    END IF;
    SELECT own.last_seq INTO numbered FROM pit_ops.event_stream AS own
      WHERE own.org_id = org AND own.stream_id = org FOR UPDATE;
    WITH due AS (
      SELECT each.stream_id, coalesce(place.fed_seq, 0) AS fed_seq, each.last_seq,
        (SELECT min(kept.seq) FROM pit_ops.outbox AS kept WHERE kept.org_id = org
          AND kept.stream_id = each.stream_id AND kept.seq > coalesce(place.fed_seq, 0)) AS first_seq${DUE}
    ), taken AS (
      SELECT event.id, event.stream_id, event.seq, event.topic, event.payload, event.actor_id, event.created_at
      FROM due JOIN pit_ops.outbox AS event ON event.org_id = org AND event.stream_id = due.stream_id
        AND event.seq > due.fed_seq AND event.seq <= due.last_seq
      ORDER BY event.id LIMIT at_most
    ), gap AS (
      SELECT coalesce(bool_or(first_seq IS DISTINCT FROM fed_seq + 1), false)::integer AS size FROM due
    ), added AS (
      INSERT INTO pit_ops.outbox (org_id, stream_id, seq, topic, payload, actor_id, created_at)
        SELECT org, org, numbered + gap.size + row_number() OVER (ORDER BY taken.id), taken.topic, taken.payload,
          taken.actor_id, taken.created_at
        FROM taken CROSS JOIN gap WHERE taken.topic = ANY (topics) RETURNING seq
    ), placed AS (
      INSERT INTO pit_ops.feed_place AS place (org_id, stream_id, fed_seq)
        SELECT org, due.stream_id, coalesce(max(taken.seq),
          CASE WHEN due.first_seq IS NULL THEN due.last_seq ELSE due.fed_seq END)
        FROM due LEFT JOIN taken USING (stream_id) GROUP BY due.stream_id, due.first_seq, due.last_seq, due.fed_seq
        ON CONFLICT (org_id, stream_id) DO UPDATE SET fed_seq = excluded.fed_seq
    )
    SELECT (SELECT count(*) FROM taken), numbered + gap.size + (SELECT count(*) FROM added)
      INTO looked_at, numbered FROM gap;
    UPDATE pit_ops.event_stream AS own SET last_seq = numbered WHERE own.org_id = org AND own.stream_id = org;
    RETURN looked_at;
  END $$;
  COMMENT ON FUNCTION ${SIGNATURE} IS
    'Puts new events of these topics from the streams, or from all, into the stream of the organisation; looks at so many at most, and answers at how many. The first call begins with what comes after it.';`;

import {
  boolean,
  hex,
  integer,
  neverNull,
  nullable,
  text,
  timestamp,
  uuid,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** Organisations that have their events sent somewhere. */
export const WEBHOOK_ORGANISATIONS = statement(
  'SELECT org_id FROM pit_ops.list_webhook_organisations() AS org_id',
  { orgId: uuid },
);

/** The active endpoints of the organisation that have events to come; their places are kept from others until COMMIT. */
export const LOCK_BEHIND = statement(
  `
  SELECT s.endpoint_id AS id FROM pit_ops.webhook_state s
  JOIN pit_ops.webhook_endpoint e ON e.id = s.endpoint_id AND e.is_active
  JOIN pit_ops.event_stream own ON own.stream_id = pit_ops.ctx_org() AND own.last_seq > s.fed_seq
  ORDER BY s.endpoint_id FOR UPDATE OF s`,
  { id: uuid },
);

/**
 * Makes deliveries of the next `$2` events for the endpoint `$1`, whose place is locked: each event once, and of each
 * project one after another. Answers at how many events it has looked.
 */
export const FEED_WEBHOOK = statement(
  `
  WITH place AS (
    SELECT e.id, e.topics, s.fed_seq FROM pit_ops.webhook_endpoint e
    JOIN pit_ops.webhook_state s ON s.endpoint_id = e.id WHERE e.id = $1
  ), news AS (
    SELECT o.stream_id, o.seq, o.topic, o.payload, o.created_at,
      coalesce((o.payload ->> 'projectId')::uuid, o.stream_id) AS lane
    FROM place JOIN pit_ops.outbox o ON o.stream_id = pit_ops.ctx_org() AND o.seq > place.fed_seq
    ORDER BY o.seq LIMIT $2
  ), made AS (
    INSERT INTO pit_ops.delivery (kind, target_id, event_stream, event_seq, lane, payload, is_waiting)
    SELECT 'webhook', place.id, news.stream_id, news.seq, news.lane,
      jsonb_build_object('topic', news.topic, 'payload', news.payload,
        'time', to_char(news.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
      row_number() OVER (PARTITION BY news.lane ORDER BY news.seq) > 1 OR EXISTS (
        SELECT FROM pit_ops.delivery earlier
        WHERE earlier.target_id = place.id AND earlier.lane = news.lane AND earlier.state = 'pending')
    FROM place CROSS JOIN news WHERE place.topics = '[]' OR place.topics ? news.topic
    ON CONFLICT (org_id, target_id, event_stream, event_seq) DO NOTHING
  ), placed AS (
    UPDATE pit_ops.webhook_state s SET fed_seq = (SELECT max(seq) FROM news)
    WHERE s.endpoint_id = $1 AND EXISTS (SELECT FROM news)
  )
  SELECT count(*)::int AS looked_at FROM news`,
  { lookedAt: integer },
);

/** Where webhooks are sent and by which secrets they are signed; the former one only as long as it is in use. */
export const WEBHOOK_TARGETS = statement(
  `
  SELECT e.id, e.url, e.is_active, s.secret,
    CASE WHEN s.previous_until > now() THEN s.previous_secret END AS previous_secret
  FROM pit_ops.webhook_endpoint e JOIN pit_ops.webhook_state s ON s.endpoint_id = e.id WHERE e.id = ANY ($1::uuid[])`,
  { id: uuid, url: text, isActive: boolean, secret: hex, previousSecret: nullable(hex) },
);

/**
 * Notes whether the endpoint `$1` has taken something (`$2`); `$3` seconds ahead. Answers for how many seconds it has not,
 * in how many attempts of how many events; `$4` whether this attempt was the first of its event. Failures are in a row as long
 * as no `$5` seconds are between two. Its row is locked, so that no delivery is added to a lane while another one leaves it.
 */
export const MARK_WEBHOOK = statement(
  `
  WITH present AS MATERIALIZED (
    SELECT s.endpoint_id, now() + make_interval(secs => $3) AS at, s.failing_since IS NULL
      OR coalesce(s.last_failed_at, s.failing_since) < now() + make_interval(secs => $3) - make_interval(secs => $5) AS begins
    FROM pit_ops.webhook_state s WHERE s.endpoint_id = $1 FOR UPDATE
  )
  UPDATE pit_ops.webhook_state s SET
    failing_since = CASE WHEN $2 THEN NULL WHEN present.begins THEN present.at ELSE s.failing_since END,
    last_failed_at = CASE WHEN NOT $2 THEN present.at END,
    failed_attempts = CASE WHEN $2 THEN 0 WHEN present.begins THEN 1 ELSE s.failed_attempts + 1 END,
    failed_events = CASE WHEN $2 THEN 0 WHEN present.begins THEN 1 ELSE s.failed_events + ($4::boolean)::int END
  FROM present WHERE s.endpoint_id = present.endpoint_id
  RETURNING coalesce(extract(epoch FROM present.at - s.failing_since), 0)::int AS failing_for, s.failed_attempts, s.failed_events`,
  { failingFor: integer, failedAttempts: integer, failedEvents: integer },
);

/** Keeps deliveries from being added to the lanes of the endpoint `$1`, and from leaving them, until COMMIT. */
export const LOCK_WEBHOOK_STATE = statement(
  'SELECT endpoint_id AS id FROM pit_ops.webhook_state WHERE endpoint_id = $1 FOR UPDATE',
  { id: uuid },
);

/** Disables an active endpoint for the reason `$2`. */
export const DISABLE_WEBHOOK = statement(
  `
  UPDATE pit_ops.webhook_endpoint SET is_active = false, disabled_reason = $2 WHERE id = $1 AND is_active
  RETURNING url, created_by AS "createdBy"`,
  { url: text, createdBy: uuid },
);

/** Ends what is still to be sent to the target `$1`: state `$2`, and why. Answers up to `$4` of the projects that it was about. */
export const END_PENDING = statement(
  `
  WITH ended AS (
    UPDATE pit_ops.delivery SET state = $2, last_error = $3, finished_at = now(), is_waiting = false, lease_owner = NULL,
      lease_until = NULL, updated_at = now()
    WHERE target_id = $1 AND state = 'pending' RETURNING nullif(lane, org_id) AS project_id
  )
  SELECT DISTINCT project_id FROM ended WHERE project_id IS NOT NULL LIMIT $4`,
  { projectId: neverNull(uuid, 'the condition') },
);

/** Up to `$2` of the projects of which deliveries to the target `$1` are dead. */
export const PROJECTS_OF_DEAD = statement(
  `
  SELECT DISTINCT lane AS project_id FROM pit_ops.delivery
  WHERE target_id = $1 AND state = 'dead' AND lane <> org_id LIMIT $2`,
  { projectId: neverNull(uuid, 'the condition') },
);

/** As `END_PENDING`, for those who may not touch leases. */
export const CANCEL_PENDING = statement(`
  UPDATE pit_ops.delivery SET state = 'cancelled', last_error = $2, finished_at = now(), is_waiting = false, updated_at = now()
  WHERE target_id = $1 AND state = 'pending'`);

export const COUNT_WEBHOOKS = statement('SELECT count(*)::int AS count FROM pit_ops.webhook_endpoint', {
  count: integer,
});

export const ADD_WEBHOOK = statement(
  'INSERT INTO pit_ops.webhook_endpoint (url, topics) VALUES ($1, $2::jsonb) RETURNING id',
  { id: uuid },
);

/** The secret of a new endpoint, and the number of the event that it begins after. */
export const ADD_WEBHOOK_STATE = statement(
  'INSERT INTO pit_ops.webhook_state (endpoint_id, secret, fed_seq) VALUES ($1, $2, $3)',
);

/** An endpoint that is about to be changed. */
export const LOCKED_WEBHOOK = statement(
  `
  SELECT id, is_active, updated_at::timestamptz AS updated_at
  FROM pit_ops.webhook_endpoint WHERE id = $1 FOR UPDATE`,
  { id: uuid, isActive: boolean, updatedAt: timestamp },
);

/** Changes address and topics where they are given, and whether it is active where that is. */
export const CHANGE_WEBHOOK = statement(`
  UPDATE pit_ops.webhook_endpoint SET url = coalesce($2, url), topics = coalesce($3::jsonb, topics),
    is_active = coalesce($4, is_active),
    disabled_reason = CASE coalesce($4, is_active) WHEN true THEN NULL ELSE coalesce(disabled_reason, 'by_hand') END
  WHERE id = $1`);

/** What an endpoint that is used again has behind it does not count. */
export const FORGET_FAILURES = statement(
  `UPDATE pit_ops.webhook_state SET failing_since = NULL, last_failed_at = NULL, failed_attempts = 0, failed_events = 0
   WHERE endpoint_id = $1`,
);

/** Puts the secret `$2` in place of the present one, which is in use for `$3` more hours. */
export const ROTATE_SECRET = statement(`
  UPDATE pit_ops.webhook_state SET previous_secret = CASE WHEN $3 > 0 THEN secret END,
    previous_until = CASE WHEN $3 > 0 THEN now() + make_interval(hours => $3) END, secret = $2
  WHERE endpoint_id = $1`);

export const NOTE_ROTATION = statement(
  'UPDATE pit_ops.webhook_endpoint SET secret_rotated_at = now() WHERE id = $1',
);

export const REMOVE_WEBHOOK = statement('DELETE FROM pit_ops.webhook_endpoint WHERE id = $1');

/** Sends an event that means nothing to the endpoint `$1`: topic `$2`. */
export const ADD_TEST = statement(
  `
  WITH counted AS (
    UPDATE pit_ops.webhook_state SET tests = tests + 1 WHERE endpoint_id = $1 RETURNING tests
  )
  INSERT INTO pit_ops.delivery (kind, target_id, event_stream, event_seq, payload)
  SELECT 'webhook', $1, $1, counted.tests, jsonb_build_object('topic', $2::text, 'payload', jsonb_build_object('webhookId', $1),
    'time', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  FROM counted RETURNING id`,
  { id: uuid },
);

/** Keeps all endpoints from being fed, and deliveries to them from ending, until COMMIT. */
export const LOCK_LANES = statement(
  'SELECT endpoint_id AS id FROM pit_ops.webhook_state ORDER BY endpoint_id FOR UPDATE',
  { id: uuid },
);

/**
 * Has up to `$3` deliveries sent again that are over: those of `$1::uuid[]`, or those to active endpoints that were made
 * since `$2` and are dead, the earliest first.
 */
export const REDELIVER = statement(
  `
  WITH wanted AS (
    SELECT d.id FROM pit_ops.delivery d JOIN pit_ops.webhook_endpoint e ON e.id = d.target_id AND e.is_active
    WHERE d.kind = 'webhook' AND d.state <> 'pending'
      AND (d.id = ANY ($1::uuid[]) OR (d.created_at >= $2::timestamptz AND d.state = 'dead'))
    ORDER BY d.created_at, d.event_seq LIMIT $3 FOR UPDATE OF d
  )
  UPDATE pit_ops.delivery d SET state = 'pending', attempt = 0, next_at = now(), finished_at = NULL, updated_at = now(),
    is_waiting = false
  FROM wanted WHERE d.id = wanted.id RETURNING d.id, d.target_id AS "targetId", nullif(d.lane, d.org_id) AS "projectId"`,
  { id: uuid, targetId: uuid, projectId: nullable(uuid) },
);

/** Lets the deliveries of each lane of the targets `$1::uuid[]` wait for the first that is pending. */
export const QUEUE_LANES = statement(`
  UPDATE pit_ops.delivery d SET is_waiting = EXISTS (
    SELECT FROM pit_ops.delivery earlier WHERE earlier.target_id = d.target_id AND earlier.lane = d.lane
      AND earlier.state = 'pending' AND earlier.event_seq < d.event_seq)
  WHERE d.target_id = ANY ($1::uuid[]) AND d.state = 'pending' AND d.lane IS NOT NULL AND d.lease_until IS NULL`);

/** The sealed secrets of endpoints. */
export const WEBHOOK_SECRETS = statement(
  'SELECT endpoint_id AS id, secret FROM pit_ops.webhook_state WHERE endpoint_id = ANY ($1::uuid[])',
  { id: uuid, secret: hex },
);

/** Since when endpoints have taken nothing. */
export const FAILING_WEBHOOKS = statement(
  'SELECT endpoint_id AS id, failing_since FROM pit_ops.webhook_state WHERE endpoint_id = ANY ($1::uuid[])',
  { id: uuid, failingSince: nullable(timestamp) },
);

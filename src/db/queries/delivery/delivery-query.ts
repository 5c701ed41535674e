import type { DeliveryKind } from '../../../domain/delivery/retry-schedule.ts';
import { bigint, integer, json, nullable, text, uuid, word } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/*
 * Times are told by the database's clock, which all processes share. `ahead` is how many seconds later than it we take it
 * to be: 0 but where days of retries are tried out.
 */

/** Organisations with deliveries that are due, `$1` seconds ahead. */
export const DUE_ORGANISATIONS = statement(
  'SELECT org_id FROM pit_ops.list_due_deliveries(make_interval(secs => $1)) AS org_id',
  { orgId: uuid },
);

/** Dead deliveries of all organisations by kind. */
export const DEAD_DELIVERIES = statement('SELECT kind, dead FROM pit_ops.count_dead_deliveries()', {
  kind: word<DeliveryKind>(),
  dead: bigint,
});

/** Processes take deliveries of an organisation one after another, so that each sees what the others have. */
export const TAKE_TURNS = statement(
  `SELECT pg_advisory_xact_lock(hashtextextended('deliveries ' || pit_ops.ctx_org()::text, 0))::text AS taken`,
  { taken: text },
);

/**
 * Gives process `$1` up to `$2` deliveries that are due, at most `$3` of one target together with what is under way to it,
 * for `$4` seconds; `$5` seconds ahead. A target that has its share does not stand in the way of others, and what
 * goes to an endpoint that is switched off waits.
 */
export const TAKE_DELIVERIES = statement(
  `
  WITH busy AS (
    SELECT target_id, count(*) AS held FROM pit_ops.delivery
    WHERE lease_until > now() + make_interval(secs => $5) GROUP BY target_id
  ), due AS MATERIALIZED (
    SELECT d.id, d.target_id, d.next_at FROM pit_ops.delivery d
    WHERE d.state = 'pending' AND NOT d.is_waiting AND d.next_at <= now() + make_interval(secs => $5)
      AND (d.lease_until IS NULL OR d.lease_until <= now() + make_interval(secs => $5))
      AND NOT EXISTS (SELECT FROM busy WHERE busy.target_id = d.target_id AND busy.held >= $3)
      AND NOT EXISTS (SELECT FROM pit_ops.webhook_endpoint e WHERE e.id = d.target_id AND NOT e.is_active)
    ORDER BY d.next_at LIMIT 200 FOR UPDATE OF d SKIP LOCKED
  ), ranked AS (
    SELECT due.id, due.next_at, coalesce(busy.held, 0)
      + row_number() OVER (PARTITION BY due.target_id ORDER BY due.next_at, due.id) AS place
    FROM due LEFT JOIN busy USING (target_id)
  )
  UPDATE pit_ops.delivery d
  SET lease_owner = $1, lease_until = now() + make_interval(secs => $5) + make_interval(secs => $4), attempt = d.attempt + 1,
    updated_at = now()
  FROM (SELECT id FROM ranked WHERE place <= $3 ORDER BY next_at LIMIT $2) AS taken
  WHERE d.id = taken.id
  RETURNING d.id, d.kind, d.target_id AS "targetId", d.user_id AS "userId", d.notification_id AS "notificationId",
    d.event_stream AS "eventStream", d.event_seq AS "eventSeq", nullif(d.lane, d.org_id) AS "projectId", d.payload, d.attempt`,
  {
    id: uuid,
    kind: word<DeliveryKind>(),
    targetId: uuid,
    userId: nullable(uuid),
    notificationId: nullable(uuid),
    eventStream: nullable(uuid),
    eventSeq: nullable(bigint),
    projectId: nullable(uuid),
    payload: json<Record<string, unknown>>(),
    attempt: integer,
  },
);

/**
 * What became of the delivery `$1`, if process `$2` still has it: state `$3`, tried again after `$4` seconds, status `$5`
 * and error `$6` of the attempt; `$7` seconds ahead. Where it is over, the next one of its lane is due.
 */
export const RECORD_ATTEMPT = statement(
  `
  WITH done AS (
    UPDATE pit_ops.delivery SET state = $3, lease_owner = NULL, lease_until = NULL, last_status = $5, last_error = $6,
      next_at = CASE WHEN $3 = 'pending' THEN now() + make_interval(secs => $7) + make_interval(secs => $4) ELSE next_at END,
      finished_at = CASE WHEN $3 = 'pending' THEN NULL ELSE now() END, updated_at = now()
    WHERE id = $1 AND lease_owner = $2 AND state = 'pending'
    RETURNING target_id, lane, event_seq, state
  ), next AS (
    SELECT waiting.id FROM done CROSS JOIN LATERAL (
      SELECT d.id FROM pit_ops.delivery d
      WHERE d.target_id = done.target_id AND d.lane = done.lane AND d.state = 'pending'
        AND d.event_seq > done.event_seq
      ORDER BY d.event_seq LIMIT 1
    ) AS waiting WHERE done.state <> 'pending'
  ), woken AS (
    UPDATE pit_ops.delivery d SET is_waiting = false FROM next WHERE d.id = next.id AND d.is_waiting
  )
  SELECT count(*)::int AS recorded FROM done`,
  { recorded: integer },
);

/** Gives back what process `$1` has of the deliveries `$2::uuid[]`, as if they had not been tried. */
export const GIVE_BACK = statement(`
  UPDATE pit_ops.delivery SET lease_owner = NULL, lease_until = NULL, attempt = greatest(attempt - 1, 0)
  WHERE id = ANY ($2::uuid[]) AND lease_owner = $1 AND state = 'pending'`);

/** Removes up to `$2` deliveries that were over `$1` days ago, but for the dead, which are kept four times as long. */
export const PRUNE_DELIVERIES = statement(`
  DELETE FROM pit_ops.delivery WHERE id IN (
    SELECT id FROM pit_ops.delivery
    WHERE finished_at < now() - make_interval(days => $1)
      AND (state <> 'dead' OR finished_at < now() - make_interval(days => 4 * $1))
    LIMIT $2)`);

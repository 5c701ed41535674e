import type { AlertReference } from '../../../domain/delivery/open-alerts.ts';
import type { Channel } from '../../../domain/delivery/preference.ts';
import type { ActorRole } from '../../../domain/enums.ts';
import {
  boolean,
  integer,
  json,
  neverNull,
  nullable,
  text,
  uuid,
  word,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** Organisations with messages that are still to be addressed. */
export const MESSAGE_ORGANISATIONS = statement('SELECT org_id FROM pit_ops.list_due_messages() AS org_id', {
  orgId: uuid,
});

/**
 * Takes up to `$1` messages that are still to be addressed, the earliest first. They are found once: a plan that looks anew
 * for each message, as one may for `IN`, goes past the bound, since what is locked is skipped.
 */
export const TAKE_MESSAGES = statement(
  `
  WITH next AS MATERIALIZED (
    SELECT notification_id AS id FROM pit_ops.message_due ORDER BY created_at LIMIT $1 FOR UPDATE SKIP LOCKED)
  DELETE FROM pit_ops.message_due USING next WHERE notification_id = next.id
  RETURNING notification_id, user_id, level, project_id, title, message, link, alerts`,
  {
    notificationId: uuid,
    userId: uuid,
    level: nullable(integer),
    projectId: nullable(uuid),
    title: text,
    message: nullable(text),
    link: nullable(text),
    alerts: nullable(json<AlertReference[]>()),
  },
);

/** What the users `$1::uuid[]` have said of channels. */
export const PREFERENCES = statement(
  `
  SELECT user_id, channel, is_on, min_level, digest, quiet_from, quiet_to
  FROM pit_ops.notification_preference WHERE user_id = ANY ($1::uuid[])`,
  {
    userId: uuid,
    channel: word<Channel>(),
    isOn: boolean,
    minLevel: integer,
    digest: word<'none' | 'daily'>(),
    quietFrom: nullable(text),
    quietTo: nullable(text),
  },
);

/** Browsers of the users `$1::uuid[]`. */
export const BROWSERS_OF_USERS = statement(
  'SELECT id, user_id FROM pit_ops.push_subscription WHERE user_id = ANY ($1::uuid[])',
  { id: uuid, userId: uuid },
);

/** A row of messages that go out by a channel, for the messages `$1` and channels `$2`. */
export const ADDRESS_MESSAGES = statement('SELECT pit_ops.address_messages($1::uuid[], $2::text[])');

/** Makes deliveries: kinds, targets, users, messages, payloads, and seconds after which each is due, `$7` ahead. */
export const ADD_DELIVERIES = statement(`
  INSERT INTO pit_ops.delivery (kind, target_id, user_id, notification_id, payload, next_at)
  SELECT kind, target, owner, message, payload::jsonb, now() + make_interval(secs => $7) + make_interval(secs => after)
  FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::float8[])
    AS given (kind, target, owner, message, payload, after)`);

/**
 * Who puts messages into digests of an organisation goes one after another: else two that see none of a user make two. Until
 * COMMIT.
 */
export const TAKE_DIGESTS = statement(
  `SELECT pg_advisory_xact_lock(hashtextextended('digests ' || pit_ops.ctx_org()::text, 0))::text AS taken`,
  { taken: text },
);

/**
 * Puts the messages `$2` into the digest that waits for the user `$1`, if it comes to no more than `$3` in `$4` bytes; a row if
 * it does. One that somebody is about to change is waited for.
 */
export const ADD_TO_DIGEST = statement(
  `
  UPDATE pit_ops.delivery SET payload = jsonb_set(payload, '{items}', payload -> 'items' || $2::jsonb)
  WHERE id = (
    SELECT id FROM pit_ops.delivery
    WHERE target_id = $1 AND kind = 'email' AND state = 'pending' AND attempt = 0 AND lease_until IS NULL
      AND (payload ->> 'isDigest')::boolean
      AND jsonb_array_length(payload -> 'items') + jsonb_array_length($2::jsonb) <= $3::int
      AND octet_length((payload -> 'items')::text) + octet_length($2::jsonb::text) <= $4::int
    ORDER BY created_at LIMIT 1 FOR UPDATE)
  RETURNING id`,
  { id: uuid },
);

/** Those of the users `$1::uuid[]` who are active and have not switched the channel `$2` off, with their quiet hours. */
export const RECIPIENTS = statement(
  `
  SELECT u.id, u.email, u.role, own.time_zone, said.quiet_from, said.quiet_to
  FROM pit."user" u JOIN pit.organisation own ON own.id = u.org_id
  LEFT JOIN pit_ops.notification_preference said ON said.user_id = u.id AND said.channel = $2
  WHERE u.id = ANY ($1::uuid[]) AND coalesce(said.is_on, true)
    AND NOT EXISTS (SELECT FROM pit_ops.deactivated_user gone WHERE gone.id = u.id)`,
  {
    id: uuid,
    email: text,
    role: word<ActorRole>(),
    timeZone: text,
    quietFrom: nullable(text),
    quietTo: nullable(text),
  },
);

/**
 * Those of the alerts that are open: of the projects `$1`, codes `$2` and subjects `$3`, each with its place in these lists, from
 * 1. Subjects are taken out once, as behind row security they lead to no index.
 */
export const OPEN_ALERTS = statement(
  `
  WITH open AS MATERIALIZED (
    SELECT a.project_id, a.code, a.data ->> 'subject' AS subject FROM pit.watchdog_alert a
    WHERE a.project_id = ANY ($1::uuid[]) AND a.code = ANY ($2::text[]) AND a.resolved_at IS NULL
  )
  SELECT given.place::int AS place
  FROM unnest($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS given (project_id, code, subject, place)
  WHERE EXISTS (SELECT FROM open WHERE open.project_id = given.project_id AND open.code = given.code
    AND open.subject = given.subject)`,
  { place: neverNull(integer, 'the ordinality of a list') },
);

/** Those of the projects `$1::uuid[]` that the actor sees. */
export const SEEN_PROJECTS = statement('SELECT id FROM pit.project WHERE id = ANY ($1::uuid[])', {
  id: uuid,
});

/** What the actor wants of channels. */
export const OWN_PREFERENCES = statement(
  `
  SELECT channel, is_on, min_level, digest, quiet_from, quiet_to
  FROM pit_ops.notification_preference WHERE user_id = pit_ops.ctx_user()`,
  {
    channel: word<Channel>(),
    isOn: boolean,
    minLevel: integer,
    digest: word<'none' | 'daily'>(),
    quietFrom: nullable(text),
    quietTo: nullable(text),
  },
);

/** Stores what the user `$1` wants of the channel `$2`. */
export const STORE_PREFERENCE = statement(`
  INSERT INTO pit_ops.notification_preference AS kept (user_id, channel, is_on, min_level, digest, quiet_from, quiet_to)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (user_id, channel) DO UPDATE SET is_on = excluded.is_on, min_level = excluded.min_level,
    digest = excluded.digest, quiet_from = excluded.quiet_from, quiet_to = excluded.quiet_to, updated_at = now()`);

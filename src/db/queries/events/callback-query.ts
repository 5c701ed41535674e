import { integer, json, text, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
import type { Actor } from '../../../domain/directory/actor.ts';
/** What a callback subscribes to. */
export interface CallbackOperation {
  readonly query: string;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Callbacks that the organisation has, and how many of them are the user's `$1`. */
export const COUNT_CALLBACKS = statement(
  `
  SELECT count(*)::int AS count, (count(*) FILTER (WHERE actor ->> 'userId' = $1::text))::int AS own
  FROM pit_ops.callback_subscription`,
  { count: integer, own: integer },
);

/** Stores a callback that process `$8` serves for `$9` seconds; no row where its id is taken. */
export const STORE_CALLBACK = statement(`
  INSERT INTO pit_ops.callback_subscription
    (subscription_id, actor, operation, callback_url, verifier, heartbeat_ms, position, owner, leased_until)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now() + make_interval(secs => $9))
  ON CONFLICT (org_id, subscription_id) DO NOTHING`);

/**
 * Stores how far callbacks have come, and that process `$1` goes on serving them for `$2` seconds; with none it gives
 * them up. Whatever is not in the answer belongs to another process by now, or to none.
 * $3 subscription ids, $4 positions.
 */
export const SAVE_CALLBACKS = statement(
  `
  UPDATE pit_ops.callback_subscription c
  SET position = given.position, leased_until = now() + make_interval(secs => $2)
  FROM unnest($3::text[], $4::text[]) AS given (subscription_id, position)
  WHERE c.subscription_id = given.subscription_id AND c.owner = $1
  RETURNING c.subscription_id AS id`,
  { id: text },
);

/** Gives process `$1` up to `$3` callbacks that nobody serves, for `$2` seconds. Those who ask at once share them. */
export const TAKE_CALLBACKS = statement(
  `
  WITH free AS MATERIALIZED (
    SELECT subscription_id FROM pit_ops.callback_subscription
    WHERE leased_until <= now() ORDER BY leased_until LIMIT $3 FOR UPDATE SKIP LOCKED
  )
  UPDATE pit_ops.callback_subscription c
  SET owner = $1, leased_until = now() + make_interval(secs => $2)
  FROM free
  WHERE c.subscription_id = free.subscription_id
  RETURNING c.subscription_id AS id, c.actor, c.operation, c.callback_url AS url, c.verifier,
    c.heartbeat_ms AS "heartbeatMs", c.position`,
  {
    id: text,
    actor: json<Actor>(),
    operation: json<CallbackOperation>(),
    url: text,
    verifier: text,
    heartbeatMs: integer,
    position: text,
  },
);

/** Forgets a callback, if it is still process `$2` that serves it. */
export const REMOVE_CALLBACK = statement(`
  DELETE FROM pit_ops.callback_subscription WHERE subscription_id = $1 AND owner = $2`);

/** Organisations with callbacks that nobody serves. */
export const LEFT_CALLBACKS = statement(`SELECT org_id AS "orgId" FROM pit_ops.list_left_callbacks()`, {
  orgId: uuid,
});

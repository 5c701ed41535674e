import { hex, json, neverNull, nullable, text } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
/** Takes the key, or takes it over when it is older than a day. A concurrent holder is waited for. */
export const CLAIM_KEY = statement(
  `
  INSERT INTO pit_ops.idempotency_key AS k (key, request_hash) VALUES ($1, $2)
  ON CONFLICT (org_id, user_id, key) DO UPDATE
    SET request_hash = excluded.request_hash, response = NULL, created_at = now()
    WHERE k.created_at < now() - interval '24 hours'
  RETURNING key`,
  { key: text },
);

export const FIND_RESPONSE = statement(
  `
  SELECT request_hash, response FROM pit_ops.idempotency_key
  WHERE key = $1 AND user_id = pit_ops.ctx_user()`,
  { requestHash: hex, response: nullable(json<unknown>()) },
);

/** What a request was answered with that is done, while its key holds. */
export const FIND_ANSWER = statement(
  `
  SELECT request_hash, response FROM pit_ops.idempotency_key
  WHERE key = $1 AND user_id = pit_ops.ctx_user() AND response IS NOT NULL
    AND created_at >= now() - interval '24 hours'`,
  { requestHash: hex, response: neverNull(json<unknown>(), 'one that is null is not asked for') },
);

export const STORE_RESPONSE = statement(`
  UPDATE pit_ops.idempotency_key SET response = $2 WHERE key = $1 AND user_id = pit_ops.ctx_user()`);

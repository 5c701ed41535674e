import { integer, text, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** Browsers of the actor but the one at `$1`. */
export const COUNT_BROWSERS = statement(
  `SELECT count(*)::int AS others FROM pit_ops.push_subscription WHERE user_id = pit_ops.ctx_user() AND endpoint <> $1`,
  { others: integer },
);

export const KEEP_BROWSER = statement(
  `
  INSERT INTO pit_ops.push_subscription (endpoint, p256dh, auth) VALUES ($1, $2, $3)
  ON CONFLICT (org_id, user_id, endpoint) DO UPDATE SET p256dh = excluded.p256dh, auth = excluded.auth RETURNING id`,
  { id: uuid },
);

export const REMOVE_BROWSER = statement(
  'DELETE FROM pit_ops.push_subscription WHERE user_id = pit_ops.ctx_user() AND endpoint = $1',
);

export const BROWSER = statement(
  'SELECT id, endpoint, p256dh, auth FROM pit_ops.push_subscription WHERE id = $1',
  {
    id: uuid,
    endpoint: text,
    p256dh: text,
    auth: text,
  },
);

export const MARK_BROWSER = statement(
  'UPDATE pit_ops.push_subscription SET last_ok_at = now() WHERE id = $1',
);

export const REMOVE_GONE = statement('DELETE FROM pit_ops.push_subscription WHERE id = $1');

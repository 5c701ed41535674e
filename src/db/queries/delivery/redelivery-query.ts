import { uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/**
 * Has up to `$3` dead e-mails and messages to browsers sent again, of those that the actor may: those of `$1::uuid[]`, or
 * those that were made since `$2`, the earliest first. They are found once, since a plan that looks anew goes past the bound.
 */
export const REDELIVER_MESSAGES = statement(
  `
  WITH wanted AS MATERIALIZED (
    SELECT id FROM pit_ops.delivery
    WHERE user_id IS NOT NULL AND kind <> 'webhook' AND state = 'dead'
      AND (id = ANY ($1::uuid[]) OR created_at >= $2::timestamptz)
    ORDER BY created_at, id LIMIT $3 FOR UPDATE
  )
  UPDATE pit_ops.delivery d SET state = 'pending', attempt = 0, next_at = now(), finished_at = NULL, updated_at = now()
  FROM wanted WHERE d.id = wanted.id AND d.state = 'dead' RETURNING d.id`,
  { id: uuid },
);

/** Puts off the delivery `$1`, which process `$2` has and has not tried, for `$3` seconds; `$4` seconds ahead. */
export const POSTPONE = statement(`
  UPDATE pit_ops.delivery SET lease_owner = NULL, lease_until = NULL, attempt = greatest(attempt - 1, 0),
    next_at = now() + make_interval(secs => $4) + make_interval(secs => $3), updated_at = now()
  WHERE id = $1 AND lease_owner = $2 AND state = 'pending'`);

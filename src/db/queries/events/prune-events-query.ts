import { statement } from '../../connection/statement.ts';
/**
 * Removes up to $2 events that are older than $1 days, and with them whatever stands before them in their streams:
 * numbers follow commits and times the beginnings of transactions, so that an old event may follow a younger one, and
 * what is kept of a stream must have no gaps. Found by the index on created_at.
 */
export const PRUNE_EVENTS = statement(`
  WITH old AS (
    SELECT org_id, stream_id, max(seq) AS seq FROM (
      SELECT org_id, stream_id, seq FROM pit_ops.outbox
      WHERE created_at < now() - make_interval(days => $1) ORDER BY created_at LIMIT $2
    ) oldest GROUP BY org_id, stream_id
  )
  DELETE FROM pit_ops.outbox o USING old
  WHERE o.org_id = old.org_id AND o.stream_id = old.stream_id AND o.seq <= old.seq`);

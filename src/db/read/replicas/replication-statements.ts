import { boolean, neverNull, nullable, text } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/**
 * Whether this server is a standby that has replayed the log up to `$1`, or to anywhere if that is null. A promoted one is none: it
 * has a history of its own. First in its round trip, so that what is read behind it is no older.
 */
export const IS_FRESH = statement(
  `SELECT pg_is_in_recovery() AND ($1::text IS NULL OR pg_last_wal_replay_lsn() >= $1::text::pg_lsn) AS is_fresh`,
  { isFresh: neverNull(boolean, 'replay has a position during recovery') },
);

/** How far the primary's log is on the disk: behind a COMMIT, this is at it or after it (`synchronous_commit`). */
export const FLUSHED = statement('SELECT pg_current_wal_flush_lsn()::text AS position', {
  position: neverNull(text, 'only a standby has none'),
});

/** How far a standby is; null where it is none. */
export const REPLAYED = statement(
  `SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()::text END AS position`,
  { position: nullable(text) },
);

import type { StoredEvent, StreamEnds } from '../../../events/stored-event.ts';
import type { Topic } from '../../../events/topics.ts';
import { bigint, integer, json, nullable, timestamp, uuid, word } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

const EVENT = {
  orgId: uuid,
  streamId: uuid,
  seq: bigint,
  topic: word<Topic>(),
  payload: json<StoredEvent['payload']>(),
  actorId: nullable(uuid),
  createdAt: timestamp,
};

/**
 * What many streams have gained, each after a place of its own: one look into the unique index
 * (org_id, stream_id, seq) per stream, 15 microseconds each, and the rows themselves. The wall gives the organisation.
 * $1 stream ids, $2 numbers already known, $3 most rows per stream.
 */
export const EVENTS_AFTER = statement(
  `SELECT o.org_id, o.stream_id, o.seq, o.topic, o.payload, o.actor_id, o.created_at
   FROM unnest($1::uuid[], $2::bigint[]) AS known(stream_id, seq)
   CROSS JOIN LATERAL (
     SELECT * FROM pit_ops.outbox o
     WHERE o.stream_id = known.stream_id AND o.seq > known.seq ORDER BY o.seq LIMIT $3::int
   ) o
   ORDER BY o.stream_id, o.seq`,
  EVENT,
);

/** A place in a stream. */
export interface Place {
  readonly streamId: string;
  readonly seq: number;
}

export function eventsAfter(places: readonly Place[], limit: number): [string[], number[], number] {
  return [places.map(({ streamId }) => streamId), places.map(({ seq }) => seq), limit];
}

/**
 * The ends of what is kept of streams; a stream without events has none of both, and no row is missing.
 * $1 stream ids.
 */
export const STREAM_ENDS = statement(
  `SELECT asked.stream_id, coalesce(kept.oldest, s.last_seq + 1, 1) AS oldest, coalesce(s.last_seq, 0) AS latest
   FROM unnest($1::uuid[]) AS asked(stream_id)
   LEFT JOIN pit_ops.event_stream s ON s.stream_id = asked.stream_id
   LEFT JOIN LATERAL (
     SELECT o.seq AS oldest FROM pit_ops.outbox o WHERE o.stream_id = asked.stream_id ORDER BY o.seq LIMIT 1
   ) kept ON true`,
  { streamId: uuid, oldest: bigint, latest: bigint },
);

/** Of a stream that nobody has written to. */
export const NO_ENDS: StreamEnds = { oldest: 1, latest: 0 };

/**
 * Puts new events of the topics `$2::text[]` from the streams `$1::uuid[]`, or from all where that is null, into the stream
 * of the organisation; looks at `$3` at most, and answers at how many.
 */
export const FEED_ORGANISATION = statement(
  'SELECT pit_ops.feed_organisation($1::uuid[], $2::text[], $3::int) AS looked_at',
  { lookedAt: integer },
);

import type { DraftEvent } from '../../events/topics.ts';
import { step, type Step } from '../connection/pipeline.ts';
import { statement } from '../connection/statement.ts';

/**
 * The transactional outbox: numbers the events of a transaction and stores them in it, in one statement. Each stream's row is raised once by the
 * number of its events; the row lock lasts until COMMIT, so numbers follow the order of commits and have no gaps.
 * Streams are locked in the order of their ids, so that two transactions cannot wait for each other.
 */
export const APPEND_EVENTS = statement(
  `WITH event AS (
     SELECT stream_id, topic, payload, n,
       row_number() OVER (PARTITION BY stream_id ORDER BY n) AS place,
       count(*) OVER (PARTITION BY stream_id) AS size
     FROM unnest($1::uuid[], $2::text[], $3::text[]) WITH ORDINALITY AS e(stream_id, topic, payload, n)
   ), raised AS (
     INSERT INTO pit_ops.event_stream AS s (stream_id, last_seq)
     SELECT stream_id, count(*) FROM event GROUP BY stream_id ORDER BY stream_id
     ON CONFLICT (org_id, stream_id) DO UPDATE SET last_seq = s.last_seq + excluded.last_seq
     RETURNING s.stream_id, s.last_seq
   )
   INSERT INTO pit_ops.outbox (stream_id, seq, topic, payload)
   SELECT event.stream_id, raised.last_seq - event.size + event.place, event.topic, event.payload::jsonb
   FROM event JOIN raised USING (stream_id) ORDER BY event.n`,
);

/** The step that stores `events`; goes out together with COMMIT. */
export function appendEvents(events: readonly DraftEvent[]): Step<object> {
  return step(APPEND_EVENTS, [
    events.map((event) => event.streamId),
    events.map((event) => event.topic),
    events.map((event) => JSON.stringify(event.payload)),
  ]);
}

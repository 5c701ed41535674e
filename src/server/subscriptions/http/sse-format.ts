import type { EventResult } from '../event-executor.ts';
import type { StreamFormat } from './stream-format.ts';

/** With an empty `data` field: browsers swallow an event that has none. */
const COMPLETE = 'event: complete\ndata:\n\n';
const COMMENT = ':\n\n';

/** Events as they go over the wire, for all who are sent the same result. */
const frames = new WeakMap<EventResult, Buffer>();

/**
 * Server-sent events in the "distinct connections mode" of graphql-sse's protocol: `next` events and then `complete`.
 * Beyond the protocol, an event's id is its cursor.
 */
export const SSE_FORMAT: StreamFormat = {
  name: 'sse',
  contentType: 'text/event-stream; charset=utf-8',
  opening: COMMENT,
  idle: COMMENT,
  frameOf: (result) => {
    let frame = frames.get(result);
    if (frame === undefined) {
      frame = Buffer.from(eventOf(result));
      frames.set(result, frame);
    }
    return frame;
  },
  endOf: (errors) =>
    errors === undefined ? COMPLETE : eventOf({ json: JSON.stringify({ errors }) }) + COMPLETE,
};

function eventOf({ cursor, json }: EventResult): string {
  const id = cursor === undefined ? '' : `id: ${cursor}\n`;
  // JSON has no line breaks of its own, so the data is one line.
  return `${id}event: next\ndata: ${json}\n\n`;
}

import type { EventResult } from '../event-executor.ts';
import { frameOnce, type StreamFormat } from './stream-format.ts';

/** With an empty `data` field: browsers swallow an event that has none. */
const COMPLETE = 'event: complete\ndata:\n\n';
const COMMENT = ':\n\n';

/**
 * Server-sent events in the "distinct connections mode" of graphql-sse's protocol: `next` events and then `complete`.
 * Beyond the protocol, an event's id is its cursor.
 */
export const SSE_FORMAT: StreamFormat = {
  name: 'sse',
  contentType: 'text/event-stream; charset=utf-8',
  opening: COMMENT,
  idle: COMMENT,
  frameOf: frameOnce(eventOf),
  endOf: (errors) =>
    errors === undefined ? COMPLETE : eventOf({ json: JSON.stringify({ errors }) }) + COMPLETE,
};

function eventOf({ cursor, json }: EventResult): string {
  const id = cursor === undefined ? '' : `id: ${cursor}\n`;
  // JSON has no line breaks of its own, so the data is one line.
  return `${id}event: next\ndata: ${json}\n\n`;
}

import { ranksOf } from '../media-types.ts';

const EVENT_STREAM = 'text/event-stream';
const JSON_TYPES = ['application/json', 'application/graphql-response+json', 'application/*', '*/*'];

/** How a request stands to server-sent events. */
export type EventStreamWish = 'no' | 'taken' | 'preferred';

/**
 * What an `Accept` header says of server-sent events. Gateways list all that they can read: such a list takes a stream
 * where there is nothing else, as for a subscription, but prefers one only when it ranks above every form of JSON.
 */
export function eventStreamWish(accept: string | undefined): EventStreamWish {
  if (accept?.includes(EVENT_STREAM) !== true) return 'no';
  const ranks = ranksOf(accept);
  const stream = ranks.get(EVENT_STREAM) ?? 0;
  if (stream === 0) return 'no';
  return JSON_TYPES.some((type) => (ranks.get(type) ?? 0) >= stream) ? 'taken' : 'preferred';
}

import { ranksOf } from '../../graphql/content-negotiation.ts';
import { MULTIPART_FORMAT } from './multipart-format.ts';
import { SSE_FORMAT } from './sse-format.ts';
import type { StreamFormat } from './stream-format.ts';

const EVENT_STREAM = 'text/event-stream';
const JSON_TYPES = ['application/json', 'application/graphql-response+json', 'application/*', '*/*'];
/** A multipart response that is for subscriptions; others are for parts of a query that come later. */
const MULTIPART_SUBSCRIPTION = /multipart\/mixed\s*;[^,]*subscriptionspec\s*=\s*"?1\.0"?\s*(?:[;,]|$)/i;

/** A stream that a client would take. */
export interface StreamWish {
  readonly format: StreamFormat;
  /** Rather than JSON, whatever the operation is. */
  readonly isPreferred: boolean;
}

/**
 * What an `Accept` header says of streams. Gateways list all that they can read: such a list takes a stream where there
 * is nothing else, as for a subscription, but prefers one only when it ranks above every form of JSON. Parts are for
 * subscriptions alone.
 */
export function negotiateStream(accept: string | undefined): StreamWish | undefined {
  if (accept === undefined) return undefined;
  const takesParts = MULTIPART_SUBSCRIPTION.test(accept);
  if (!takesParts && !accept.includes(EVENT_STREAM)) return undefined;
  const ranks = ranksOf(accept);
  const events = ranks.get(EVENT_STREAM) ?? 0;
  const parts = takesParts ? (ranks.get('multipart/mixed') ?? 0) : 0;
  if (parts > events) return { format: MULTIPART_FORMAT, isPreferred: false };
  if (events === 0) return undefined;
  return { format: SSE_FORMAT, isPreferred: !JSON_TYPES.some((type) => (ranks.get(type) ?? 0) >= events) };
}

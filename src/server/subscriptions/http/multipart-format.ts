import { frameOnce, type StreamFormat } from './stream-format.ts';

const BOUNDARY = '\r\n--graphql';

/**
 * Apollo's protocol for subscriptions over multipart responses, version 1.0, which Apollo Client's HTTP link and the
 * mobile clients speak without a word said: each part wraps a result in `payload`, an empty object says that the
 * connection lives, and `payload: null` with `errors` that the stream ends for a reason that is none of the operation's
 * (https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol).
 *
 * A client takes a part when it has seen the boundary after it, so each part is sent with that boundary.
 */
export const MULTIPART_FORMAT: StreamFormat = {
  name: 'multipart',
  contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec="1.0"',
  opening: `${BOUNDARY}${partOf('{}')}`,
  idle: partOf('{}'),
  frameOf: frameOnce(({ json }) => partOf(`{"payload":${json}}`)),
  endOf: (errors) => {
    const last = errors === undefined ? '' : partOf(JSON.stringify({ payload: null, errors }));
    return `${last}--\r\n`;
  },
};

function partOf(json: string): string {
  return `\r\ncontent-type: application/json\r\n\r\n${json}${BOUNDARY}`;
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { OperationTypeNode } from 'graphql';
import type { RequestContext } from '../../context.ts';
import { PitError } from '../../domain/errors.ts';
import type { StreamedAnswer } from '../answer.ts';
import type { LiveMetrics, StreamEnd } from '../metrics.ts';
import { eventStreamWish } from './accepts.ts';
import { httpOperationOf, type HttpOperation } from './http-operation.ts';
import type { LiveOperations, Prepared, Refused } from './live-operations.ts';
import type { LiveStream } from './live-stream.ts';
import { refusalOf } from './prepared.ts';
import { SSE_TIMES, SseStream, type SseTimes } from './sse-stream.ts';
import { streamEndOf } from './stream-end.ts';

/**
 * GraphQL over server-sent events, the "distinct connections mode" of graphql-sse's protocol: one operation, one
 * response, `next` events and then `complete`. Not with that library's handler: it writes every result out anew for
 * each subscriber, queues them without a bound while a reader is slow, and knows only an `Accept` of exactly
 * `text/event-stream`. Beyond the protocol, an event's id is its cursor, and `Last-Event-ID` is where to go on.
 *
 * A browser cannot be tricked into this by another site: without an `Authorization` header nobody is served, and none
 * is sent along that the page has not been allowed to set.
 */
export class SseTransport {
  private readonly times: SseTimes;

  /** @param times other than usual, where that is to be seen in less time. */
  constructor(
    private readonly live: LiveOperations,
    private readonly metrics: LiveMetrics,
    times: Partial<SseTimes> = {},
  ) {
    this.times = { ...SSE_TIMES, ...times };
  }

  /** Whether the request may be one for a stream, as far as its headers tell. */
  takes({ headers, method }: IncomingMessage): boolean {
    return eventStreamWish(headers.accept) !== 'no' && (method === 'POST' || method === 'GET');
  }

  /** The stream that the request asks for; undefined where it is to be answered in JSON. */
  async answer(
    request: IncomingMessage,
    body: unknown,
    context: RequestContext,
  ): Promise<StreamedAnswer | undefined> {
    const isPreferred = eventStreamWish(request.headers.accept) === 'preferred';
    const operation = operationOf(request, body, isPreferred);
    if (context.caller === undefined && isPreferred) {
      throw new PitError('UNAUTHENTICATED', 'A bearer token is required.');
    }
    const prepared = operation && this.live.prepare(operation, context);
    if (prepared === undefined || !isForStream(prepared, isPreferred, request.method)) return undefined;
    if ('errors' in prepared) return this.refuse(prepared, context);
    return prepared.isSubscription
      ? this.follow(prepared, context, lastEventId(request))
      : this.once(prepared, context);
  }

  private async follow(
    prepared: Prepared,
    context: RequestContext,
    after: string | undefined,
  ): Promise<StreamedAnswer> {
    const stream = await this.live.follow(prepared, context, after);
    if ('errors' in stream) return this.refuse(stream, context);
    return (response) => void this.deliver(response, stream);
  }

  private refuse({ errors }: Refused, { account }: RequestContext): StreamedAnswer {
    for (const { extensions } of errors) account.errorCodes.push(String(extensions?.['code']));
    return (response) => this.open(response).end(errors);
  }

  /** A query or mutation: one result, and that is all. */
  private async once(prepared: Prepared, context: RequestContext): Promise<StreamedAnswer> {
    const result = await this.live.answer(prepared, context);
    return (response) => {
      const stream = this.open(response);
      void stream.send(result);
      stream.end();
    };
  }

  /** A subscription, until it ends or its reader goes. */
  private async deliver(response: ServerResponse, results: LiveStream): Promise<void> {
    const stream = this.open(response);
    this.metrics.subscriberOpened('sse');
    stream.onGone(() => void results.return());
    this.metrics.subscriberClosed('sse', await sendAll(stream, results));
  }

  private open(response: ServerResponse): SseStream {
    return new SseStream(response, this.times);
  }
}

/** Never rejects. */
async function sendAll(stream: SseStream, results: LiveStream): Promise<StreamEnd> {
  try {
    for await (const result of results) {
      if (await stream.send(result)) continue;
      stream.cut();
      return 'too_slow';
    }
    if (stream.isGone) return 'client';
    stream.end();
    return 'completed';
  } catch (error) {
    stream.end(refusalOf(error).errors);
    return streamEndOf(error);
  }
}

/** Undefined for what states none in our way, where Apollo may know another: a persisted query, for one. */
function operationOf(
  request: IncomingMessage,
  body: unknown,
  isPreferred: boolean,
): HttpOperation | undefined {
  try {
    return httpOperationOf(request, body);
  } catch (error) {
    if (isPreferred) throw error;
    return undefined;
  }
}

/**
 * Whoever takes other things than a stream gets one only for what is nothing else. A mutation by GET is left to Apollo,
 * which refuses it.
 */
function isForStream(
  prepared: Prepared | Refused,
  isPreferred: boolean,
  method: string | undefined,
): boolean {
  if ('errors' in prepared) return isPreferred;
  if (prepared.isSubscription) return true;
  const isQuery = prepared.operation.operation === OperationTypeNode.QUERY;
  return isPreferred && (method === 'POST' || isQuery);
}

function lastEventId({ headers }: IncomingMessage): string | undefined {
  const id = headers['last-event-id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}

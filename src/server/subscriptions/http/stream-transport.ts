import type { IncomingMessage, ServerResponse } from 'node:http';
import { OperationTypeNode } from 'graphql';
import type { RequestContext } from '../../../context.ts';
import { PitError } from '../../../domain/errors.ts';
import { streamOfAnswer } from '../../graphql/content-negotiation.ts';
import type { StreamingResponse } from '../../graphql/operation-response.ts';
import type { SubscriptionMetrics, StreamEnd } from '../../observability/metrics.ts';
import { httpOperationOf, type HttpOperation } from './http-operation.ts';
import type {
  SubscriptionManager,
  EventResult,
  ValidatedOperation,
  RefusedRequest,
} from '../subscription-manager.ts';
import type { SubscriptionStream } from '../subscription-stream.ts';
import { refusalOf } from '../validated-operation.ts';
import { ResultStream, STREAM_TIMES, type StreamTimes } from './result-stream.ts';
import { streamEndOf } from '../stream-end.ts';
import { MULTIPART_FORMAT } from './multipart-format.ts';
import { SSE_FORMAT } from './sse-format.ts';
import type { StreamFormat } from './stream-format.ts';

const FORMATS = { sse: SSE_FORMAT, multipart: MULTIPART_FORMAT } as const;
const TAKEN = new Set<string | undefined>(['GET', 'POST']);

/**
 * GraphQL over responses that last, one for each operation: server-sent events, and for subscriptions also Apollo's
 * multipart protocol. Not with graphql-sse's handler: it writes every result out anew for each subscriber, queues them
 * without a bound while a reader is slow, and knows only an `Accept` of exactly `text/event-stream`. `Last-Event-ID` is
 * where to go on.
 *
 * A browser cannot be tricked into this by another site: without an `Authorization` header nobody is served, and none
 * is sent along that the page has not been allowed to set.
 */
export class StreamTransport {
  private readonly times: StreamTimes;

  /** @param times other than usual, where that is to be seen in less time. */
  constructor(
    private readonly subscriptions: SubscriptionManager,
    private readonly metrics: SubscriptionMetrics,
    times: Partial<StreamTimes> = {},
  ) {
    this.times = { ...STREAM_TIMES, ...times };
  }

  /** The stream that the request asks for; undefined where it is to be answered in JSON. */
  async answer(
    request: IncomingMessage,
    body: unknown,
    context: RequestContext,
  ): Promise<StreamingResponse | undefined> {
    const wish = streamOfAnswer(request.headers.accept);
    if (wish === undefined || !TAKEN.has(request.method)) return undefined;
    const { isPreferred } = wish;
    const format = FORMATS[wish.format];
    const operation = operationOf(request, body, isPreferred);
    if (context.caller === undefined && isPreferred) {
      throw new PitError('UNAUTHENTICATED', 'A bearer token is required.');
    }
    const prepared = operation && (await this.subscriptions.prepareInTurn(operation, context));
    if (prepared === undefined || !isForStream(prepared, isPreferred, request.method)) return undefined;
    if ('errors' in prepared) return this.refuse(prepared, context, format);
    if (!prepared.isSubscription)
      return this.once(await this.subscriptions.answer(prepared, context), format);
    const stream = await this.subscriptions.follow(prepared, context, lastEventId(request));
    if ('errors' in stream) return this.refuse(stream, context, format);
    return (response) => void this.deliver(response, stream, format);
  }

  private refuse(
    { errors }: RefusedRequest,
    { telemetry }: RequestContext,
    format: StreamFormat,
  ): StreamingResponse {
    for (const { extensions } of errors) telemetry.errorCodes.push(String(extensions?.['code']));
    return this.once({ json: JSON.stringify({ errors }) }, format);
  }

  /** A query, a mutation or a refusal: one result, and that is all. */
  private once(result: EventResult, format: StreamFormat): StreamingResponse {
    return (response) => {
      const stream = new ResultStream(response, format, this.times);
      void stream.send(result);
      stream.end();
    };
  }

  /** A subscription, until it ends or its reader goes. */
  private async deliver(
    response: ServerResponse,
    results: SubscriptionStream,
    format: StreamFormat,
  ): Promise<void> {
    const stream = new ResultStream(response, format, this.times);
    this.metrics.subscriberOpened(format.name);
    stream.onGone(() => void results.return());
    this.metrics.subscriberClosed(format.name, await sendAll(stream, results));
  }
}

/** Never rejects. */
async function sendAll(stream: ResultStream, results: SubscriptionStream): Promise<StreamEnd> {
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
  prepared: ValidatedOperation | RefusedRequest,
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

import type { IncomingMessage, ServerResponse } from 'node:http';
import { HeaderMap, type ApolloServer, type HTTPGraphQLResponse } from '@apollo/server';
import type { RequestContext } from '../context.ts';
import { refuseBatch } from './batch-refusal.ts';
import type { KnownOperations } from './compiled/known-operations.ts';
import type { GatewayGate } from './gateway-gate.ts';
import { wantsInlineTrace, type InlineTracing } from './inline-trace.ts';
import type { HttpStreams } from './live/http-streams.ts';

/** An answer that begins now and writes itself for as long as it lasts; it deals with its own failures. */
export type StreamedAnswer = (response: ServerResponse) => void;

/** Answers the GraphQL operation of an HTTP request: with the bytes of a response in JSON, Apollo's, or a stream. */
export type AnswerOperation = (
  request: IncomingMessage,
  body: unknown,
  context: RequestContext,
) => Promise<Buffer | HTTPGraphQLResponse | StreamedAnswer>;

/** Who can answer an operation. */
interface Answerers {
  readonly apollo: ApolloServer<RequestContext>;
  readonly known: KnownOperations;
  readonly tracing: InlineTracing;
  readonly gate: GatewayGate;
  readonly streams: HttpStreams;
}

/** Lets Apollo answer what is not known yet, and what is to be traced, but for streams. */
export function answerOperations({ apollo, known, tracing, gate, streams }: Answerers): AnswerOperation {
  return async (request, body, context) => {
    if (Array.isArray(body)) return refuseBatch(body, request.headers.accept, context);
    const streamed = await streams.answer(request, body, context);
    if (streamed !== undefined) return streamed;
    if (wantsInlineTrace(request) && gate.mayTrace(context.account))
      return askApollo(await tracing.apollo(), request, body, context);
    return (await known.answer(request, body, context)) ?? askApollo(apollo, request, body, context);
  };
}

function askApollo(
  apollo: ApolloServer<RequestContext>,
  request: IncomingMessage,
  body: unknown,
  context: RequestContext,
): Promise<HTTPGraphQLResponse> {
  const headers = new HeaderMap();
  for (const name in request.headers) headers.set(name, String(request.headers[name]));
  const url = request.url ?? '';
  const query = url.indexOf('?');
  return apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: request.method ?? 'GET',
      headers,
      search: query < 0 ? '' : url.slice(query),
      body,
    },
    context: () => Promise.resolve(context),
  });
}

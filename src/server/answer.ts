import type { IncomingMessage } from 'node:http';
import { HeaderMap, type ApolloServer, type HTTPGraphQLResponse } from '@apollo/server';
import type { RequestContext } from '../context.ts';
import type { KnownOperations } from './compiled/known-operations.ts';
import { wantsInlineTrace, type InlineTracing } from './inline-trace.ts';

/** Answers the GraphQL operation of an HTTP request: with the bytes of a response in JSON, or with Apollo's. */
export type AnswerOperation = (
  request: IncomingMessage,
  body: unknown,
  context: RequestContext,
) => Promise<Buffer | HTTPGraphQLResponse>;

/** Who can answer an operation. */
interface Answerers {
  readonly apollo: ApolloServer<RequestContext>;
  readonly known: KnownOperations;
  readonly tracing: InlineTracing;
}

/** Lets Apollo answer what is not known yet, and what is to be traced. */
export function answerOperations({ apollo, known, tracing }: Answerers): AnswerOperation {
  return async (request, body, context) => {
    if (wantsInlineTrace(request)) return askApollo(await tracing.apollo(), request, body, context);
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

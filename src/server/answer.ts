import type { IncomingMessage } from 'node:http';
import { HeaderMap, type ApolloServer, type HTTPGraphQLResponse } from '@apollo/server';
import type { RequestContext } from '../context.ts';
import type { KnownOperations } from './compiled/known-operations.ts';

/** Answers the GraphQL operation of an HTTP request: with the bytes of a response in JSON, or with Apollo's. */
export type AnswerOperation = (
  request: IncomingMessage,
  body: unknown,
  context: RequestContext,
) => Promise<Buffer | HTTPGraphQLResponse>;

/** Lets Apollo answer what is not known yet. */
export function answerOperations(
  apollo: ApolloServer<RequestContext>,
  known: KnownOperations,
): AnswerOperation {
  return async (request, body, context) =>
    (await known.answer(request, body, context)) ?? askApollo(apollo, request, body, context);
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

import type { IncomingMessage } from 'node:http';
import { HeaderMap, type ApolloServer, type HTTPGraphQLResponse } from '@apollo/server';
import type { RequestContext } from '../../context.ts';
import { refuseBatch } from './batch-refusal.ts';
import type { CompiledOperationCache } from '../compiled/compiled-operation-cache.ts';
import type { GatewayAuth } from '../auth/gateway-auth.ts';
import { wantsInlineTrace, type InlineTracing } from './inline-trace.ts';
import type { DispatchOperation } from '../graphql/operation-response.ts';
import type { HttpStreams } from '../subscriptions/http/http-streams.ts';

/** Who can answer an operation. */
interface Answerers {
  readonly apollo: ApolloServer<RequestContext>;
  readonly known: CompiledOperationCache;
  readonly tracing: InlineTracing;
  readonly gate: GatewayAuth;
  readonly streams: HttpStreams;
}

/** Lets Apollo answer what is not known yet, and what is to be traced, but for streams. */
export function dispatchOperations({ apollo, known, tracing, gate, streams }: Answerers): DispatchOperation {
  return async (request, body, context) => {
    if (Array.isArray(body)) return refuseBatch(body, request.headers.accept, context);
    const streamed = await streams.answer(request, body, context);
    if (streamed !== undefined) return streamed;
    if (wantsInlineTrace(request) && gate.mayTrace(context.telemetry))
      return askApollo(await tracing.apollo(), request, body, context);
    return (await known.execute(request, body, context)) ?? askApollo(apollo, request, body, context);
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

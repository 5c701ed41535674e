import type { IncomingMessage } from 'node:http';
import type { RequestContext } from '../../context.ts';
import { badInput } from '../../domain/errors.ts';
import { httpOperationOf, type HttpOperation } from './http-operation.ts';
import { CONDITIONAL_ROOT } from './conditional-root.ts';
import type { LiveOperations } from './live-operations.ts';

/**
 * Refuses a subscription of a client that takes no stream: Apollo would execute it as if it were a query, or fail over it
 * while it validates.
 *
 * @throws PitError BAD_USER_INPUT.
 */
export function refuseUnstreamed(
  live: LiveOperations,
  request: IncomingMessage,
  body: unknown,
  context: RequestContext,
): void {
  const operation = subscriptionIn(request, body);
  const prepared = operation && live.prepare(operation, context);
  if (prepared === undefined) return;
  if ('errors' in prepared) {
    // Anything else that is wrong Apollo says as it does of queries.
    if (prepared.errors[0]?.message === CONDITIONAL_ROOT) throw badInput(CONDITIONAL_ROOT);
    return;
  }
  if (!prepared.isSubscription) return;
  throw badInput(
    'A subscription is answered by a stream, by a WebSocket (graphql-transport-ws) or by callback.',
    {
      field: 'accept',
      expected: 'text/event-stream',
      actual: (request.headers.accept ?? '').slice(0, 100),
    },
  );
}

/** An operation that mentions subscriptions; what states none in our way is left to Apollo. */
function subscriptionIn(request: IncomingMessage, body: unknown): HttpOperation | undefined {
  try {
    const operation = httpOperationOf(request, body);
    return operation.query.includes('subscription') ? operation : undefined;
  } catch {
    return undefined;
  }
}

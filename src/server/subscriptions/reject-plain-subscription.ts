import type { IncomingMessage } from 'node:http';
import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import { OperationTypeNode } from 'graphql';
import type { RequestContext } from '../../context.ts';
import { badInput, type PitError } from '../../domain/errors.ts';
import { asRequestError } from '../graphql/errors.ts';
import { httpOperationOf, type HttpOperation } from './http/http-operation.ts';
import { CONDITIONAL_ROOT } from './conditional-root.ts';
import type { SubscriptionManager } from './subscription-manager.ts';

/**
 * Refuses a subscription of a client that takes no stream: Apollo would execute it as if it were a query, or fail over it
 * while it validates.
 *
 * @throws PitError BAD_USER_INPUT.
 */
export async function rejectPlainSubscription(
  subscriptions: SubscriptionManager,
  request: IncomingMessage,
  body: unknown,
  context: RequestContext,
): Promise<void> {
  const operation = subscriptionIn(request, body);
  const prepared = operation && (await subscriptions.prepareInTurn(operation, context));
  if (prepared === undefined) return;
  if ('errors' in prepared) {
    // Anything else that is wrong Apollo says as it does of queries.
    if (prepared.errors[0]?.message === CONDITIONAL_ROOT)
      throw badInput(CONDITIONAL_ROOT, { field: 'query' });
    return;
  }
  if (!prepared.isSubscription) return;
  throw plainSubscriptionError(request.headers.accept);
}

/** Whatever way a subscription has come to Apollo, by the hash of a persisted query for one: it is not executed there. */
export function rejectPlainSubscriptionPlugin<C extends BaseContext>(): ApolloServerPlugin<C> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ operation, request }) => {
        if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
        throw asRequestError(plainSubscriptionError(request.http?.headers.get('accept')));
      },
    }),
  };
}

function plainSubscriptionError(accept = ''): PitError {
  return badInput(
    'A subscription is answered by a stream, by a WebSocket (graphql-transport-ws) or by callback.',
    {
      field: 'accept',
      expected: 'text/event-stream, or multipart/mixed with subscriptionSpec=1.0',
      actual: accept.slice(0, 100),
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

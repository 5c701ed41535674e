// Hive Gateway's configuration. Where the platform runs and how subscriptions travel come from the environment.
import { defineConfig } from '@graphql-hive/gateway';
import { GraphQLError } from 'graphql';
import { maskError } from 'graphql-yoga';

/** What the subgraphs are told about a request: who asks, why, and as part of what. */
const PASSED_ON = ['authorization', 'x-request-id', 'traceparent', 'tracestate', 'x-pit-override-reason'];

/** For so long PIT may be away before Hive gives its callbacks up: a restart of a machine fits in. */
const HEARTBEAT_MS = 120_000;

const CALLER = { authorization: '{context.headers.authorization}' };

/** How the gateway follows a subscription of PIT's. One of them is enough; each has its place. */
const SUBSCRIPTIONS = {
  // One socket per token; the token stands in `connection_init`, since a socket's headers are soon forgotten. Where PIT is
  // killed without a word, Hive's client subscribes again unasked, from where the subscription once began.
  ws: { kind: 'ws', options: { connectionParams: CALLER } },
  // One HTTP response per subscription, by the same transport as queries. Whatever breaks it, the subscriber is told.
  sse: { kind: 'http', options: { method: 'POST' } },
  // No connection at all: PIT posts each event to the gateway.
  callback: {
    kind: 'http-callback',
    headers: Object.entries(CALLER),
    options: {
      public_url: process.env.PLATFORM_CALLBACK_URL,
      path: '/callback',
      heartbeat_interval: HEARTBEAT_MS,
    },
  },
};

const refusal = (code, message) => new GraphQLError(message, { extensions: { code } });

/**
 * PIT closes a socket over a token that does not hold. Hive's client does not tell why a socket was closed, and tries
 * again for half a minute before it tells anything at all: so no socket is opened for such a token.
 */
function refuseDeadTokens({ executionRequest: { operationType, context } }) {
  if (operationType !== 'subscription') return;
  const [, claims] = /^Bearer [^.]+\.([^.]+)\./.exec(context.headers.authorization ?? '') ?? [];
  if (claims === undefined) throw refusal('UNAUTHENTICATED', 'A bearer token is required.');
  const { exp } = JSON.parse(Buffer.from(claims, 'base64url').toString());
  if (exp * 1000 <= Date.now()) throw refusal('UNAUTHENTICATED', 'The token has expired.');
}

const NO_CONNECTION =
  /\b(ECONN[A-Z]+|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|UND_ERR_\w+|fetch failed|socket hang up)\b/;

/** Whether the error, or one that led to it, is that of a connection. Its words name addresses within the platform. */
function isOfConnection(error) {
  for (
    let each = error, depth = 0;
    each != null && depth < 5;
    each = each.originalError ?? each.cause, depth++
  ) {
    if (NO_CONNECTION.test(`${each.code} ${each.message}`)) return true;
  }
  return false;
}

/** What ends a stream is no error to Hive, which would hide it as unexpected. */
function passRefusalsOn(error, message) {
  const { originalError } = error;
  // What a WebSocket client has of an `error` message: the list in it.
  if (Array.isArray(originalError)) return new GraphQLError(originalError[0].message, originalError[0]);
  // What is left of the event of a closed socket.
  if (error.message === undefined) return refusal('UNAVAILABLE', 'The subgraph has closed the connection.');
  if (isOfConnection(error)) return refusal('UNAVAILABLE', 'The subgraph cannot be reached now.');
  return maskError(error, message);
}

/** PIT answers the two fields that are for gateways to whoever knows this, where it has been given one. */
const secret = process.env.PLATFORM_GATEWAY_SECRET;

// Whoever has started us is gone.
process.once('disconnect', () => process.exit());

const transport = process.env.PLATFORM_SUBSCRIPTIONS ?? 'sse';

export const gatewayConfig = defineConfig({
  logging: 'warn',
  // The supergraph is composed anew at each start.
  polling: 0,
  propagateHeaders: {
    // `headers` holds what a client on a WebSocket said in its `connection_init`, too.
    fromClientToSubgraphs: ({ context, subgraphName }) => ({
      ...Object.fromEntries(PASSED_ON.map((name) => [name, context.headers[name]])),
      ...(subgraphName === 'pit' && { 'x-pit-gateway-secret': secret }),
    }),
  },
  transportEntries: { pit: { options: { subscriptions: SUBSCRIPTIONS[transport] } } },
  plugins: () => [{ onSubgraphExecute: refuseDeadTokens }],
  maskedErrors: { maskError: passRefusalsOn },
  // Callbacks are requests to the gateway.
  webhooks: true,
});

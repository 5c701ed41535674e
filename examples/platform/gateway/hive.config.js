// Hive Gateway's configuration. Where the platform runs and how subscriptions travel come from the environment.
import { defineConfig } from '@graphql-hive/gateway';

/** What the subgraphs are told about a request: who asks, why, and as part of what. */
const PASSED_ON = ['authorization', 'x-request-id', 'traceparent', 'tracestate', 'x-pit-override-reason'];

const CALLER = { authorization: '{context.headers.authorization}' };

/** How the gateway follows a subscription of PIT's. One of them is enough; each has its place. */
const SUBSCRIPTIONS = {
  // One socket per token; the token stands in `connection_init`, since a socket's headers are soon forgotten.
  ws: { kind: 'ws', options: { connectionParams: CALLER } },
  // One HTTP response per subscription, by the same transport as queries.
  sse: { kind: 'http', options: { method: 'POST' } },
  // No connection at all: PIT posts each event to the gateway.
  callback: {
    kind: 'http-callback',
    headers: Object.entries(CALLER),
    options: { public_url: process.env.PLATFORM_CALLBACK_URL, path: '/callback', heartbeat_interval: 30_000 },
  },
};

const transport = process.env.PLATFORM_SUBSCRIPTIONS ?? 'ws';

export const gatewayConfig = defineConfig({
  logging: 'warn',
  // The supergraph is composed anew at each start.
  polling: 0,
  propagateHeaders: {
    // `headers` holds what a client on a WebSocket said in its `connection_init`, too.
    fromClientToSubgraphs: ({ context }) =>
      Object.fromEntries(PASSED_ON.map((name) => [name, context.headers[name]])),
  },
  transportEntries: { pit: { options: { subscriptions: SUBSCRIPTIONS[transport] } } },
  // Callbacks are requests to the gateway.
  webhooks: true,
});

import { cacheExchange, Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

/** @param url such as `http://127.0.0.1:4001/graphql`. */
export function urqlClient(url: string, token: string): Client {
  const authorization = `Bearer ${token}`;
  const socket = createClient({
    url: url.replace(/^http/, 'ws'),
    connectionParams: { authorization },
    webSocketImpl: WebSocket, // Only Node below 22 needs to be given one.
  });
  return new Client({
    url,
    fetchOptions: { headers: { authorization } },
    exchanges: [
      cacheExchange,
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }),
        }),
      }),
    ],
  });
}

/** The same without a socket: subscriptions come by server-sent events. */
export function urqlClientByEvents(url: string, token: string): Client {
  return new Client({
    url,
    fetchOptions: { headers: { authorization: `Bearer ${token}` } },
    exchanges: [cacheExchange, fetchExchange],
    fetchSubscriptions: true,
  });
}

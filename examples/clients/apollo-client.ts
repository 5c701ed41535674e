import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

// Node below 22 has none of its own, which the socket and its link look for.
globalThis.WebSocket ??= WebSocket as never;

/** @param url such as `http://127.0.0.1:4001/graphql`. */
export function apolloClient(url: string, token: string): ApolloClient {
  const authorization = `Bearer ${token}`;
  const socket = new GraphQLWsLink(
    createClient({
      url: url.replace(/^http/, 'ws'),
      connectionParams: { authorization },
    }),
  );
  const http = new HttpLink({ uri: url, headers: { authorization } });
  return new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      socket,
      http,
    ),
  });
}

/** The same without a socket: subscriptions come in parts of one response, which the HTTP link asks for by itself. */
export function apolloClientByParts(url: string, token: string): ApolloClient {
  const http = new HttpLink({ uri: url, headers: { authorization: `Bearer ${token}` } });
  return new ApolloClient({ cache: new InMemoryCache(), link: http });
}

import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface StreamedResult {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
}

/** A subscriber of a gateway: one connection, given up when its stream ends. */
export interface GatewayClient {
  follow(query: string, variables?: Record<string, unknown>): AsyncIterableIterator<StreamedResult>;
  close(): Promise<void>;
}

/** Over graphql-transport-ws, with the token in `connection_init`. */
export function clientBySocket(url: string, token?: string): GatewayClient {
  const client = createSocketClient({
    url: url.replace('http:', 'ws:'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    ...(token !== undefined && { connectionParams: { authorization: `Bearer ${token}` } }),
  });
  return {
    follow: (query, variables = {}) =>
      client.iterate({ query, variables }) as AsyncIterableIterator<StreamedResult>,
    close: async () => client.dispose(),
  };
}

/** Over server-sent events, with the token in the header. */
export function clientByEvents(url: string, token?: string): GatewayClient {
  const client = createSseClient({
    url,
    retryAttempts: 0,
    ...(token !== undefined && { headers: { authorization: `Bearer ${token}` } }),
  });
  return {
    follow: (query, variables = {}) =>
      client.iterate({ query, variables }) as AsyncIterableIterator<StreamedResult>,
    close: async () => client.dispose(),
  };
}

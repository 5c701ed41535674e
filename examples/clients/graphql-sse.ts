import { createClient, type Client } from 'graphql-sse';

/** @param url such as `http://127.0.0.1:4001/graphql`. */
export function eventsClient(url: string, token: string): Client {
  return createClient({ url, headers: { authorization: `Bearer ${token}` } });
}

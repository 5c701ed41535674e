import { createClient } from 'graphql-ws';
import {
  Environment,
  Network,
  Observable,
  RecordSource,
  Store,
  type GraphQLResponse,
  type RequestParameters,
  type Variables,
} from 'relay-runtime';
import { WebSocket } from 'ws';

/** @param url such as `http://127.0.0.1:4001/graphql`. */
export function relayEnvironment(url: string, token: string): Environment {
  const authorization = `Bearer ${token}`;
  const socket = createClient({
    url: url.replace(/^http/, 'ws'),
    connectionParams: { authorization },
    webSocketImpl: WebSocket, // Only Node below 22 needs to be given one.
  });
  const ask = async ({ text }: RequestParameters, variables: Variables): Promise<GraphQLResponse> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query: text, variables }),
    });
    return (await response.json()) as GraphQLResponse;
  };
  const follow = ({ text }: RequestParameters, variables: Variables): Observable<GraphQLResponse> =>
    Observable.create((sink) =>
      socket.subscribe(
        { query: text ?? '', variables },
        {
          ...sink,
          next: (result) => sink.next(result as GraphQLResponse),
          error: (error) => sink.error(error as Error),
        },
      ),
    );
  return new Environment({
    network: Network.create(ask, follow),
    store: new Store(new RecordSource()),
  });
}

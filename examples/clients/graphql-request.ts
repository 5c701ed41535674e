import { GraphQLClient } from 'graphql-request';

/** @param url such as `http://127.0.0.1:4001/graphql`. */
export function graphqlRequestClient(url: string, token: string): GraphQLClient {
  return new GraphQLClient(url, { headers: { authorization: `Bearer ${token}` } });
}

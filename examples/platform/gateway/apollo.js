// Apollo's gateway: node apollo.js <supergraph file> <host> <port>
import { readFile } from 'node:fs/promises';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { GraphQLError } from 'graphql';

/** What the subgraphs are told about a request: who asks, why, and as part of what. */
const PASSED_ON = ['authorization', 'x-request-id', 'traceparent', 'tracestate', 'x-pit-override-reason'];

/** PIT answers the two fields that are for gateways to whoever knows this, where it has been given one. */
const secret = process.env.PLATFORM_GATEWAY_SECRET;

class PassingOn extends RemoteGraphQLDataSource {
  willSendRequest({ request, context }) {
    for (const name of PASSED_ON) {
      const value = context.headers?.[name];
      if (value !== undefined) request.http.headers.set(name, value);
    }
    if (this.name === 'pit' && secret) request.http.headers.set('x-pit-gateway-secret', secret);
  }

  // The driver of a connection names the address that it does not reach, and that is nobody's business.
  didEncounterError(error) {
    if (error instanceof GraphQLError) throw error;
    throw new GraphQLError('A subgraph cannot be reached now.', { extensions: { code: 'UNAVAILABLE' } });
  }

  // By default a 401 becomes an error that carries the subgraph's whole response, its address included.
  async errorFromResponse(response) {
    const [first] = (await response.json().catch(() => ({}))).errors ?? [];
    if (first === undefined) return new GraphQLError(`A subgraph answered with status ${response.status}.`);
    return new GraphQLError(first.message, { extensions: first.extensions });
  }
}

// Whoever has started us is gone.
process.once('disconnect', () => process.exit());

const [supergraphFile, host, port] = process.argv.slice(2);

// This gateway starts with no supergraph that leaves a matter of security to it which it does not know. Scopes are none:
// they let a router refuse early what PIT refuses in any case.
const SCOPES_LEFT_TO_US = /(\/\/specs\.apollo\.dev\/requiresScopes\/v[\d.]+"), for: SECURITY/;
const supergraph = await readFile(supergraphFile, 'utf8');

const gateway = new ApolloGateway({
  supergraphSdl: supergraph.replace(SCOPES_LEFT_TO_US, '$1'),
  buildService: ({ name, url }) => new PassingOn({ name, url }),
});
const server = new ApolloServer({ gateway, includeStacktraceInErrorResponses: false });
await startStandaloneServer(server, {
  listen: { host, port: Number(port) },
  context: async ({ req }) => ({ headers: req.headers }),
});

import type { ApolloServer } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { buildSubgraph } from '../../../schema/build.ts';
import type { Config } from '../../config/config.ts';
import type { RequestContext } from '../../context.ts';
import { createApollo } from './apollo.ts';
import { CompiledOperationCache } from '../compiled/compiled-operation-cache.ts';
import { GatewayAuth } from '../auth/gateway-auth.ts';
import { InlineTracing } from './inline-trace.ts';

/** The schema, and who answers operations on it. */
export interface GraphqlServer {
  readonly schema: GraphQLSchema;
  readonly gate: GatewayAuth;
  readonly apollo: ApolloServer<RequestContext>;
  readonly known: CompiledOperationCache;
  readonly tracing: InlineTracing;
  stop(): Promise<void>;
}

/** @param compiled whether queries are executed by plans; off only where the two executors are compared. */
export async function startGraphqlServer(config: Config, compiled: boolean): Promise<GraphqlServer> {
  const { introspection } = config;
  const subgraph = await buildSubgraph();
  const { schema } = subgraph;
  // Before anything looks at the resolvers that it puts itself in front of.
  const gate = new GatewayAuth(schema, config);
  const known = new CompiledOperationCache();
  const apollo = createApollo(subgraph, { introspection, known, compiled });
  await apollo.start();
  const tracing = new InlineTracing(subgraph, { introspection });
  const stop = async (): Promise<void> => {
    await Promise.all([apollo.stop(), tracing.stop()]);
  };
  return { schema, gate, apollo, known, tracing, stop };
}

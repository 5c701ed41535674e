import type { ApolloServer } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { buildSubgraph } from '../../schema/build.ts';
import type { Config } from '../config.ts';
import type { RequestContext } from '../context.ts';
import { createApollo } from './apollo.ts';
import { KnownOperations } from './compiled/known-operations.ts';
import { GatewayGate } from './gateway-gate.ts';
import { InlineTracing } from './inline-trace.ts';

/** The schema, and who answers operations on it. */
export interface Graph {
  readonly schema: GraphQLSchema;
  readonly gate: GatewayGate;
  readonly apollo: ApolloServer<RequestContext>;
  readonly known: KnownOperations;
  readonly tracing: InlineTracing;
  stop(): Promise<void>;
}

/** @param compiled whether queries are executed by plans; off only where the two executors are compared. */
export async function startGraph(config: Config, compiled: boolean): Promise<Graph> {
  const { introspection } = config;
  const subgraph = await buildSubgraph();
  const { schema } = subgraph;
  // Before anything looks at the resolvers that it puts itself in front of.
  const gate = new GatewayGate(schema, config);
  const known = new KnownOperations();
  const apollo = createApollo(subgraph, { introspection, known, compiled });
  await apollo.start();
  const tracing = new InlineTracing(subgraph, { introspection });
  const stop = async (): Promise<void> => {
    await Promise.all([apollo.stop(), tracing.stop()]);
  };
  return { schema, gate, apollo, known, tracing, stop };
}

import type { ApolloServer } from '@apollo/server';
import type { GraphQLSchema } from 'graphql';
import { buildSubgraph } from '../../../schema/build.ts';
import type { Config } from '../../config/config.ts';
import type { RequestContext } from '../../context.ts';
import { createApollo } from './apollo.ts';
import { CompiledOperationCache } from '../compiled/compiled-operation-cache.ts';
import { GatewayAuth } from '../auth/gateway-auth.ts';
import { InlineTracing } from './inline-trace.ts';
import { LoopTime, type LoopTimeOptions } from '../graphql/loop-time.ts';

/** The schema, and who answers operations on it. */
export interface GraphqlServer {
  readonly schema: GraphQLSchema;
  readonly gate: GatewayAuth;
  readonly apollo: ApolloServer<RequestContext>;
  readonly known: CompiledOperationCache;
  readonly tracing: InlineTracing;
  /** Shared by all who take operations in. */
  readonly loopTime: LoopTime;
  stop(): Promise<void>;
}

export interface GraphqlServerOptions {
  /** Whether queries are executed by plans; off only where the two executors are compared. */
  compiled?: boolean;
  /** Other shares of the event loop than usual. */
  loopTime?: Partial<LoopTimeOptions>;
}

export async function startGraphqlServer(
  config: Config,
  options: GraphqlServerOptions,
): Promise<GraphqlServer> {
  const { introspection } = config;
  const gate = new GatewayAuth(config);
  const { schema: open, sdl } = await buildSubgraph();
  const schema = gate.guarded(open);
  const subgraph = { schema, sdl };
  const known = new CompiledOperationCache();
  const loopTime = new LoopTime(options.loopTime);
  const apollo = createApollo(subgraph, {
    introspection,
    known,
    compiled: options.compiled ?? true,
    loopTime,
  });
  await apollo.start();
  const tracing = new InlineTracing(subgraph, { introspection, loopTime });
  const stop = async (): Promise<void> => {
    await Promise.all([apollo.stop(), tracing.stop()]);
  };
  return { schema, gate, apollo, known, tracing, loopTime, stop };
}

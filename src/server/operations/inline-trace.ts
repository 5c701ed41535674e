import type { IncomingMessage } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import { MapperKind, mapSchema } from '@graphql-tools/utils';
import type { GraphQLSchema } from 'graphql';
import type { Subgraph } from '../../../schema/build.ts';
import type { RequestContext } from '../../context.ts';
import { createApollo, type ApolloOptions } from './apollo.ts';

/** Whether a gateway asks how long each field took. */
export function wantsInlineTrace({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['apollo-federation-include-trace'] === 'ftv1';
}

/**
 * A second Apollo for the requests that want a trace: tracing wraps every resolver of its schema, for good. So it has a
 * copy, made when the first such request comes, and all other requests pay nothing.
 */
export class InlineTracing {
  private started: Promise<ApolloServer<RequestContext>> | undefined;

  constructor(
    private readonly subgraph: Subgraph,
    private readonly options: Pick<ApolloOptions, 'introspection' | 'loopTime'>,
  ) {}

  apollo(): Promise<ApolloServer<RequestContext>> {
    this.started ??= this.start();
    return this.started;
  }

  async stop(): Promise<void> {
    await (await this.started)?.stop();
  }

  private async start(): Promise<ApolloServer<RequestContext>> {
    const copy = { ...this.subgraph, schema: copyOf(this.subgraph.schema) };
    const apollo = createApollo(copy, { ...this.options, compiled: false, inlineTrace: true });
    await apollo.start();
    return apollo;
  }
}

/** With what each column is read from written down: a field that has no resolver will have one that tells the time. */
function copyOf(schema: GraphQLSchema): GraphQLSchema {
  return mapSchema(schema, {
    [MapperKind.OBJECT_FIELD]: (field, name) =>
      field.resolve === undefined ? { ...field, extensions: { needs: [name], ...field.extensions } } : field,
  });
}

import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
  ApolloServerPluginSchemaReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { ApolloServerPluginInlineTrace } from '@apollo/server/plugin/inlineTrace';
import { GraphQLError, Kind, type OperationDefinitionNode } from 'graphql';
import type { Subgraph } from '../../../schema/build.ts';
import type { RequestContext } from '../../context.ts';
import { logger } from '../../logger.ts';
import { telemetryPlugin } from '../observability/telemetry-plugin.ts';
import type { CompiledOperationCache } from '../compiled/compiled-operation-cache.ts';
import { compiledExecution, stringifyResult } from '../compiled/plugin.ts';
import { documentPlugin } from '../graphql/document-plugin.ts';
import { formatError } from '../graphql/errors.ts';
import { rejectPlainSubscriptionPlugin } from '../subscriptions/reject-plain-subscription.ts';
import { LIMITS, limitsPlugin } from '../graphql/limits.ts';
import { LoopTime } from '../graphql/loop-time.ts';
import { plainJsonPlugin } from '../graphql/content-negotiation.ts';
import { persistedQueries } from '../graphql/persisted-queries.ts';

export interface ApolloOptions {
  introspection: boolean;
  /** Off only where the two executors are compared. */
  compiled?: boolean;
  /** Where queries are remembered that need not come through Apollo again. */
  known?: CompiledOperationCache;
  /** Whether the time of each field is told to gateways that ask; dear, even where nobody does. */
  inlineTrace?: boolean;
  /** Who shares the time out that reading new documents takes; each Apollo's own where none is given. */
  loopTime?: LoopTime;
  plugins?: readonly ApolloServerPlugin<RequestContext>[];
}

/**
 * Apollo Server without the ballast that nobody asked for: remembered documents save parsing and validating
 * (x1.75), and its cache-control and inline-trace plugins, which wrap every field, stay off (x1.9 on a board).
 */
export function createApollo(subgraph: Subgraph, options: ApolloOptions): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    schema: subgraph.schema,
    introspection: options.introspection,
    // Never by NODE_ENV: a forgotten variable must not show stacks.
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: !options.introspection,
    // No page can have a browser send a token along that it has not been allowed to set.
    csrfPrevention: {
      requestHeaders: ['x-apollo-operation-name', 'apollo-require-preflight', 'authorization'],
    },
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: LIMITS.tokens },
    // `documentPlugin` remembers them.
    documentStore: null,
    cache: persistedQueries(),
    formatError,
    stringifyResult,
    logger: {
      debug: () => undefined,
      info: (message) => logger.info(message),
      warn: (message) => logger.warn(message),
      error: (message) => logger.error(message),
    },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      options.inlineTrace === true
        ? ApolloServerPluginInlineTrace({ includeErrors: { masked: true } })
        : ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      authenticationPlugin(),
      documentPlugin(options.loopTime ?? new LoopTime()),
      rejectPlainSubscriptionPlugin(),
      limitsPlugin(),
      telemetryPlugin(),
      plainJsonPlugin(),
      ...(options.plugins ?? []),
      ...(options.compiled === false ? [] : [compiledExecution(options.known)]),
    ],
  });
}

/** Fields that describe the schema, for which nobody has to say who they are. */
const OPEN_FIELDS = new Set(['_service', '__schema', '__type', '__typename']);

/** Without a token every operation is refused with 401 before anything runs, but for those on the schema itself. */
function authenticationPlugin(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue, operation }) => {
        if (contextValue.caller !== undefined || asksOnlyForSchema(operation)) return;
        throw new GraphQLError('A bearer token is required.', {
          extensions: { code: 'UNAUTHENTICATED', http: { status: 401 } },
        });
      },
    }),
  };
}

/** Fragments at the root are not looked into: who only wants the schema does not write any. */
function asksOnlyForSchema(operation: OperationDefinitionNode | undefined): boolean {
  if (operation === undefined) return false;
  return operation.selectionSet.selections.every(
    (selection) => selection.kind === Kind.FIELD && OPEN_FIELDS.has(selection.name.value),
  );
}

import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../../context.ts';

/** Writes into the request's telemetry what Apollo finds out: the operation, and the errors as the caller sees them. */
export function telemetryPlugin(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue: { telemetry, caller }, operation }) => {
        // Names are labels of metrics: strangers must not fill them.
        if (caller === undefined || operation === undefined) return;
        telemetry.operationName = operation.name?.value;
        telemetry.operationType = operation.operation;
      },
      executionDidStart: async ({ contextValue: { telemetry } }) => {
        telemetry.way = 'graphql-js';
      },
      willSendResponse: async ({ contextValue: { telemetry }, response: { body } }) => {
        const errors = body.kind === 'single' ? body.singleResult.errors : body.initialResult.errors;
        for (const { extensions = {} } of errors ?? []) {
          telemetry.errorCodes.push(String(extensions['code']));
          if (typeof extensions['id'] === 'string') telemetry.errorIds.push(extensions['id']);
        }
      },
    }),
  };
}

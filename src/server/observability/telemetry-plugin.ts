import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestContext } from '../../context.ts';

/** Writes into the request's account what Apollo finds out: the operation, and the errors as the caller sees them. */
export function telemetryPlugin(): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ contextValue: { account, caller }, operation }) => {
        // Names are labels of metrics: strangers must not fill them.
        if (caller === undefined || operation === undefined) return;
        account.operationName = operation.name?.value;
        account.operationType = operation.operation;
      },
      executionDidStart: async ({ contextValue: { account } }) => {
        account.way = 'graphql-js';
      },
      willSendResponse: async ({ contextValue: { account }, response: { body } }) => {
        const errors = body.kind === 'single' ? body.singleResult.errors : body.initialResult.errors;
        for (const { extensions = {} } of errors ?? []) {
          account.errorCodes.push(String(extensions['code']));
          if (typeof extensions['id'] === 'string') account.errorIds.push(extensions['id']);
        }
      },
    }),
  };
}

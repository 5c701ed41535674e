import type { ApolloServerPlugin, GraphQLRequestContextResponseForOperation } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import type { DocumentNode, FormattedExecutionResult, OperationDefinitionNode } from 'graphql';
import type { RequestContext } from '../../context.ts';
import { executePlan } from './execute-plan.ts';
import type { CompiledOperationCache } from './compiled-operation-cache.ts';
import { planOperation, UnsupportedOperation, type OperationPlan } from './plan.ts';

/** Stands for `data` in Apollo's pipeline once the response is written: the pipeline passes it on and never looks in. */
class SerializedResponse {
  constructor(readonly response: Buffer) {}
}

/** Plans live as long as Apollo's document cache keeps the document; null: graphql-js executes it. */
const plans = new WeakMap<DocumentNode, Map<string, OperationPlan | null>>();

/**
 * Executes queries by a plan made once per document, with the same resolvers, and writes the response straight
 * to text: on a board of 500 tasks graphql-js spends most of the time on a promise and a map entry per field.
 * Whatever it cannot do, and whatever fails, is left to graphql-js, which then answers from the start; reads that have
 * failed are not sent again for it (`src/db/read/tenant-read-batch.ts`).
 *
 * @param known where to remember queries that were answered so, for their next time.
 */
export function compiledExecution(known?: CompiledOperationCache): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      responseForOperation: async (request) => {
        const plan = planOf(request);
        if (plan === null) return null;
        const { schema, document, request: asked, contextValue: context } = request;
        const contextWithRecord = (): RequestContext => context.withRecord();
        const inputs = { schema, context, contextWithRecord, variables: asked.variables ?? {} };
        const response = await executePlan(plan, inputs).catch(() => undefined);
        if (response === undefined) return null;
        context.telemetry.way = 'compiled';
        known?.set(request.source, asked.operationName, { schema, document, plan });
        return {
          http: { headers: new HeaderMap() },
          body: {
            kind: 'single',
            singleResult: { data: new SerializedResponse(response) as unknown as Record<string, unknown> },
          },
        };
      },
    }),
  };
}

type Resolved = GraphQLRequestContextResponseForOperation<RequestContext>;

/** Null for what is left to graphql-js; that may be an operation which is not told by its name, in spite of its type. */
function planOf(request: Resolved): OperationPlan | null {
  if ((request.operation as OperationDefinitionNode | undefined) === undefined) return null;
  let byName = plans.get(request.document);
  if (byName === undefined) plans.set(request.document, (byName = new Map<string, OperationPlan | null>()));
  const name = request.operationName ?? '';
  let plan = byName.get(name);
  if (plan === undefined) byName.set(name, (plan = tryToPlan(request)));
  return plan;
}

function tryToPlan(request: Resolved): OperationPlan | null {
  try {
    return planOperation(request.schema, request.document, request.operation);
  } catch (error) {
    if (error instanceof UnsupportedOperation) return null;
    throw error;
  }
}

/**
 * Apollo's `stringifyResult`: a written response goes out as it is, anything else as Apollo would write it. Apollo
 * believes in a string and only hands it on, so the bytes pass; `src/server/http/http.ts` knows that they may come.
 */
export function stringifyResult(result: FormattedExecutionResult): string {
  const { data } = result as { data?: unknown };
  return data instanceof SerializedResponse
    ? (data.response as unknown as string)
    : `${JSON.stringify(result)}\n`;
}

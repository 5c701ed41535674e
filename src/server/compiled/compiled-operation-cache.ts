import type { IncomingMessage } from 'node:http';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { BoundedCache } from '../../bounded-cache.ts';
import type { RequestContext } from '../../context.ts';
import { isRecord } from '../../domain/record.ts';
import { memorySizeOf } from '../graphql/document-size.ts';
import { checkLimits } from '../graphql/limits.ts';
import { contentTypeOfAnswer } from '../graphql/content-negotiation.ts';
import { executePlan, type OperationPlan } from './execute-plan.ts';

/** A query that Apollo has accepted and a plan has answered. */
interface CompiledOperation {
  schema: GraphQLSchema;
  document: DocumentNode;
  plan: OperationPlan;
}

interface GraphQLBody {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown> | null;
}

/** Operations that are remembered, by `memorySizeOf`; of each some 100 bytes are held, syntax tree and plan together. */
const REMEMBERED = 500_000;
const PLAIN_CONTENT = new Set(['application/json', 'application/json; charset=utf-8']);
const PLAIN_KEYS = new Set(['query', 'operationName', 'variables']);

/**
 * The short way for queries that have gone the long way before: the same text has been parsed, validated, measured and
 * answered by its plan, and what remains of Apollo's pipeline would hash it again, negotiate the content type again and
 * ask every plugin again (a fifth of the processor time of a look-up by id; docs/decisions/0006-operation-cache-in-front-of-apollo.md). Who asks is
 * known by then, limits are checked again since variables count, and whatever is not plain, or fails, takes the long way.
 */
export class CompiledOperationCache {
  private readonly known = new BoundedCache<CompiledOperation>('compiled_operations', REMEMBERED, {
    sizeOf: ({ document }, key) => memorySizeOf(key, document),
  });

  set(query: string, operationName: string | null | undefined, known: CompiledOperation): void {
    this.known.set(keyOf(query, operationName), known);
  }

  /** The response, or undefined where Apollo has to answer. */
  async execute(
    request: IncomingMessage,
    body: unknown,
    context: RequestContext,
  ): Promise<Buffer | undefined> {
    if (context.caller === undefined || !isPlain(request) || !isPlainBody(body)) return undefined;
    const key = keyOf(body.query, body.operationName);
    const known = this.known.get(key);
    if (known === undefined) return undefined;
    const variables = body.variables ?? {};
    if (!isWithinLimits(known, variables)) return undefined;
    context.telemetry.operationName = known.plan.operation.name?.value;
    context.telemetry.operationType = 'query';
    try {
      const contextWithRecord = (): RequestContext => context.withRecord();
      const inputs = { schema: known.schema, context, contextWithRecord, variables };
      const response = await executePlan(known.plan, inputs);
      if (response !== undefined) context.telemetry.way = 'cached';
      return response;
    } catch {
      // What fails once is likely to fail again, and would then be tried twice each time.
      this.known.delete(key);
      return undefined;
    }
  }
}

function isWithinLimits(
  { schema, document, plan }: CompiledOperation,
  variables: Record<string, unknown>,
): boolean {
  try {
    checkLimits(schema, document, plan.operation, variables);
    return true;
  } catch {
    return false;
  }
}

/** No query that was ever accepted holds a NUL. */
function keyOf(query: string, operationName: string | null | undefined): string {
  return operationName == null ? query : `${operationName}\u0000${query}`;
}

function isPlain({ method, headers }: IncomingMessage): boolean {
  return (
    method === 'POST' &&
    PLAIN_CONTENT.has(headers['content-type'] ?? '') &&
    // Anything that takes weighing is left to Apollo's negotiation.
    contentTypeOfAnswer(headers.accept) !== undefined
  );
}

function isPlainBody(body: unknown): body is GraphQLBody {
  if (!isRecord(body) || typeof body['query'] !== 'string') return false;
  for (const key in body) if (!PLAIN_KEYS.has(key)) return false;
  const { operationName, variables } = body;
  return (
    (operationName == null || typeof operationName === 'string') && (variables == null || isRecord(variables))
  );
}

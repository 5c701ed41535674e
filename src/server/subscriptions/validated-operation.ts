import {
  getOperationAST,
  getVariableValues,
  GraphQLError,
  parse,
  specifiedRules,
  validate,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  type DocumentNode,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { BoundedCache } from '../../bounded-cache.ts';
import type { RequestContext } from '../../context.ts';
import { PitError } from '../../domain/errors.ts';
import { errorOf, formatError } from '../graphql/errors.ts';
import { checkDocument, checkLimits, LIMITS } from '../graphql/limits.ts';
import { checkHeldVariables, type HeldDocuments } from './held-documents.ts';
import { CONDITIONAL_ROOT, hasConditionalRoot } from './conditional-root.ts';

/** An operation as it comes by a socket, by server-sent events or by callback. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
}

/** An operation that may be executed. */
export interface ValidatedOperation {
  readonly request: OperationRequest;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly isSubscription: boolean;
}

/** Why an operation is not executed. */
export interface RefusedRequest {
  readonly errors: readonly GraphQLFormattedError[];
}

export interface OperationValidatorOptions {
  schema: GraphQLSchema;
  introspection: boolean;
}

/** Characters of documents that are remembered, right or wrong. A syntax tree takes some 100 times as much. */
const REMEMBERED = 250_000;

type Checked = DocumentNode | RefusedRequest;

/**
 * What Apollo's pipeline does for a request over HTTP, for operations that do not pass it: parsing, validation, limits,
 * and the question who asks. A refusal concerns one operation, never the connection that it came by.
 */
export class OperationValidator {
  private readonly checked = new BoundedCache<Checked>('checked_operations', REMEMBERED, {
    sizeOf: (_checked, query) => query.length + 1,
  });

  /** @param held documents of open streams, of which there is not to be a second one. */
  constructor(
    private readonly options: OperationValidatorOptions,
    private readonly held: HeldDocuments,
  ) {}

  /** Whether the document has been parsed and validated already. */
  knows(query: string): boolean {
    return this.held.get(query) !== undefined || this.checked.get(query) !== undefined;
  }

  prepare(request: OperationRequest, context: RequestContext): ValidatedOperation | RefusedRequest {
    const document = this.check(request.query);
    if ('errors' in document) return document;
    const operation = getOperationAST(document, request.operationName);
    if (operation == null) return refused('OPERATION_RESOLUTION_FAILURE', unresolved(request.operationName));
    const given = request.variables ?? {};
    try {
      if (context.caller === undefined) throw new PitError('UNAUTHENTICATED', 'A bearer token is required.');
      checkLimits(this.options.schema, document, operation, given);
    } catch (error) {
      return refusalOf(error);
    }
    context.telemetry.operationName = operation.name?.value;
    context.telemetry.operationType = operation.operation;
    if (operation.operation === OperationTypeNode.SUBSCRIPTION)
      return this.subscription(request, document, operation);
    return { request, document, operation, variables: given, isSubscription: false };
  }

  /** A subscription is kept for as long as it lasts, so only what it needs is. */
  private subscription(
    request: OperationRequest,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): ValidatedOperation | RefusedRequest {
    const variables = declaredOf(operation, request.variables ?? {});
    const misfits = this.misfits(operation, variables);
    if (misfits.length > 0) return { errors: misfits };
    try {
      checkHeldVariables(variables);
    } catch (error) {
      return refusalOf(error);
    }
    return { request: { ...request, variables }, document, operation, variables, isSubscription: true };
  }

  /** What is wrong with a subscription's variables; those of anything else are Apollo's to refuse. */
  private misfits(
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): GraphQLFormattedError[] {
    const declared = operation.variableDefinitions ?? [];
    const { errors = [] } = getVariableValues(this.options.schema, declared, variables, { maxErrors: 20 });
    return errors.map((error) => {
      const extensions = { ...error.extensions, code: 'BAD_USER_INPUT' };
      return formatError({ ...error.toJSON(), extensions }, error);
    });
  }

  private check(query: string): Checked {
    let checked: Checked | undefined = this.held.get(query) ?? this.checked.get(query);
    if (checked === undefined) this.checked.set(query, (checked = this.parseAndValidate(query)));
    return checked;
  }

  private parseAndValidate(query: string): Checked {
    let document: DocumentNode;
    try {
      document = parse(query, { maxTokens: LIMITS.tokens });
    } catch (error) {
      return refused(
        'GRAPHQL_PARSE_FAILED',
        error instanceof GraphQLError ? error : 'The query is not text.',
      );
    }
    try {
      checkDocument(document);
    } catch (error) {
      return refusalOf(error);
    }
    if (hasConditionalRoot(document)) return refused('GRAPHQL_VALIDATION_FAILED', CONDITIONAL_ROOT);
    const { schema, introspection } = this.options;
    const rules = introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
    const errors = validate(schema, document, rules, { maxErrors: 20 });
    if (errors.length === 0) return document;
    return { errors: errors.map((error) => this.invalid(error)) };
  }

  /** Suggestions would tell the schema's names where introspection is off. */
  private invalid(error: GraphQLError): GraphQLFormattedError {
    const { message, locations } = error.toJSON();
    const shown = this.options.introspection ? message : message.replace(/ ?Did you mean(.+?)\?$/, '');
    const extensions = { code: 'GRAPHQL_VALIDATION_FAILED' };
    return { message: shown, ...(locations && { locations }), extensions };
  }
}

/** The variables that the operation declares. */
function declaredOf(
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const names = variableDefinitions.map(({ variable }) => variable.name.value);
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(given, name)).map((name) => [name, given[name]]),
  );
}

/** In the words of graphql-js, which are Apollo's. */
function unresolved(operationName: string | null | undefined): string {
  return operationName == null
    ? 'Must provide operation name if query contains multiple operations.'
    : `Unknown operation named "${operationName}".`;
}

function refused(code: string, error: GraphQLError | string): RefusedRequest {
  if (typeof error === 'string') return { errors: [{ message: error, extensions: { code } }] };
  return { errors: [{ ...error.toJSON(), extensions: { code } }] };
}

/** Any error as a refusal, in the words that a caller may see. */
export function refusalOf(error: unknown): RefusedRequest {
  if (error instanceof PitError) return { errors: [errorOf(error)] };
  const asGraphQl = error instanceof GraphQLError ? error : new GraphQLError('Internal server error');
  return { errors: [formatError(asGraphQl.toJSON(), error)] };
}

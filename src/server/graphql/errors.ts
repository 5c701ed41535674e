import { randomUUID } from 'node:crypto';
import { HeaderMap } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, Kind, type GraphQLFormattedError } from 'graphql';
import { translateDriverError } from '../../db/connection/driver-errors.ts';
import { ErrorCode, PitError } from '../../domain/errors.ts';
import { logger } from '../../logger.ts';

/** Codes of GraphQL and of its HTTP transport, which clients and gateways know and act on. */
const PROTOCOL_CODES = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
];
const PUBLIC_CODES = new Set<string>([...Object.values(ErrorCode), ...PROTOCOL_CODES]);

/** HTTP status of a refusal that concerns the whole request. */
export const STATUS_OF: Readonly<Record<PitError['code'], number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  BAD_USER_INPUT: 400,
  CONFLICT: 409,
  LIMIT_EXCEEDED: 413,
  UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
};

/** HTTP 429: the caller's expensive requests take more than their share while others wait. */
export class TooManyRequests extends PitError {
  static readonly field = 'retryAfterSeconds';

  constructor(readonly retryAfterSeconds: number) {
    super(
      'LIMIT_EXCEEDED',
      'Large or new requests come faster than others can be kept from waiting; try again.',
      {
        field: TooManyRequests.field,
        expected: retryAfterSeconds,
      },
    );
  }
}

/** Status and headers of a refusal that concerns the whole request. */
export function headOf(error: PitError): { status: number; headers: Record<string, string> } {
  if (!(error instanceof TooManyRequests)) return { status: STATUS_OF[error.code], headers: {} };
  return { status: 429, headers: { 'retry-after': String(error.retryAfterSeconds) } };
}

/** A refusal of the whole request as a GraphQL error that carries its HTTP status. */
export function asRequestError(error: PitError): GraphQLError {
  const { status, headers } = headOf(error);
  // A map is what Apollo reads, and a record what the types of graphql-tools, which it does not use, have put here.
  const map = new HeaderMap(Object.entries(headers)) as unknown as Record<string, string>;
  const http = { status, headers: map };
  return new GraphQLError(error.message, { extensions: { code: error.code, ...error.detail, http } });
}

/** A refusal in the shape of a GraphQL error, where it does not pass by `formatError`. */
export function errorOf(refusal: PitError): GraphQLFormattedError {
  return { message: refusal.message, extensions: { code: refusal.code, ...refusal.detail } };
}

/**
 * The one place where errors become what a caller sees: refusals in our words, GraphQL's own complaints as they
 * are, and everything else logged under an id and masked. Nothing of the driver, no stack, no SQL gets out.
 */
export function formatError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const cause = unwrapResolverError(error);
  const refusal = cause instanceof PitError ? cause : translateDriverError(cause);
  if (refusal !== undefined) {
    return place(formatted, refusal.message, { code: refusal.code, ...refusal.detail });
  }
  const { stacktrace: _stacktrace, http: _http, ...rest } = formatted.extensions ?? {};
  const isUncoded = isUncodedRefusal(cause);
  if (!isUncoded && isOfTheRequest(error, cause))
    return place(formatted, formatted.message, { ...rest, code: 'BAD_USER_INPUT', ...placeIn(cause) });
  const code = isUncoded ? 'BAD_REQUEST' : rest['code'];
  const isGraphQls = cause instanceof GraphQLError && typeof code === 'string' && PUBLIC_CODES.has(code);
  if (isGraphQls && code !== 'INTERNAL_SERVER_ERROR')
    return place(formatted, formatted.message, { ...rest, code, ...placeIn(cause) });
  return place(formatted, 'Internal server error', { code: 'INTERNAL_SERVER_ERROR', id: report(cause) });
}

/** Apollo gives some of its refusals a status of HTTP and no code, as that of a persisted query's other version. */
function isUncodedRefusal(cause: unknown): boolean {
  if (!(cause instanceof GraphQLError) || cause.extensions['code'] !== undefined) return false;
  const { status = 500 } = (cause.extensions['http'] ?? {}) as { status?: number };
  return status >= 400 && status < 500;
}

/**
 * Whether graphql-js complains, while it executes, of what the request gave: of an argument's value, which it points at,
 * or of the request as a whole, outside of any field. A field that cannot be completed is our fault and points elsewhere.
 */
function isOfTheRequest(error: unknown, cause: unknown): cause is GraphQLError {
  if (!(cause instanceof GraphQLError) || cause.extensions['code'] !== undefined) return false;
  if (cause.originalError !== undefined) return false;
  const isOutsideFields = error instanceof GraphQLError && error.path === undefined;
  return isOutsideFields || VALUES.has(cause.nodes?.[0]?.kind ?? '');
}

/** What an argument's value may be in a document. */
const VALUES = new Set<string>([
  Kind.VARIABLE,
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
]);

/** What graphql-js says of an argument, or of a place within a variable. Quotation marks within the value are escaped. */
const OF_A_VALUE =
  /^(?:Argument "(\w+)"|Variable "\$(\w+)" got invalid value (?:"(?:[^"\\]|\\.)*"|[^"])*?(?: at "([^"]+)")?; )/s;

/** The argument or the place, such as `input.tasks.0.startDate`, that graphql-js tells of in words alone. */
function placeIn({ message }: GraphQLError): { field?: string } {
  const [, argument, variable, within] = OF_A_VALUE.exec(message) ?? [];
  const field = argument ?? within ?? variable;
  return field === undefined ? {} : { field: field.replace(/\[(\d+)\]/g, '.$1') };
}

function place(
  formatted: GraphQLFormattedError,
  message: string,
  extensions: Record<string, unknown>,
): GraphQLFormattedError {
  const { locations, path } = formatted;
  return { message, ...(locations && { locations }), ...(path && { path }), extensions };
}

/** Logs what the caller must not see, under an id that the caller gets. */
function report(cause: unknown): string {
  const id = randomUUID();
  logger.error({ err: cause, errorId: id }, 'unexpected error');
  return id;
}

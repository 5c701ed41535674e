/** The closed set of words that `extensions.code` may carry. */
export const ERROR_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'BAD_USER_INPUT',
  'CONFLICT',
  'LIMIT_EXCEEDED',
  'UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Domain refusals by number: `extensions.pit`. */
export const PIT_REFUSALS = {
  PIT001: 'permission',
  PIT002: 'invalid reference',
  PIT003: 'dependency',
  PIT004: 'children exist',
  PIT005: 'tenancy',
  PIT006: 'dates',
  PIT007: 'AI',
  PIT008: 'evidence',
  PIT009: 'watchdog',
  PIT010: 'export',
} as const;
export type PitRefusal = keyof typeof PIT_REFUSALS;

export interface ErrorDetail {
  /** Domain refusal number, where the domain (and not the transport) says no. */
  pit?: PitRefusal;
  /** Path of the offending input, e.g. `input.startDate`. */
  field?: string;
  /** What would have been accepted. */
  expected?: unknown;
  /** What came, bounded by the sender. */
  actual?: unknown;
  /** Anything else the caller can act on: allowed moves, the current row, the cycle's path. */
  [key: string]: unknown;
}

/** The one error class that may reach a caller unmasked; everything else is logged and hidden. */
export class PitError extends Error {
  override readonly name = 'PitError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly detail: ErrorDetail = {},
  ) {
    super(message);
  }
}

/** What does not exist, and what another tenant owns: the caller cannot tell which. */
export function notFound(what: string, id: string, field?: string): PitError {
  const detail: ErrorDetail = { actual: id.slice(0, 64), expected: `the id of an existing ${what}` };
  if (field !== undefined) detail.field = field;
  return new PitError('NOT_FOUND', `${what} not found`, detail);
}

/** Input that is well-typed but not acceptable. */
export function badInput(message: string, detail: ErrorDetail = {}): PitError {
  return new PitError('BAD_USER_INPUT', message, detail);
}

/** The actor may see the thing but not do this with it. */
export function forbidden(message: string, detail: ErrorDetail = {}): PitError {
  return new PitError('FORBIDDEN', message, { pit: 'PIT001', ...detail });
}

/** A write that lost a race, or a name already taken. */
export function conflict(message: string, detail: ErrorDetail = {}): PitError {
  return new PitError('CONFLICT', message, detail);
}

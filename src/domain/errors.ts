/** The closed set of words that `extensions.code` may carry. */
export const ErrorCode = {
  UNAUTHENTICATED: 'UNAUTHENTICATED',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  BAD_USER_INPUT: 'BAD_USER_INPUT',
  CONFLICT: 'CONFLICT',
  LIMIT_EXCEEDED: 'LIMIT_EXCEEDED',
  UNAVAILABLE: 'UNAVAILABLE',
  INTERNAL_SERVER_ERROR: 'INTERNAL_SERVER_ERROR',
} as const;
export type ErrorCode = keyof typeof ErrorCode;

/** Domain refusals by number: `extensions.pit`. */
export const PitErrorCode = {
  PIT001: 'PIT001',
  PIT002: 'PIT002',
  PIT003: 'PIT003',
  PIT004: 'PIT004',
  PIT005: 'PIT005',
  PIT006: 'PIT006',
  PIT007: 'PIT007',
  PIT008: 'PIT008',
  PIT009: 'PIT009',
  PIT010: 'PIT010',
} as const;
export type PitErrorCode = keyof typeof PitErrorCode;

export interface ErrorDetail {
  /** Domain refusal number, where the domain (and not the transport) says no. */
  pit?: PitErrorCode;
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

/** Input that is well-typed but not acceptable: which of it, so that whoever sent it finds it. */
export function badInput(message: string, detail: ErrorDetail & { readonly field: string }): PitError {
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

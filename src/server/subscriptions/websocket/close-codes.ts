import { PitError } from '../../../domain/errors.ts';
import type { StreamEnd } from '../../observability/metrics.ts';

/** How we end a connection: the code and the words its reader gets, and what is counted of its subscriptions. */
export interface CloseCode {
  readonly code: number;
  readonly reason: string;
  readonly end: StreamEnd;
}

/** Clients of graphql-ws connect again by themselves after 1001, 1013 and 4403, and give up after the others. */
export const CLOSE_CODES = {
  goingAway: { code: 1001, reason: 'Going away', end: 'draining' },
  tryAgainLater: { code: 1013, reason: 'Try again later', end: 'failed' },
  badRequest: { code: 4400, reason: 'Bad request', end: 'failed' },
  unauthenticated: { code: 4401, reason: 'A bearer token is required', end: 'failed' },
  expired: { code: 4403, reason: 'Token expired', end: 'expired' },
  tooSlow: { code: 4413, reason: 'Too slow a reader', end: 'too_slow' },
  broken: { code: 4500, reason: 'Internal server error', end: 'failed' },
} as const satisfies Record<string, CloseCode>;

/** What a stream is told when it ends because we do. */
export function goingAway(): PitError {
  return new PitError('UNAVAILABLE', 'The service is going away; connect again with the last cursor.');
}

/** What a stream is told when it ends because its caller's token does. */
export function tokenExpired(): PitError {
  return new PitError('UNAUTHENTICATED', 'The token has expired.');
}

/** A close frame holds 123 bytes of reason. */
const LONGEST_REASON = 120;

/** The closing of a connection whose token was refused: trying again with the same would be in vain. */
export function refusedToken(error: unknown): CloseCode {
  if (!(error instanceof PitError)) return CLOSE_CODES.broken;
  if (error.code === 'UNAVAILABLE') return CLOSE_CODES.tryAgainLater;
  return { code: 4401, reason: error.message.slice(0, LONGEST_REASON), end: 'failed' };
}

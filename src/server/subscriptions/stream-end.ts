import { PitError } from '../../domain/errors.ts';
import type { StreamEnd } from '../observability/metrics.ts';

/** Why a stream has ended, by what its iterator has thrown. */
export function streamEndOf(error: unknown): StreamEnd {
  if (!(error instanceof PitError)) return 'failed';
  if (error.code === 'UNAUTHENTICATED') return 'expired';
  if (error.code === 'NOT_FOUND') return 'not_visible';
  return error.code === 'UNAVAILABLE' ? 'draining' : 'failed';
}

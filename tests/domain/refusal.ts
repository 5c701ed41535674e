import type { ErrorCode, ErrorDetail } from '../../src/domain/errors.ts';

/** What `toThrow` should see: a PitError with this code and at least these details. */
export function refusal(code: ErrorCode, detail: ErrorDetail = {}): Error {
  return expect.objectContaining({ name: 'PitError', code, detail: expect.objectContaining(detail) });
}

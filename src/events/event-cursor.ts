import { badInput, type PitError } from '../domain/errors.ts';
import { isUuid } from '../domain/uuid.ts';
import type { StreamEnds } from './stored-event.ts';

/** The opaque place of an event in its stream: base64url of the stream's id and the event's number. */
export function encodeEventCursor(streamId: string, seq: number): string {
  return Buffer.from(`${streamId}:${seq}`).toString('base64url');
}

/**
 * The number in a cursor of that stream.
 *
 * @throws PitError BAD_USER_INPUT for anything that `encodeEventCursor` has not made for this stream.
 */
export function decodeEventCursor(cursor: string, streamId: string): number {
  const [stream, seq] = Buffer.from(cursor.slice(0, 200), 'base64url').toString('utf8').split(':');
  if (isUuid(stream) && stream === streamId && /^\d{1,15}$/.test(seq ?? '')) return Number(seq);
  throw badInput('The cursor does not belong to what is followed.', {
    field: 'after',
    expected: 'a cursor that an event of the same subscription has carried',
    actual: cursor.slice(0, 64),
  });
}

/** Whether what follows `seq` can still be told in full. */
export function isKept(seq: number, { oldest, latest }: StreamEnds): boolean {
  return seq >= oldest - 1 && seq <= latest;
}

/** The refusal of a place that is not kept any more, or never was: tells from where the stream can be had. */
export function notKept(streamId: string, { oldest, latest }: StreamEnds): PitError {
  return badInput(
    'The events after this cursor are not kept any more. Read what stands now, and begin again.',
    {
      field: 'after',
      expected: 'a cursor within what is kept',
      beginAgainAt: encodeEventCursor(streamId, latest),
      oldestCursor: encodeEventCursor(streamId, oldest - 1),
    },
  );
}

import { badInput, type PitError } from '../domain/errors.ts';
import { isUuid } from '../domain/uuid.ts';
import type { StreamEnds } from './stored-event.ts';
import type { StreamName } from './stream-name.ts';

/** The opaque place of an event: base64url of the stream's id, the event's number, and the organisation's id. */
export function encodeEventCursor({ orgId, streamId }: StreamName, seq: number): string {
  return Buffer.from(`${streamId}:${seq}:${orgId}`).toString('base64url');
}

/**
 * The number in a cursor of that stream. Cursors that were given out before they named the organisation are read as
 * ones of the caller's; stored callbacks hold them too.
 *
 * @throws PitError BAD_USER_INPUT for anything that `encodeEventCursor` has not made for this stream.
 */
export function decodeEventCursor(cursor: string, { orgId, streamId }: StreamName): number {
  const text = Buffer.from(cursor.slice(0, 200), 'base64url').toString('utf8');
  const [stream, seq, organisation = orgId, ...more] = text.split(':');
  const isOfStream = isUuid(stream) && stream === streamId && organisation === orgId && more.length === 0;
  if (isOfStream && /^\d{1,15}$/.test(seq ?? '')) return Number(seq);
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
export function notKept(stream: StreamName, { oldest, latest }: StreamEnds): PitError {
  return badInput(
    'The events after this cursor are not kept any more. Read what stands now, and begin again.',
    {
      field: 'after',
      expected: 'a cursor within what is kept',
      beginAgainAt: encodeEventCursor(stream, latest),
      oldestCursor: encodeEventCursor(stream, oldest - 1),
    },
  );
}

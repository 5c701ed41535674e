import type { CivilDate } from '../civil-date.ts';
import { badInput } from '../errors.ts';

/** When work on a task began and ended; null: not so far, or nobody knows. */
export interface ActualDates {
  readonly actualStart: CivilDate | null;
  readonly actualFinish: CivilDate | null;
}

/** What of a task the actual dates hang on. */
export interface WorkProgress extends ActualDates {
  readonly progressPercent: number;
  readonly isStarted: boolean;
}

/**
 * The actual dates after a change: the move to under way gives the start, completion the finish, and what is open again
 * has none. A date that is known stays, and one that nobody gave at the time is not made up later.
 * @param was the work before; null for what was not there, such as a restored task: then nothing has moved.
 * @param on the day of the change.
 */
export function actualDatesAfter(was: WorkProgress | null, now: WorkProgress, on: CivilDate): ActualDates {
  const before = was ?? now;
  const isBegun = hasBegun(now);
  const isUndone = hasBegun(before) && !isBegun;
  const begun = now.actualStart ?? (isBegun && !hasBegun(before) ? on : null);
  const actualStart = isUndone ? null : begun;
  if (now.progressPercent !== 100) return { actualStart, actualFinish: null };
  const ended = now.actualFinish ?? (before.progressPercent === 100 ? null : on);
  return { actualStart, actualFinish: notBefore(ended, actualStart) };
}

function hasBegun({ isStarted, progressPercent }: WorkProgress): boolean {
  return isStarted || progressPercent > 0;
}

function notBefore(finish: CivilDate | null, start: CivilDate | null): CivilDate | null {
  return finish !== null && start !== null && finish < start ? start : finish;
}

/**
 * Goes on only if work can have happened on that day.
 * @param actualStart of the task, where it is known.
 * @throws PitError BAD_USER_INPUT, PIT006, for a day to come, or one before the work began.
 */
export function requireOccurred(
  on: CivilDate,
  { today, actualStart }: { readonly today: CivilDate; readonly actualStart: CivilDate | null },
): void {
  const field = 'input.occurredOn';
  if (on > today) {
    throw badInput('What is to come has not occurred.', {
      pit: 'PIT006',
      field,
      expected: `${today} or earlier`,
      actual: on,
    });
  }
  if (actualStart === null || on >= actualStart) return;
  throw badInput('Work does not go on before it began.', {
    pit: 'PIT006',
    field,
    expected: `${actualStart}, the actual start, or later`,
    actual: on,
  });
}

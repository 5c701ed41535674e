import { addDays, isPlanDay, PLAN_DAYS, type CivilDate } from '../civil-date.ts';
import { badInput } from '../errors.ts';

/** How far ahead of today a data date may be, in days: ten years. It says as of when progress is known. */
const MOST_AHEAD = 3_653;

/**
 * Goes on only if progress may be known as of this day.
 * @throws PitError PIT006 naming `field`, for a day of another age and for one more than ten years from today.
 */
export function requireDataDate(day: CivilDate, today: CivilDate, field: string): void {
  const latest = addDays(today, MOST_AHEAD);
  if (isPlanDay(day) && day <= latest) return;
  throw badInput('The data date is not a day that a plan may speak of.', {
    pit: 'PIT006',
    field,
    expected: `a day from ${PLAN_DAYS.first} to ${latest}`,
    actual: day,
  });
}

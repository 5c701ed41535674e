import type { CivilDate } from '../civil-date.ts';
import { badInput, conflict } from '../errors.ts';
import { OccurrenceOutcome, type KnownOccurrence } from './reconcile.ts';

/** Whether a series makes occurrences. */
export const SeriesState = { ACTIVE: 'active', ENDED: 'ended', BROKEN: 'broken' } as const;
export type SeriesState = (typeof SeriesState)[keyof typeof SeriesState];

/** The most series of a project that make occurrences. */
export const MOST_SERIES = 1_000;

/** @throws PitError BAD_USER_INPUT where a project has as many active series as it may. */
export function requireSeriesRoom(count: number): void {
  if (count < MOST_SERIES) return;
  throw badInput(`A project has at most ${MOST_SERIES} active series.`, {
    field: 'input.taskId',
    expected: `fewer than ${MOST_SERIES} active series in the project`,
    actual: count,
  });
}

/**
 * A rule that takes the place of another begins behind all that was made: the past stays as it was.
 * @throws PitError BAD_USER_INPUT, PIT006.
 */
export function requireLaterStart(startsOn: CivilDate, newest: CivilDate | null, field: string): void {
  if (newest === null || startsOn > newest) return;
  throw badInput('A new rule begins behind the occurrences that there are.', {
    pit: 'PIT006',
    field,
    expected: `a day of the rule after ${newest}`,
    actual: startsOn,
  });
}

/**
 * One date can be skipped while it is open, or before it is made where it is the next one.
 * @param known the occurrence of that date; null: there is none.
 * @param next the date of the rule behind the newest occurrence; null: none.
 * @throws PitError CONFLICT for what is completed, missed or skipped; BAD_USER_INPUT, PIT006, for any other date.
 */
export function requireSkippable(
  nominalOn: CivilDate,
  known: Pick<KnownOccurrence, 'outcome'> | null,
  next: CivilDate | null,
): void {
  const field = 'input.nominalOn';
  if (known !== null) {
    if (known.outcome === OccurrenceOutcome.OPEN) return;
    throw conflict('The occurrence is not open.', { field, expected: 'an open one', actual: known.outcome });
  }
  if (nominalOn === next) return;
  throw badInput('That date is neither an open occurrence nor the next one.', {
    pit: 'PIT006',
    field,
    expected: next === null ? 'the date of an open occurrence' : `${next}, or the date of an open occurrence`,
    actual: nominalOn,
  });
}

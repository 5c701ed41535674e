import { daysBetween, PLAN_DAYS, type CivilDate } from '../civil-date.ts';
import { badInput, conflict } from '../errors.ts';
import {
  OccurrenceOutcome,
  plannedOn,
  RecurrenceMode,
  type KnownOccurrence,
  type RecurrencePlan,
} from './reconcile.ts';

/** Whether a series makes occurrences. */
export const SeriesState = { ACTIVE: 'active', PAUSED: 'paused', ENDED: 'ended', BROKEN: 'broken' } as const;
export type SeriesState = (typeof SeriesState)[keyof typeof SeriesState];

/** The most series of a project that make occurrences. */
export const MOST_SERIES = 1_000;

/** @throws PitError BAD_USER_INPUT where a project has as many active series as it may. */
export function requireSeriesRoom(count: number, field = 'input.taskId'): void {
  if (count < MOST_SERIES) return;
  throw badInput(`A project has at most ${MOST_SERIES} active series.`, {
    field,
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

/** The most days of a lead or a grace. */
const MOST_DAYS = 366;
/** So many of the next dates of a rule are looked at for how close they follow each other. */
const DATES_LOOKED_AT = 25;

/**
 * The next occurrence is there so many days before the newest is due, and never the one behind it too: the lead is shorter than the
 * shortest time between two dates.
 * @throws PitError BAD_USER_INPUT, PIT006, naming `input.leadDays`.
 */
export function requireLead(plan: RecurrencePlan, calendar: Parameters<typeof plannedOn>[2]): void {
  const { leadDays, mode, dates } = plan;
  if (leadDays === 0) return;
  const next = dates.between(dates.startsOn, PLAN_DAYS.last, DATES_LOOKED_AT);
  const dues = next.map((nominalOn) => plannedOn(nominalOn, plan, calendar).dueOn);
  const gaps = dues.slice(1).map((dueOn, at) => daysBetween(dues[at] ?? dueOn, dueOn));
  const most =
    mode === RecurrenceMode.AFTER_COMPLETION ? 0 : Math.min(MOST_DAYS, ...gaps.map((gap) => gap - 1));
  requireDays(leadDays, Math.max(0, most), 'input.leadDays');
}

/** @throws PitError BAD_USER_INPUT, PIT006, naming `input.graceDays`. */
export function requireGrace(graceDays: number): number {
  requireDays(graceDays, MOST_DAYS, 'input.graceDays');
  return graceDays;
}

function requireDays(days: number, most: number, field: string): void {
  if (Number.isInteger(days) && days >= 0 && days <= most) return;
  throw badInput(`${field} expects 0 to ${most} days.`, {
    pit: 'PIT006',
    field,
    expected: `0 to ${most} days`,
    actual: days,
  });
}

/**
 * Only a series that makes occurrences pauses, and only one that has paused goes on.
 * @throws PitError CONFLICT.
 */
export function requireState(state: SeriesState, expected: SeriesState): void {
  if (state === expected) return;
  throw conflict(`The series is ${state}.`, { field: 'input.id', expected, actual: state });
}

/**
 * A date that was skipped gets its work after all.
 * @param known the occurrence of that date; null: there is none.
 * @throws PitError CONFLICT for what was not skipped; BAD_USER_INPUT, PIT006, where there is no occurrence.
 */
export function requireSkipped<K extends Pick<KnownOccurrence, 'outcome'>>(
  nominalOn: CivilDate,
  known: K | null,
): K {
  const field = 'input.nominalOn';
  if (known === null) {
    throw badInput('There is no occurrence of that date.', {
      pit: 'PIT006',
      field,
      expected: 'the date of one that was skipped',
      actual: nominalOn,
    });
  }
  if (known.outcome === OccurrenceOutcome.SKIPPED) return known;
  throw conflict('The occurrence was not skipped.', {
    field,
    expected: 'a skipped one',
    actual: known.outcome,
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

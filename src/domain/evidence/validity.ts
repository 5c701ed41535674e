import { addMonths, earlierDate, laterDate, PLAN_DAYS, type CivilDate } from '../civil-date.ts';
import { badInput, type PitError } from '../errors.ts';
import type { EvidenceSettings } from './evidence-settings.ts';

/** Who said until when a piece holds; `nobody`: it has no end. */
export type ValiditySetBy = 'uploader' | 'reviewer' | 'series' | 'task' | 'organisation' | 'nobody';

/** From when and until when a piece of evidence proves, in civil days where the organisation is. */
export interface Validity {
  /** The day that it speaks for. */
  readonly observedOn: CivilDate;
  /** The last day on which it proves; null: it has no end. */
  readonly validUntil: CivilDate | null;
  readonly setBy: ValiditySetBy;
}

/** What its uploader says of a piece, by civil days; absent: nothing. */
export interface SaidValidity {
  readonly observedOn?: CivilDate | null;
  readonly validUntil?: CivilDate | null;
}

/** By what its end is derived where the uploader names none. */
export interface ValidityRules {
  readonly today: CivilDate;
  /** The day until which the series of the task says that it holds; null: it says nothing, or there is none. */
  readonly seriesEnd: CivilDate | null;
  /** Months that the task asks for; null: none. */
  readonly taskMonths: number | null;
  readonly settings: EvidenceSettings;
}

/**
 * From when and until when a new piece proves. The day that it speaks for is today unless it says otherwise, and its end the first that
 * is named: by the uploader, by its series, by the task's months, by the organisation's. Months end on the same day of the month, or on the month's last.
 *
 * @throws PitError PIT008, BAD_USER_INPUT: for a day to come, an end before it, or one beyond the organisation's bound.
 */
export function validityOf(
  said: SaidValidity,
  { today, seriesEnd, taskMonths, settings }: ValidityRules,
): Validity {
  const observedOn = said.observedOn ?? today;
  if (observedOn > today || observedOn < PLAN_DAYS.first) {
    throw refuse('input.observedOn', `a day from ${PLAN_DAYS.first} to ${today}`, observedOn);
  }
  const latest = latestEnd(observedOn, settings);
  if (said.validUntil != null) {
    requireWithin(said.validUntil, observedOn, latest);
    return { observedOn, validUntil: said.validUntil, setBy: 'uploader' };
  }
  const endedOn = (end: CivilDate, setBy: ValiditySetBy): Validity => {
    return { observedOn, validUntil: latest === null ? end : earlierDate(end, latest), setBy };
  };
  const ended = (months: number, setBy: ValiditySetBy): Validity => {
    return endedOn(addMonths(observedOn, months), setBy);
  };
  // What comes so late that it would have ended speaks for its own day alone.
  if (seriesEnd !== null) return endedOn(laterDate(seriesEnd, observedOn), 'series');
  if (taskMonths !== null) return ended(taskMonths, 'task');
  const months = settings.validMonths ?? settings.maxValidMonths;
  return months === null ? { observedOn, validUntil: null, setBy: 'nobody' } : ended(months, 'organisation');
}

/**
 * The end that a reviewer names: never later than the piece says itself.
 * @throws PitError PIT008, BAD_USER_INPUT.
 */
export function shortenedEnd(
  { observedOn, validUntil }: Pick<Validity, 'observedOn' | 'validUntil'>,
  named: CivilDate,
  settings: EvidenceSettings,
): CivilDate {
  const latest = latestEnd(observedOn, settings);
  requireWithin(named, observedOn, validUntil ?? latest);
  return named;
}

/** Proof is valid through its last day; without an end it stays valid. Whether it is accepted is another question. */
export function isValidOn(validUntil: CivilDate | null, day: CivilDate): boolean {
  return validUntil === null || day <= validUntil;
}

function latestEnd(observedOn: CivilDate, { maxValidMonths }: EvidenceSettings): CivilDate | null {
  return maxValidMonths === null ? null : addMonths(observedOn, maxValidMonths);
}

function requireWithin(end: CivilDate, observedOn: CivilDate, latest: CivilDate | null): void {
  const last = latest ?? PLAN_DAYS.last;
  if (end < observedOn || end > last)
    throw refuse('input.validUntil', `a day from ${observedOn} to ${last}`, end);
}

function refuse(field: string, expected: string, actual: string): PitError {
  return badInput(`${field} expects ${expected}`, { pit: 'PIT008', field, expected, actual });
}

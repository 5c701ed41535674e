import { MAX_DURATION_DAYS, type WorkCalendar } from './calendar.ts';
import { earlierDate, laterDate, parseCivilDate, type CivilDate } from './civil-date.ts';
import { badInput } from './errors.ts';

/** The first and the last day of something, both included; null where it is not planned yet. */
export interface DateWindow {
  readonly start: CivilDate | null;
  readonly end: CivilDate | null;
}

/** A window and the working days in it; 0 is a milestone. */
export interface PlanDates extends DateWindow {
  readonly durationDays: number | null;
}

/** Three-valued: a value sets, null clears, absent leaves. */
export interface PlanDatesChange {
  readonly start?: CivilDate | null | undefined;
  readonly end?: CivilDate | null | undefined;
  readonly durationDays?: number | null | undefined;
}

type PlanDateName = keyof PlanDates;

/** Of the values that stand, the first of these two goes along with the one that is set; the other follows. */
const COMPANIONS: Readonly<Record<PlanDateName, readonly PlanDateName[]>> = {
  start: ['durationDays', 'end'],
  end: ['start', 'durationDays'],
  durationDays: ['start', 'end'],
};

/**
 * The plan dates of which any two are given; the third is derived (`end = start + duration` in working
 * days of the calendar). One or none given stays as it is: the work is unscheduled.
 * @param given values that may come from a caller; they are checked here.
 * @param field path prefix for errors, e.g. `input`.
 * @throws PitError BAD_USER_INPUT, PIT006: no date, no duration, an end before the start, or three that disagree.
 */
export function resolvePlanDates(given: PlanDatesChange, calendar: WorkCalendar, field: string): PlanDates {
  const start = given.start == null ? null : parseCivilDate(given.start, `${field}.startDate`);
  const end = given.end == null ? null : parseCivilDate(given.end, `${field}.endDate`);
  const durationDays =
    given.durationDays == null ? null : requireDuration(given.durationDays, `${field}.durationDays`);
  if (start !== null && end !== null) {
    requireOrder({ start, end }, field);
    if (durationDays === null) return { start, end, durationDays: calendar.durationBetween(start, end) };
    requireAgreement({ start, end, durationDays }, calendar, field);
  } else if (durationDays !== null) {
    if (start !== null) return { start, end: calendar.endFromDuration(start, durationDays), durationDays };
    if (end !== null) return { start: calendar.startFromDuration(end, durationDays), end, durationDays };
  }
  return { start, end, durationDays };
}

/**
 * The plan dates after a partial change. Setting the start moves the work (its duration stays), setting
 * the end or the duration resizes it (its start stays). Clearing one of the three leaves one of the others:
 * two would bring the cleared one back.
 * @throws PitError as `resolvePlanDates`.
 */
export function changePlanDates(
  current: PlanDates,
  change: PlanDatesChange,
  calendar: WorkCalendar,
  field: string,
): PlanDates {
  const names = Object.keys(COMPANIONS) as PlanDateName[];
  const set = names.filter((name) => change[name] != null);
  const cleared = names.filter((name) => change[name] === null);
  if (set.length === 0 && cleared.length === 0) return current;
  const [only] = set;
  if (only !== undefined && (set.length > 1 || cleared.length > 0)) {
    return resolvePlanDates(change, calendar, field);
  }
  const candidates = only === undefined ? names.filter((name) => !cleared.includes(name)) : COMPANIONS[only];
  const companion = candidates.find((name) => current[name] !== null);
  const kept = companion === undefined ? {} : { [companion]: current[companion] };
  return resolvePlanDates({ ...change, ...kept }, calendar, field);
}

/**
 * Whether the three agree: in working-day indices, start + duration is the half-open end. A milestone (0)
 * stands on one day, which may be a working day.
 */
export function datesAgree(
  dates: { start: CivilDate; end: CivilDate; durationDays: number },
  calendar: WorkCalendar,
): boolean {
  if (dates.durationDays === 0 && dates.start === dates.end) return true;
  return calendar.durationBetween(dates.start, dates.end) === dates.durationDays;
}

/** @throws PitError BAD_USER_INPUT, PIT006, when the end lies before the start; the message names both. */
export function requireOrder(window: DateWindow, field: string): void {
  if (window.start === null || window.end === null || window.start <= window.end) return;
  throw badInput(`the end ${window.end} lies before the start ${window.start}`, {
    pit: 'PIT006',
    field: `${field}.endDate`,
    expected: `${window.start} or later`,
    actual: window.end,
  });
}

/** What becomes of a child that reaches outside its parent: a setting of the organisation. */
export type ChildDatesPolicy = 'widen' | 'refuse';

/** A window with the words that an error calls it by, e.g. `task "Fit camera 7"`. */
export interface NamedWindow extends DateWindow {
  readonly label: string;
}

/**
 * The parent's window after a child has been put inside: widened by what the child needs, or as it was.
 * An open side of the parent takes the child's date when widening, and forbids nothing when refusing.
 * @throws PitError BAD_USER_INPUT, PIT006, naming both windows, when the policy is to refuse.
 */
export function fitIntoParent(
  child: NamedWindow,
  parent: NamedWindow,
  policy: ChildDatesPolicy,
  field: string,
): DateWindow {
  if (policy === 'widen') return envelope([parent, child]);
  const tooEarly = child.start !== null && parent.start !== null && child.start < parent.start;
  const tooLate = child.end !== null && parent.end !== null && child.end > parent.end;
  if (tooEarly || tooLate) {
    throw badInput(`${describe(child)} lies outside ${describe(parent)}`, {
      pit: 'PIT006',
      field: tooEarly ? `${field}.startDate` : `${field}.endDate`,
      expected: { start: parent.start, end: parent.end },
      actual: { start: child.start, end: child.end },
    });
  }
  return { start: parent.start, end: parent.end };
}

/** The smallest window around all of them; a side that none of them knows stays null. */
export function envelope(windows: Iterable<DateWindow>): DateWindow {
  let start: CivilDate | null = null;
  let end: CivilDate | null = null;
  for (const window of windows) {
    if (window.start !== null) start = start === null ? window.start : earlierDate(start, window.start);
    if (window.end !== null) end = end === null ? window.end : laterDate(end, window.end);
  }
  return { start, end };
}

function describe(window: NamedWindow): string {
  return `${window.label} (${window.start ?? 'open'} to ${window.end ?? 'open'})`;
}

function requireDuration(value: number, field: string): number {
  if (Number.isInteger(value) && value >= 0 && value <= MAX_DURATION_DAYS) return value;
  throw badInput(`${field} is not a duration`, {
    pit: 'PIT006',
    field,
    expected: `whole working days, 0 to ${MAX_DURATION_DAYS}`,
    actual: value,
  });
}

function requireAgreement(
  dates: { start: CivilDate; end: CivilDate; durationDays: number },
  calendar: WorkCalendar,
  field: string,
): void {
  if (datesAgree(dates, calendar)) return;
  const days = calendar.durationBetween(dates.start, dates.end);
  throw badInput(
    `${dates.start} to ${dates.end} is ${days} working days, not the ${dates.durationDays} given`,
    {
      pit: 'PIT006',
      field: `${field}.durationDays`,
      expected: { durationDays: days, orEndDate: calendar.endFromDuration(dates.start, dates.durationDays) },
      actual: { endDate: dates.end, durationDays: dates.durationDays },
    },
  );
}

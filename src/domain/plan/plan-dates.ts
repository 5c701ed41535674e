import { MAX_DURATION_DAYS, type WorkCalendar } from '../calendar.ts';
import { addDays, daysBetween, isPlanDay, parseCivilDate, PLAN_DAYS, type CivilDate } from '../civil-date.ts';
import { requireOrder, type DateWindow } from './date-window.ts';
import { badInput, PitError } from '../errors.ts';

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

const PLAN_DATE_NAMES = Object.keys(COMPANIONS) as PlanDateName[];

/**
 * Goes on only if a day, or what is to be derived by `derive`, is one that a plan may speak of.
 * @throws PitError BAD_USER_INPUT, PIT006, naming the field.
 */
export function requirePlanDay(derive: () => CivilDate, field: string): CivilDate {
  const day = orNull(derive);
  if (isPlanDay(day)) return day;
  throw badInput('A date lies outside of the days that a plan may speak of.', {
    pit: 'PIT006',
    field,
    expected: `a day from ${PLAN_DAYS.first} to ${PLAN_DAYS.last}`,
    actual: day ?? 'outside of the years 0001 to 9999',
  });
}

/** The day, or null where the calendar ends before it. */
function orNull(derive: () => CivilDate): CivilDate | null {
  try {
    return derive();
  } catch (error) {
    if (error instanceof PitError) return null;
    throw error;
  }
}

/**
 * The plan dates of which any two are given; the third is derived (`end = start + duration` in working
 * days of the calendar). One or none given stays as it is: the work is unscheduled.
 * @param given values that may come from a caller; they are checked here.
 * @param field path prefix for errors, e.g. `input`.
 * @throws PitError BAD_USER_INPUT, PIT006: no date, no duration, an end before the start, or three that disagree.
 */
export function resolvePlanDates(given: PlanDatesChange, calendar: WorkCalendar, field: string): PlanDates {
  const start = given.start == null ? null : parsePlanDay(given.start, `${field}.startDate`);
  const end = given.end == null ? null : parsePlanDay(given.end, `${field}.endDate`);
  const durationDays =
    given.durationDays == null ? null : requireDuration(given.durationDays, `${field}.durationDays`);
  if (start !== null && end !== null) {
    requireOrder({ start, end }, field);
    if (durationDays === null) return { start, end, durationDays: calendar.durationBetween(start, end) };
    requireAgreement({ start, end, durationDays }, calendar, field);
  } else if (durationDays !== null) {
    return deriveDate({ start, end }, durationDays, calendar, `${field}.durationDays`);
  }
  return { start, end, durationDays };
}

function parsePlanDay(text: unknown, field: string): CivilDate {
  const day = parseCivilDate(text, field);
  return requirePlanDay(() => day, field);
}

/** The date that a duration gives to the one that is known, if any. */
function deriveDate(
  { start, end }: DateWindow,
  durationDays: number,
  calendar: WorkCalendar,
  field: string,
): PlanDates {
  if (start !== null) {
    const last = requirePlanDay(() => calendar.endFromDuration(start, durationDays), field);
    return { start, end: last, durationDays };
  }
  if (end === null) return { start, end, durationDays };
  return {
    start: requirePlanDay(() => calendar.startFromDuration(end, durationDays), field),
    end,
    durationDays,
  };
}

/**
 * The plan dates after a partial change. Setting the start moves the work (its duration stays), setting
 * the end or the duration resizes it (its start stays). Clearing one of the three leaves one of the others:
 * two would bring the cleared one back. A value sent again unchanged is no change, and stands back where the three
 * would disagree.
 * @throws PitError as `resolvePlanDates`.
 */
export function changePlanDates(
  current: PlanDates,
  given: PlanDatesChange,
  calendar: WorkCalendar,
  field: string,
): PlanDates {
  const news = PLAN_DATE_NAMES.filter((name) => given[name] !== undefined && given[name] !== current[name]);
  if (news.length === 0) return current;
  if (isMovingUnworked(current, given, news)) return moveUnworked(current, given, calendar, field);
  const change = withoutRepeats(current, given, news);
  const set = PLAN_DATE_NAMES.filter((name) => change[name] != null);
  const cleared = PLAN_DATE_NAMES.filter((name) => change[name] === null);
  const [only] = set;
  if (only !== undefined && (set.length > 1 || cleared.length > 0)) {
    return resolvePlanDates(change, calendar, field);
  }
  const candidates =
    only === undefined ? PLAN_DATE_NAMES.filter((name) => !cleared.includes(name)) : COMPANIONS[only];
  const companion = candidates.find((name) => current[name] !== null);
  const kept = companion === undefined ? {} : { [companion]: current[companion] };
  return resolvePlanDates({ ...change, ...kept }, calendar, field);
}

/**
 * What is asked for once values that stand already are taken out: a null, a duration that goes along with a new start,
 * and whatever would make three that disagree.
 */
function withoutRepeats(
  current: PlanDates,
  given: PlanDatesChange,
  news: readonly PlanDateName[],
): PlanDatesChange {
  const isFull = PLAN_DATE_NAMES.every((name) => given[name] != null);
  const asked = PLAN_DATE_NAMES.filter((name) => {
    if (given[name] === undefined) return false;
    if (news.includes(name)) return true;
    return current[name] !== null && !isFull && !(name === 'durationDays' && news.includes('start'));
  });
  return Object.fromEntries(asked.map((name) => [name, given[name]]));
}

/** Whether it spans several days of which none is worked on: its duration is 0, and yet it is no milestone. */
export function isUnworked({ start, end, durationDays }: PlanDates): boolean {
  return durationDays === 0 && start !== null && end !== null && start !== end;
}

/** Whether a change gives one end of such a span and leaves its duration as it is. */
function isMovingUnworked(
  current: PlanDates,
  given: PlanDatesChange,
  news: readonly PlanDateName[],
): boolean {
  const [moved] = news;
  if (!isUnworked(current) || news.length > 1 || given[moved ?? 'durationDays'] == null) return false;
  if (moved === 'start') return given.end === undefined || given.durationDays === 0;
  return moved === 'end' && given.start === undefined && given.durationDays === 0;
}

/** What spans no working day keeps its calendar days when it is moved. */
function moveUnworked(
  current: PlanDates,
  given: PlanDatesChange,
  calendar: WorkCalendar,
  field: string,
): PlanDates {
  const [from, to] = [current.start ?? '', current.end ?? ''];
  const isByStart = given.start != null && given.start !== from;
  const name = isByStart ? `${field}.startDate` : `${field}.endDate`;
  const target = parsePlanDay(isByStart ? given.start : given.end, name);
  const days = daysBetween(isByStart ? from : to, target);
  const start = requirePlanDay(() => addDays(from, days), name);
  const end = requirePlanDay(() => addDays(to, days), name);
  return resolvePlanDates({ start, end }, calendar, field);
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

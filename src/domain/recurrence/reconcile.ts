import type { WorkCalendar } from '../calendar.ts';
import { addDays, laterDate, type CivilDate } from '../civil-date.ts';
import { MOST_DATES, type RuleDates } from './rule-dates.ts';

/** Where a date of the rule goes that is no working day. */
export const DateShift = {
  NONE: 'none',
  NEXT_WORKING_DAY: 'next_working_day',
  PREVIOUS_WORKING_DAY: 'previous_working_day',
} as const;
export type DateShift = (typeof DateShift)[keyof typeof DateShift];

/** What becomes of dates that passed while nothing was made: the newest gets a task, or each. */
export const CatchUp = { LATEST: 'latest', ALL: 'all' } as const;
export type CatchUp = (typeof CatchUp)[keyof typeof CatchUp];

/** Whether the next date is the next one of the rule, or its interval after the completion of the last. */
export const RecurrenceMode = { FIXED: 'fixed', AFTER_COMPLETION: 'after_completion' } as const;
export type RecurrenceMode = (typeof RecurrenceMode)[keyof typeof RecurrenceMode];

/** What became of one date of a series. */
export const OccurrenceOutcome = {
  OPEN: 'open',
  COMPLETED: 'completed',
  MISSED: 'missed',
  SKIPPED: 'skipped',
} as const;
export type OccurrenceOutcome = (typeof OccurrenceOutcome)[keyof typeof OccurrenceOutcome];

/** How work comes again. */
export interface RecurrencePlan {
  readonly dates: RuleDates;
  readonly shift: DateShift;
  readonly catchUp: CatchUp;
  readonly mode: RecurrenceMode;
  /** Calendar days before the newest occurrence is due from which the next one is there too; 0: from that day on. */
  readonly leadDays: number;
  /** Working days that each occurrence takes; 0 is a milestone. */
  readonly durationDays: number;
  /** Whether it was to make none until now: dates that passed meanwhile are left out. */
  readonly hasRested?: boolean;
}

/** The newest occurrence that there is. */
export interface KnownOccurrence {
  readonly nominalOn: CivilDate;
  /** null: it never got one, having been skipped or missed. */
  readonly dueOn: CivilDate | null;
  readonly outcome: OccurrenceOutcome;
  /** When its work was completed; null: it is not, or nobody knows. */
  readonly completedOn: CivilDate | null;
}

/** One date of the rule, by which it is known for ever, and the days that its work is planned for. */
export interface PlannedOccurrence {
  readonly nominalOn: CivilDate;
  readonly startOn: CivilDate;
  readonly dueOn: CivilDate;
}

/** What is missing of a series on a day. */
export interface Reconciliation {
  /** Dates that passed and get no task. */
  readonly missed: readonly PlannedOccurrence[];
  /** Dates that get a task, oldest first. */
  readonly made: readonly PlannedOccurrence[];
  /** The day on which the series is to be looked at again, unless its newest work is completed before; null: no day alone changes anything. */
  readonly nextOn: CivilDate | null;
  /** Whether the rule has no further date. */
  readonly isOver: boolean;
}

/** The most tasks of passed dates that one run makes of a series; older dates are missed. */
export const MOST_CAUGHT_UP = 60;

type Calendar = Pick<WorkCalendar, 'index' | 'day' | 'isWorkingDay' | 'startFromDuration'>;

/** The days of the work of one nominal date: due on it, or on the working day beside it; begun so that it takes its duration. */
export function plannedOn(nominalOn: CivilDate, plan: RecurrencePlan, calendar: Calendar): PlannedOccurrence {
  const dueOn = shifted(nominalOn, plan.shift, calendar);
  return { nominalOn, dueOn, startOn: calendar.startFromDuration(dueOn, plan.durationDays) };
}

/**
 * What is missing of a series, so that afterwards its newest occurrence is open and due after today, until the rule ends. Dates
 * that passed meanwhile are not lost: they are missed, and by the rule of catching up the newest of them, or each, gets a task.
 * Asked twice it answers nothing the second time.
 *
 * @param newest the occurrence with the latest nominal date; null: there is none yet.
 */
export function reconcile(
  plan: RecurrencePlan,
  newest: KnownOccurrence | null,
  today: CivilDate,
  calendar: Calendar,
): Reconciliation {
  const { hasRested = false } = plan;
  if (plan.mode === RecurrenceMode.AFTER_COMPLETION) return followCompletion(plan, newest, calendar);
  if (newest !== null && isAhead(newest, plan, today)) {
    return { missed: [], made: [], nextOn: lookedAtOn(newest.dueOn, plan), isOver: false };
  }
  const after = newest === null ? addDays(plan.dates.startsOn, -1) : newest.nominalOn;
  const from = hasRested ? laterDate(after, addDays(today, -FARTHEST_SHIFT)) : after;
  const { passed, soon, ahead, isCut } = datesBehind(plan, from, today, calendar);
  if (hasRested) return { missed: [], ...comingOf(plan, soon, ahead) };
  // With more dates behind than one run takes, the next one goes on from here at once, and none of these is the newest.
  const kept = isCut ? passed.length : Math.max(0, passed.length - mostCaughtUp(plan));
  const missed = passed.slice(0, kept);
  if (isCut) return { missed, made: [], nextOn: today, isOver: false };
  return { missed, ...comingOf(plan, [...passed.slice(kept), ...soon], ahead) };
}

/** So many days at most a date is moved from a day that is none of work. */
const FARTHEST_SHIFT = 31;

/** What gets a task, and when the series is looked at again. */
function comingOf(
  plan: RecurrencePlan,
  before: readonly PlannedOccurrence[],
  ahead: PlannedOccurrence | null,
): Omit<Reconciliation, 'missed'> {
  if (ahead === null) return { made: before, nextOn: null, isOver: true };
  return { made: [...before, ahead], nextOn: lookedAtOn(ahead.dueOn, plan), isOver: false };
}

/**
 * One is open at most: the next is due the rule's interval after the completion of the last, or after its own date where that was left
 * out, however long that was ago.
 */
function followCompletion(
  plan: RecurrencePlan,
  newest: KnownOccurrence | null,
  calendar: Calendar,
): Reconciliation {
  const waits = { missed: [], made: [], nextOn: null, isOver: false };
  if (newest?.outcome === OccurrenceOutcome.OPEN) return waits;
  const nominalOn = newest === null ? plan.dates.startsOn : nextAfterCompletion(plan.dates, newest);
  if (nominalOn === null) return { ...waits, isOver: true };
  return { ...waits, made: [plannedOn(nominalOn, plan, calendar)] };
}

/** Never the date of an earlier one, however early that was completed; null behind the end of the rule. */
function nextAfterCompletion(
  dates: RuleDates,
  { nominalOn, completedOn }: KnownOccurrence,
): CivilDate | null {
  return dates.intervalAfter(completedOn ?? nominalOn, laterDate(dates.startsOn, addDays(nominalOn, 1)));
}

function lookedAtOn(dueOn: CivilDate, { leadDays }: RecurrencePlan): CivilDate {
  return addDays(dueOn, -leadDays);
}

/**
 * The dates of the rule behind a day that are due by today, as many as one run takes, those that are there already because they are due
 * so soon, and the first that is not; null: none.
 */
function datesBehind(
  plan: RecurrencePlan,
  day: CivilDate,
  today: CivilDate,
  calendar: Calendar,
): {
  passed: readonly PlannedOccurrence[];
  soon: readonly PlannedOccurrence[];
  ahead: PlannedOccurrence | null;
  isCut: boolean;
} {
  const passed: PlannedOccurrence[] = [];
  const soon: PlannedOccurrence[] = [];
  const until = addDays(today, plan.leadDays);
  let nominalOn = plan.dates.nextAfter(day);
  while (nominalOn !== null && passed.length + soon.length < MOST_DATES) {
    const planned = plannedOn(nominalOn, plan, calendar);
    if (planned.dueOn > until) return { passed, soon, ahead: planned, isCut: false };
    (planned.dueOn > today ? soon : passed).push(planned);
    nominalOn = plan.dates.nextAfter(nominalOn);
  }
  return { passed, soon, ahead: null, isCut: nominalOn !== null };
}

function mostCaughtUp({ catchUp }: RecurrencePlan): number {
  return catchUp === CatchUp.ALL ? MOST_CAUGHT_UP : 1;
}

function isAhead(
  newest: KnownOccurrence,
  { leadDays }: RecurrencePlan,
  today: CivilDate,
): newest is KnownOccurrence & { readonly dueOn: CivilDate } {
  const { dueOn, outcome } = newest;
  return outcome === OccurrenceOutcome.OPEN && dueOn !== null && dueOn > addDays(today, leadDays);
}

/** The day itself, or the working day beside it. */
export function shifted(
  day: CivilDate,
  shift: DateShift,
  calendar: Pick<Calendar, 'index' | 'day' | 'isWorkingDay'>,
): CivilDate {
  if (shift === DateShift.NONE || calendar.isWorkingDay(day)) return day;
  const next = calendar.index(day);
  return calendar.day(shift === DateShift.NEXT_WORKING_DAY ? next : next - 1);
}

import type { WorkCalendar } from '../calendar.ts';
import { addDays, type CivilDate } from '../civil-date.ts';
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
  /** Working days that each occurrence takes; 0 is a milestone. */
  readonly durationDays: number;
}

/** The newest occurrence that there is. */
export interface KnownOccurrence {
  readonly nominalOn: CivilDate;
  /** null: it never got one, having been skipped or missed. */
  readonly dueOn: CivilDate | null;
  readonly outcome: OccurrenceOutcome;
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
  /** The day on which the series is to be looked at again, unless its newest work is completed before; null: it has no further date. */
  readonly nextOn: CivilDate | null;
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
  if (newest !== null && isAhead(newest, today)) return { missed: [], made: [], nextOn: newest.dueOn };
  const after = newest === null ? addDays(plan.dates.startsOn, -1) : newest.nominalOn;
  const { passed, ahead } = datesBehind(plan, after, today, calendar);
  // With more dates behind than one run takes, the next one goes on from here at once, and none of these is the newest.
  const isCut = ahead === null && passed.length === MOST_DATES;
  const from = isCut ? passed.length : Math.max(0, passed.length - mostCaughtUp(plan));
  return {
    missed: passed.slice(0, from),
    made: [...passed.slice(from), ...(ahead === null ? [] : [ahead])],
    nextOn: isCut ? today : (ahead?.dueOn ?? null),
  };
}

/** The dates of the rule behind a day that are due by today, as many as one run takes, and the first that is not; null: none. */
function datesBehind(
  plan: RecurrencePlan,
  day: CivilDate,
  today: CivilDate,
  calendar: Calendar,
): { passed: readonly PlannedOccurrence[]; ahead: PlannedOccurrence | null } {
  const passed: PlannedOccurrence[] = [];
  let nominalOn = plan.dates.nextAfter(day);
  while (nominalOn !== null && passed.length < MOST_DATES) {
    const planned = plannedOn(nominalOn, plan, calendar);
    if (planned.dueOn > today) return { passed, ahead: planned };
    passed.push(planned);
    nominalOn = plan.dates.nextAfter(nominalOn);
  }
  return { passed, ahead: null };
}

function mostCaughtUp({ catchUp }: RecurrencePlan): number {
  return catchUp === CatchUp.ALL ? MOST_CAUGHT_UP : 1;
}

function isAhead({ dueOn, outcome }: KnownOccurrence, today: CivilDate): boolean {
  return outcome === OccurrenceOutcome.OPEN && dueOn !== null && dueOn > today;
}

function shifted(day: CivilDate, shift: DateShift, calendar: Calendar): CivilDate {
  if (shift === DateShift.NONE || calendar.isWorkingDay(day)) return day;
  const next = calendar.index(day);
  return calendar.day(shift === DateShift.NEXT_WORKING_DAY ? next : next - 1);
}

import { addDays, type CivilDate } from '../../civil-date.ts';
import { badInput } from '../../errors.ts';
import { calendarObject, type CalendarEvent } from './calendar-object.ts';
import { shownDays } from './write-icalendar.ts';

/** Bounds of calendars that programs subscribe to. */
export const CALENDAR_LIMITS = {
  /** Days for which an address holds, unless its maker says otherwise, and at most. */
  days: 365,
  mostDays: 730,
  /** Addresses of one person. */
  ofUser: 20,
  /** Days before today from which on work counts as recent. */
  recentDays: 31,
  /** Recent and coming tasks, those that end first, and tasks before them, those that ended last. */
  coming: 1_500,
  earlier: 500,
  /** After how many minutes a program asks again. */
  refreshMinutes: 60,
} as const;

/** A task as a calendar has it. */
export interface CalendarTask {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly startDate: CivilDate | null;
  readonly endDate: CivilDate | null;
  readonly earlyStart: CivilDate | null;
  readonly earlyFinish: CivilDate | null;
  readonly durationDays: number | null;
  readonly progressPercent: number;
  readonly project: string;
  readonly phase: string;
  /** When what is shown of it last changed. */
  readonly updatedAt: string;
}

/** For how many days an address holds. @throws PitError BAD_USER_INPUT. */
export function requireDays(days: number | null | undefined): number {
  const wanted = days ?? CALENDAR_LIMITS.days;
  if (wanted >= 1 && wanted <= CALENDAR_LIMITS.mostDays) return wanted;
  throw badInput('The address of a calendar does not hold that long.', {
    field: 'input.days',
    expected: `1 to ${CALENDAR_LIMITS.mostDays} days`,
    actual: wanted,
  });
}

/** The first day of what counts as recent work. */
export function recentFrom(today: CivilDate): CivilDate {
  return addDays(today, -CALENDAR_LIMITS.recentDays);
}

/**
 * A calendar that programs subscribe to, of tasks in the order in which they are given. It says so where it may not have all.
 * @param from the first day of what counts as recent work.
 */
export function calendarFeed(
  name: string,
  tasks: readonly CalendarTask[],
  from: CivilDate,
): Generator<string> {
  const { coming, earlier, refreshMinutes } = CALENDAR_LIMITS;
  const dated = tasks.filter((task) => (shownDays(task)?.last ?? from) >= from).length;
  const isFull = dated >= coming || tasks.length - dated >= earlier;
  const note = isFull
    ? `It has at most the ${coming} tasks that end first from ${from} on, and the ${earlier} that ended last before.`
    : null;
  return calendarObject({ name, refreshMinutes, note }, events(tasks));
}

function* events(tasks: readonly CalendarTask[]): Generator<CalendarEvent> {
  for (const task of tasks) {
    const days = shownDays(task);
    if (days === null) continue;
    const { id, name, updatedAt, project, phase, durationDays, progressPercent } = task;
    const told = `${project}, ${phase}: ${progressPercent} %`;
    yield {
      id,
      name,
      updatedAt,
      description: task.description === null ? told : `${told}\n\n${task.description}`,
      categories: [project, ...(durationDays === 0 ? ['Milestone'] : [])],
      ...days,
    };
  }
}

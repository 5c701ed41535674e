import type { WorkCalendar } from '../calendar.ts';
import { addDays, daysBetween, earlierDate, laterDate, type CivilDate } from '../civil-date.ts';
import type { DateWindow } from './date-window.ts';
import type { PlanDates } from './plan-dates.ts';

/*
 * What lies inside a task moves with it: by as many working days as the task, or by calendar days where the task spans
 * no working day.
 */

/**
 * Whether a task has been moved and not resized: both bounds differ, or the only one that is known, and its length is
 * what it was.
 */
export function isMoved(before: PlanDates, after: PlanDates): boolean {
  if (before.start === null || after.start === null || before.start === after.start) return false;
  if (before.end === null || after.end === null) return before.end === after.end;
  if (before.durationDays !== 0) return before.durationDays === after.durationDays;
  return daysBetween(before.start, before.end) === daysBetween(after.start, after.end);
}

/**
 * The window of something inside a moved task, after the move. What would come to lie outside, because it fell on days
 * off at the task's edge, is drawn in to the edge.
 * @param task its dates before and after; `isMoved` holds.
 */
export function moveAlong(
  inner: DateWindow,
  task: { readonly before: PlanDates; readonly after: PlanDates },
  calendar: WorkCalendar,
): DateWindow {
  const shift = shiftOf(task.before, task.after, calendar);
  const { start, end } = isOffDuty(inner, calendar)
    ? shiftWhole(inner, shift.start)
    : shiftEnds(inner, shift);
  return { start: within(start, task.after), end: within(end, task.after) };
}

interface Shift {
  readonly start: (day: CivilDate) => CivilDate;
  readonly end: (day: CivilDate) => CivilDate;
}

function shiftOf(before: PlanDates, after: PlanDates, calendar: WorkCalendar): Shift {
  const [from, to] = [before.start ?? '', after.start ?? ''];
  if (before.durationDays === 0) {
    const days = daysBetween(from, to);
    const byDays = (day: CivilDate): CivilDate => addDays(day, days);
    return { start: byDays, end: byDays };
  }
  const days = calendar.index(to) - calendar.index(from);
  return {
    start: (day) => calendar.addWorkingDays(day, days),
    end: (day) => calendar.day(calendar.indexAfter(day) + days - 1),
  };
}

function shiftEnds({ start, end }: DateWindow, shift: Shift): DateWindow {
  return { start: start === null ? null : shift.start(start), end: end === null ? null : shift.end(end) };
}

/** Days off have no working day to count from: their first day moves, and the length in calendar days is kept. */
function shiftWhole({ start, end }: DateWindow, shift: Shift['start']): DateWindow {
  const first = start ?? end ?? '';
  const moved = shift(first);
  return {
    start: start === null ? null : moved,
    end: end === null ? null : addDays(moved, daysBetween(first, end)),
  };
}

function isOffDuty({ start, end }: DateWindow, calendar: WorkCalendar): boolean {
  const [first, last] = [start ?? end, end ?? start];
  return first !== null && last !== null && calendar.durationBetween(first, last) === 0;
}

function within(day: CivilDate | null, { start, end }: DateWindow): CivilDate | null {
  if (day === null) return null;
  const notBefore = start === null ? day : laterDate(day, start);
  return end === null ? notBefore : earlierDate(notBefore, end);
}

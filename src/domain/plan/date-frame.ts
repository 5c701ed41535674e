import type { WorkCalendar } from '../calendar.ts';
import { requireOrder, type DateWindow } from './date-window.ts';
import { changePlanDates, type PlanDatesChange } from './plan-dates.ts';

/*
 * Each bound of a project, phase or work package is typed (a person or an import gave it) or derived from the dates of
 * its live children. What is shown is the wider of both, so that it goes back to the frame when the children do.
 */

/** The typed bounds; null where a bound is derived. */
export type DateFrame = DateWindow;

export const NO_FRAME: DateFrame = { start: null, end: null };

/**
 * The typed bounds after a change of what is shown. A null gives the bound back to the children; a value sent again
 * unchanged is no change, so that a derived bound stays derived.
 * @param shown the dates that the caller has seen.
 * @throws PitError as `changePlanDates`, and PIT006 for a typed end before the typed start.
 */
export function changeFrame(
  frame: DateFrame,
  shown: DateWindow,
  change: PlanDatesChange,
  { calendar, field }: { calendar: WorkCalendar; field: string },
): DateFrame {
  const next = changePlanDates({ ...shown, durationDays: null }, change, calendar, field);
  const bound = (name: keyof DateWindow): string | null => {
    if (change[name] === null) return null;
    return next[name] === null || next[name] === shown[name] ? frame[name] : next[name];
  };
  const changed = { start: bound('start'), end: bound('end') };
  requireOrder(changed, field);
  return changed;
}

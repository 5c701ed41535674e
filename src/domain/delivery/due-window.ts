import type { WorkCalendar } from '../calendar.ts';
import { addDays, type CivilDate } from '../civil-date.ts';

/** Days of which people are reminded: after the first, up to the last. */
export interface DueWindow {
  readonly after: CivilDate;
  readonly upTo: CivilDate;
}

/**
 * What is due until the next working day is over, seen from a working day; null from a day on which no work is done. Each day
 * lies in the window of exactly one working day, so that nobody is reminded of it twice.
 */
export function dueWindow(today: CivilDate, calendar: WorkCalendar): DueWindow | null {
  if (!calendar.isWorkingDay(today)) return null;
  return { after: today, upTo: calendar.day(calendar.indexAfter(today)) };
}

/** When something is due, as one says it today. */
export function dueWhen(end: CivilDate, today: CivilDate): string {
  return end === addDays(today, 1) ? 'tomorrow' : `on ${end}`;
}

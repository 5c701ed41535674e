import { outlineRows, type ExportedPlan } from '../exported-plan.ts';
import { calendarObject, type CalendarEvent } from './calendar-object.ts';

/**
 * The tasks of a plan as a calendar (RFC 5545), one all-day event each, from its start to its end, or as it was computed where nobody has
 * set these. What has no day at all is left out.
 */
export function writeICalendar(plan: ExportedPlan): Generator<string> {
  return calendarObject({ name: plan.project.name, refreshMinutes: null, note: null }, events(plan));
}

function* events(plan: ExportedPlan): Generator<CalendarEvent> {
  let phase = '';
  for (const row of outlineRows(plan)) {
    if (row.kind === 'phase') phase = row.branch.name;
    if (row.kind !== 'task') continue;
    const { id, name, description, updatedAt } = row.task;
    const days = shownDays(row.task);
    if (days !== null) yield { id, name, description, updatedAt, categories: [phase], ...days };
  }
}

/** On which days a task is shown; null for one that has none at all. */
export function shownDays(
  task: Readonly<Record<'startDate' | 'endDate' | 'earlyStart' | 'earlyFinish', string | null>>,
): { readonly start: string; readonly last: string } | null {
  const start = task.startDate ?? task.earlyStart ?? task.endDate;
  const last = task.endDate ?? task.earlyFinish ?? start;
  return start === null || last === null ? null : { start, last };
}

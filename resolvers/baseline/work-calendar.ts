import { Organisation } from '../../entities/organisation.ts';
import type { RequestContext, SelectedColumns } from '../../src/context.ts';
import { WorkCalendar } from '../../src/domain/calendar.ts';
import {
  calendarRuleOf,
  parseOrganisationSettings,
} from '../../src/domain/directory/organisation-settings.ts';

const SETTINGS: SelectedColumns = { properties: ['settings'], signature: 'settings' };
/** A request's organisation is one row, asked for by each of its tasks. */
const calendars = new WeakMap<Organisation, WorkCalendar>();

/** The working days of the caller's organisation. */
export async function calendarOf(context: RequestContext): Promise<WorkCalendar> {
  const organisation = await context.one(Organisation, SETTINGS, context.orgId);
  if (organisation === null) return new WorkCalendar();
  let calendar = calendars.get(organisation);
  if (calendar === undefined) {
    calendar = new WorkCalendar(calendarRuleOf(parseOrganisationSettings(organisation.settings)));
    calendars.set(organisation, calendar);
  }
  return calendar;
}

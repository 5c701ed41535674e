import { addDays, isPlanDay, type CivilDate } from '../../civil-date.ts';
import type { PlanCalendar } from '../plan-document.ts';
import { childrenOf, fieldOf, isSet, type XmlElement } from '../xml-element.ts';
import { numberOf, type MspdiFile } from './mspdi-file.ts';

/** Days of one exception that are read: a decade. */
const LONGEST_EXCEPTION = 3_660;

/** What the calendar of the project says of working days; null where the file has none. */
export function calendarOf({ calendars, head }: MspdiFile): PlanCalendar | null {
  const uid = head.get('CalendarUID') ?? '1';
  const calendar = calendars.find((each) => fieldOf(each, 'UID') === uid) ?? calendars[0];
  if (calendar === undefined) return null;
  const days = childrenOf(childrenOf(calendar, 'WeekDays')[0], 'WeekDay');
  // 1 is Sunday in the format and 7 Saturday; 0 is an exception, as files before 2007 have it.
  const weekdays = days
    .filter((day) => isSet(day, 'DayWorking') && (numberOf(day, 'DayType') ?? 0) >= 1)
    .map((day) => (((numberOf(day, 'DayType') ?? 1) + 5) % 7) + 1);
  const exceptions = [
    ...days.filter((day) => fieldOf(day, 'DayType') === '0'),
    ...childrenOf(childrenOf(calendar, 'Exceptions')[0], 'Exception'),
  ];
  const holidays = exceptions.filter((each) => !isSet(each, 'DayWorking')).flatMap(daysOf);
  return { weekdays: [...new Set(weekdays)].sort(), holidays: [...new Set(holidays)].sort() };
}

function daysOf(exception: XmlElement): CivilDate[] {
  const [period] = childrenOf(exception, 'TimePeriod');
  const first = period === undefined ? undefined : fieldOf(period, 'FromDate')?.slice(0, 10);
  const last = period === undefined ? undefined : fieldOf(period, 'ToDate')?.slice(0, 10);
  if (!isPlanDay(first) || !isPlanDay(last)) return [];
  const days: CivilDate[] = [];
  for (let day: CivilDate = first; day <= last && days.length < LONGEST_EXCEPTION; day = addDays(day, 1))
    days.push(day);
  return days;
}

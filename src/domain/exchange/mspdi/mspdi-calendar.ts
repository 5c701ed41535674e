import { addDays, isPlanDay, type CivilDate } from '../../civil-date.ts';
import { eachInSteps, type Steps } from '../../in-steps.ts';
import type { PlanCalendar } from '../plan-document.ts';
import { PlanWarningKind, type PlanWarnings } from '../plan-warnings.ts';
import { childrenOf, fieldOf, isSet, type XmlElement } from '../xml-element.ts';
import { numberOf, type MspdiFile } from './mspdi-file.ts';

/** Days of one exception that are read: a decade; and of all of a calendar. */
const [LONGEST_EXCEPTION, MOST_DAYS] = [3_660, 100_000];

/** What the calendar of the project says of working days; null where the file has none. */
export function* calendarOf(
  { calendars, head }: MspdiFile,
  warnings: PlanWarnings,
): Steps<PlanCalendar | null> {
  const uid = head.get('CalendarUID') ?? '1';
  const calendar = calendars.find((each) => fieldOf(each, 'UID') === uid) ?? calendars[0];
  if (calendar === undefined) return null;
  const days = childrenOf(childrenOf(calendar, 'WeekDays')[0], 'WeekDay');
  const weekdays = new Set<number>();
  const holidays = new Set<CivilDate>();
  let read = 0;
  const take = (exception: XmlElement): void => {
    if (isSet(exception, 'DayWorking') || read > MOST_DAYS) return;
    for (const day of daysOf(exception)) {
      read += 1;
      holidays.add(day);
    }
  };
  yield* eachInSteps(days, (day) => {
    const type = numberOf(day, 'DayType') ?? -1;
    // 1 is Sunday in the format and 7 Saturday; 0 is an exception, as files before 2007 have it.
    if (type >= 1 && isSet(day, 'DayWorking')) weekdays.add(((type + 5) % 7) + 1);
    if (type === 0) take(day);
  });
  yield* eachInSteps(childrenOf(childrenOf(calendar, 'Exceptions')[0], 'Exception'), take);
  if (read > MOST_DAYS)
    warnings.add(
      PlanWarningKind.CALENDAR,
      'the calendar',
      `of its days off the first ${MOST_DAYS} were read`,
    );
  return { weekdays: [...weekdays].sort(), holidays: [...holidays].sort() };
}

function* daysOf(exception: XmlElement): Generator<CivilDate> {
  const [period] = childrenOf(exception, 'TimePeriod');
  const first = period === undefined ? undefined : fieldOf(period, 'FromDate')?.slice(0, 10);
  const last = period === undefined ? undefined : fieldOf(period, 'ToDate')?.slice(0, 10);
  if (!isPlanDay(first) || !isPlanDay(last)) return;
  let day: CivilDate = first;
  for (let count = 0; day <= last && count < LONGEST_EXCEPTION; count += 1) {
    yield day;
    day = addDays(day, 1);
  }
}

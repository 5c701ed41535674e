import { addDays, isPlanDay, type CivilDate } from '../../civil-date.ts';
import type { FileHours } from '../file-days.ts';
import type { PlanCalendar } from '../plan-document.ts';
import type { XerRow } from './xer-file.ts';

const MINUTES_PER_DAY = 480;
const DAY_OF_WEEK = /\(0\|\|([1-7])\(\)\(/g;
const PERIOD = /s\|(\d{1,2}:\d{2})\|f\|(\d{1,2}:\d{2})/g;
const EXCEPTION = /\(d\|(\d{1,6})\)/g;
/** Day 0 of the numbers by which days off are written. */
const DAY_ZERO = '1899-12-30';

/** The working days that a calendar of the file says; null where it says none. */
export function calendarOfXer(row: XerRow | undefined): PlanCalendar | null {
  const [week, exceptions] = partsOf(row);
  const days = [...week.matchAll(DAY_OF_WEEK)];
  if (days.length === 0) return null;
  // 1 is Sunday, 7 Saturday.
  const weekdays = days
    .filter(({ index }, at) => /s\|\d/.test(week.slice(index, days[at + 1]?.index)))
    .map(([, day]) => ((Number(day) + 5) % 7) + 1)
    .sort();
  const found = [...exceptions.matchAll(EXCEPTION)];
  const holidays = found
    .filter(({ index }, at) => !/s\|\d/.test(exceptions.slice(index, found[at + 1]?.index)))
    .map(([, number]) => addDays(DAY_ZERO, Number(number)))
    .filter((day): day is CivilDate => isPlanDay(day));
  return { weekdays, holidays: [...new Set(holidays)].sort() };
}

/** When work begins and ends on a day of the calendar, over all days of the week, and how long it is. */
export function hoursOfXer(row: XerRow | undefined): FileHours {
  const [week] = partsOf(row);
  const periods = [...week.matchAll(PERIOD)];
  const times = periods.map(
    ([, from = '', to = '']) => [padded(from), to === '00:00' ? '24:00' : padded(to)] as const,
  );
  const perDay = (row?.number('day_hr_cnt') ?? 0) * 60;
  return {
    minutesPerDay: perDay >= 1 && perDay <= 1_440 ? perDay : MINUTES_PER_DAY,
    opens: times.map(([from]) => from).sort()[0] ?? '08:00',
    closes:
      times
        .map(([, to]) => to)
        .sort()
        .at(-1) ?? '17:00',
  };
}

/** The part of the days of the week, and that of the days off. */
function partsOf(row: XerRow | undefined): [string, string] {
  const data = row?.text('clndr_data') ?? '';
  const cut = data.indexOf('Exceptions()');
  return cut < 0 ? [data, ''] : [data.slice(0, cut), data.slice(cut)];
}

function padded(time: string): string {
  return time.padStart(5, '0');
}

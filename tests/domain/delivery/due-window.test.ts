import { CALENDAR_DAYS_RULE, DEFAULT_CALENDAR_RULE, WorkCalendar } from '../../../src/domain/calendar.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import { dueWhen, dueWindow } from '../../../src/domain/delivery/due-window.ts';

const weekdays = new WorkCalendar(DEFAULT_CALENDAR_RULE);

test.each([
  ['a Monday looks at Tuesday', '2026-11-30', { after: '2026-11-30', upTo: '2026-12-01' }],
  ['a Friday looks at the weekend and at Monday', '2026-12-04', { after: '2026-12-04', upTo: '2026-12-07' }],
  ['a Saturday looks at nothing', '2026-12-05', null],
])('%s', (_, today, window) => {
  expect(dueWindow(today, weekdays)).toEqual(window);
});

test('a holiday is passed over', () => {
  const calendar = new WorkCalendar({ ...DEFAULT_CALENDAR_RULE, holidays: ['2026-12-01'] });
  expect(dueWindow('2026-11-30', calendar)).toEqual({ after: '2026-11-30', upTo: '2026-12-02' });
  expect(dueWindow('2026-12-01', calendar)).toBeNull();
});

test.each([
  ['working days', weekdays],
  ['all days', new WorkCalendar(CALENDAR_DAYS_RULE)],
])('each day of a year lies in the window of exactly one day before it, by %s', (_, calendar) => {
  const days = Array.from({ length: 365 }, (__, at) => addDays('2026-01-05', at));
  const windows = days.flatMap((day) => dueWindow(day, calendar) ?? []);
  for (const day of days.slice(7, -7)) {
    expect(windows.filter(({ after, upTo }) => day > after && day <= upTo)).toHaveLength(1);
  }
});

test('the next day is called tomorrow', () => {
  expect(dueWhen('2026-12-01', '2026-11-30')).toBe('tomorrow');
  expect(dueWhen('2026-12-07', '2026-12-04')).toBe('on 2026-12-07');
});

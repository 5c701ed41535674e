import fc from 'fast-check';
import { CALENDAR_DAYS_RULE, WorkCalendar, type CalendarRule } from '../../src/domain/calendar.ts';
import { addDays, fromDayNumber, toDayNumber } from '../../src/domain/civil-date.ts';

const dates = fc
  .integer({ min: toDayNumber('2019-01-01'), max: toDayNumber('2022-12-31') })
  .map(fromDayNumber);
const rules: fc.Arbitrary<CalendarRule> = fc.record({
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  holidays: fc.array(dates, { maxLength: 40 }),
});

function isWorking(rule: CalendarRule, date: string): boolean {
  const isoWeekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
  return rule.weekdays.includes(isoWeekday) && !rule.holidays.includes(date);
}

/** The count as a child would make it: one day after the other. */
function countSlowly(rule: CalendarRule, start: string, end: string): number {
  let count = 0;
  for (let day = start; day <= end; day = addDays(day, 1)) if (isWorking(rule, day)) count += 1;
  return count;
}

test('counting working days by weeks equals counting day by day', () => {
  fc.assert(
    fc.property(rules, dates, fc.integer({ min: 0, max: 400 }), (rule, start, span) => {
      const calendar = new WorkCalendar(rule);
      const end = addDays(start, span);
      expect(calendar.durationBetween(start, end)).toBe(countSlowly(rule, start, end));
      expect(calendar.isWorkingDay(start)).toBe(isWorking(rule, start));
    }),
  );
});

test('day and index are each other’s inverse, in order and without gaps', () => {
  fc.assert(
    fc.property(rules, dates, fc.integer({ min: -500, max: 500 }), (rule, date, shift) => {
      const calendar = new WorkCalendar(rule);
      const index = calendar.index(date) + shift;
      const day = calendar.day(index);
      expect(isWorking(rule, day)).toBe(true);
      expect(calendar.index(day)).toBe(index);
      expect(calendar.indexAfter(day)).toBe(index + 1);
      expect(calendar.addWorkingDays(date, shift)).toBe(day);
    }),
  );
});

test('the end of a window is its start plus its duration, from either side', () => {
  fc.assert(
    fc.property(rules, dates, fc.integer({ min: 1, max: 300 }), (rule, date, duration) => {
      const calendar = new WorkCalendar(rule);
      const end = calendar.endFromDuration(date, duration);
      expect(calendar.durationBetween(date, end)).toBe(duration);
      const start = calendar.startFromDuration(date, duration);
      expect(calendar.durationBetween(start, date)).toBe(duration);
    }),
  );
});

test('working days skip weekends and holidays', () => {
  const calendar = new WorkCalendar({ weekdays: [1, 2, 3, 4, 5], holidays: ['2024-12-25', '2024-12-28'] });
  expect(calendar.endFromDuration('2024-12-20', 1)).toBe('2024-12-20');
  expect(calendar.endFromDuration('2024-12-20', 2)).toBe('2024-12-23');
  expect(calendar.endFromDuration('2024-12-24', 2)).toBe('2024-12-26');
  expect(calendar.durationBetween('2024-12-21', '2024-12-22')).toBe(0);
  expect(calendar.endFromDuration('2024-12-21', 0)).toBe('2024-12-21');
  expect(calendar.startFromDuration('2024-12-27', 5)).toBe('2024-12-20');
});

test('calendar-day mode counts every day', () => {
  const calendar = new WorkCalendar(CALENDAR_DAYS_RULE);
  expect(calendar.durationBetween('2024-01-01', '2024-12-31')).toBe(366);
  expect(calendar.addWorkingDays('2024-02-28', 2)).toBe('2024-03-01');
});

test('a span of centuries costs no more than a week', () => {
  const calendar = new WorkCalendar();
  // Day by day this would be thirty-six billion steps.
  for (let i = 0; i < 10_000; i += 1) calendar.durationBetween('0001-01-01', '9999-12-31');
  expect(calendar.durationBetween('0001-01-01', '9999-12-31')).toBe(2_608_615);
});

test.each([[[]], [[0]], [[8]], [[1.5]]])('weekdays %j make no calendar', (weekdays) => {
  expect(() => new WorkCalendar({ weekdays, holidays: [] })).toThrow('needs working weekdays');
});

test('a holiday must be a day', () => {
  expect(() => new WorkCalendar({ weekdays: [1], holidays: ['2024-02-30'] })).toThrow('not a date');
});

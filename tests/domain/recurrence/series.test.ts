import { DEFAULT_CALENDAR_RULE, WorkCalendar } from '../../../src/domain/calendar.ts';
import type { RecurrencePlan } from '../../../src/domain/recurrence/reconcile.ts';
import { RuleDates } from '../../../src/domain/recurrence/rule-dates.ts';
import { parseRule, requireInterval } from '../../../src/domain/recurrence/rule-parts.ts';
import { requireGrace, requireLead } from '../../../src/domain/recurrence/series.ts';
import { refusal } from '../refusal.ts';

const calendar = new WorkCalendar(DEFAULT_CALENDAR_RULE);
const lead = (rule: string, leadDays: number, more: Partial<RecurrencePlan> = {}) => {
  const dates = RuleDates.of(rule, '2026-01-15');
  const plan = { dates, shift: 'none', catchUp: 'latest', mode: 'fixed', durationDays: 1, leadDays } as const;
  return () => requireLead({ ...plan, ...more }, calendar);
};
const refused = (field: string, expected: string) =>
  refusal('BAD_USER_INPUT', { pit: 'PIT006', field, expected });

test.each([
  ['FREQ=DAILY', 0],
  ['FREQ=WEEKLY', 6],
  ['FREQ=MONTHLY', 27],
  ['FREQ=YEARLY', 364],
  ['FREQ=YEARLY;INTERVAL=3', 366],
  ['FREQ=MONTHLY;COUNT=1', 366],
])('a lead of %s by %d days', (rule, days) => {
  expect(lead(rule, days)).not.toThrow();
});

test.each([
  ['FREQ=DAILY', 1, '0 to 0 days'],
  ['FREQ=WEEKLY', 7, '0 to 6 days'],
  // The shortest month decides.
  ['FREQ=MONTHLY', 28, '0 to 27 days'],
  ['FREQ=YEARLY;INTERVAL=3', 367, '0 to 366 days'],
  ['FREQ=YEARLY', -1, '0 to 364 days'],
])('no lead of %s by %d days', (rule, days, expected) => {
  expect(lead(rule, days)).toThrow(refused('input.leadDays', expected));
});

test('a lead has no meaning where the next date follows from the completion', () => {
  const after = lead('FREQ=MONTHLY', 3, { mode: 'after_completion' });
  expect(after).toThrow(refused('input.leadDays', '0 to 0 days'));
});

test('a grace is a year at most', () => {
  expect(requireGrace(366)).toBe(366);
  expect(() => requireGrace(367)).toThrow(refused('input.graceDays', '0 to 366 days'));
});

test('a rule of completion says how long after it, and until when', () => {
  const read = (text: string) => () => requireInterval(parseRule(text, 'rule'), 'rule');
  expect(read('FREQ=WEEKLY;INTERVAL=2;UNTIL=20301231')).not.toThrow();
  for (const part of ['BYMONTHDAY=1', 'COUNT=3']) {
    expect(read(`FREQ=MONTHLY;${part}`)).toThrow(refusal('BAD_USER_INPUT', { part: part.split('=')[0] }));
  }
});

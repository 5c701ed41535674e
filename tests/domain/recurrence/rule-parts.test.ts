import { parseRule } from '../../../src/domain/recurrence/rule-parts.ts';
import { refusal } from '../refusal.ts';

const FIELD = 'input.rule';

test('a rule of days is stored in one form, whatever order and letters it came in', () => {
  expect(parseRule('rrule:bymonthday=-1;freq=monthly;interval=3', FIELD)).toEqual({
    frequency: 'MONTHLY',
    interval: 3,
    count: null,
    until: null,
    text: 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1',
  });
  expect(parseRule('FREQ=YEARLY;UNTIL=20301231;BYDAY=+1MO,-1FR', FIELD)).toMatchObject({
    until: '2030-12-31',
    text: 'FREQ=YEARLY;UNTIL=20301231;BYDAY=1MO,-1FR',
  });
  const { text } = parseRule('WKST=SU;COUNT=10;FREQ=WEEKLY;BYDAY=MO,WE', FIELD);
  expect(parseRule(text, FIELD).text).toBe(text);
});

test.each([
  ['', null],
  ['FREQ=DAILY\nFREQ=WEEKLY', null],
  ['INTERVAL=2', 'FREQ'],
  ['FREQ=HOURLY', 'FREQ'],
  ['FREQ=DAILY;BYHOUR=9,17', 'BYHOUR'],
  ['FREQ=DAILY;BYMINUTE=30', 'BYMINUTE'],
  ['FREQ=DAILY;BYSECOND=1', 'BYSECOND'],
  ['FREQ=YEARLY;BYYEARDAY=100', 'BYYEARDAY'],
  ['FREQ=YEARLY;BYWEEKNO=20', 'BYWEEKNO'],
  ['FREQ=MONTHLY;BYMONTHDAY=31;RSCALE=GREGORIAN', 'RSCALE'],
  ['FREQ=MONTHLY;BYMONTHDAY=31;SKIP=BACKWARD', 'SKIP'],
  ['FREQ=DAILY;RDATE=20260101', 'RDATE'],
  ['FREQ=DAILY;constructor=1', 'CONSTRUCTOR'],
  ['FREQ=DAILY;INTERVAL=0', 'INTERVAL'],
  ['FREQ=DAILY;INTERVAL=1001', 'INTERVAL'],
  ['FREQ=DAILY;COUNT=-1', 'COUNT'],
  ['FREQ=DAILY;COUNT=1;COUNT=2', 'COUNT'],
  ['FREQ=DAILY;COUNT', 'COUNT'],
  ['FREQ=DAILY;UNTIL=20260101T000000Z', 'UNTIL'],
  ['FREQ=DAILY;UNTIL=20260230', 'UNTIL'],
  ['FREQ=DAILY;COUNT=2;UNTIL=20260101', 'UNTIL'],
  ['FREQ=MONTHLY;BYMONTHDAY=0', 'BYMONTHDAY'],
  ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY'],
  ['FREQ=WEEKLY;BYMONTHDAY=1', 'BYMONTHDAY'],
  ['FREQ=WEEKLY;BYDAY=1MO', 'BYDAY'],
  ['FREQ=MONTHLY;BYDAY=XX', 'BYDAY'],
  ['FREQ=MONTHLY;BYSETPOS=-1', 'BYSETPOS'],
  ['FREQ=MONTHLY;BYMONTH=13', 'BYMONTH'],
  ['FREQ=WEEKLY;WKST=1MO', 'WKST'],
])('the rule %p is refused, and the part %p is named', (text, part) => {
  const named = part === null ? {} : { part };
  expect(() => parseRule(text, FIELD)).toThrow(
    refusal('BAD_USER_INPUT', { pit: 'PIT006', field: FIELD, ...named }),
  );
});

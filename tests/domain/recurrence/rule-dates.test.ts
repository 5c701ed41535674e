import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { addDays } from '../../../src/domain/civil-date.ts';
import { RuleDates } from '../../../src/domain/recurrence/rule-dates.ts';
import { refusal } from '../refusal.ts';

const FIELDS = { rule: 'input.rule', startsOn: 'input.startsOn' };

/** Rules with their first days by dateutil, a reader of RFC 5545 that shares no code with ours: tests/oracles/recurrence. */
const ORACLE = JSON.parse(
  readFileSync(new URL('../../oracles/recurrence/dateutil.json', import.meta.url), 'utf8'),
) as [rule: string, startsOn: string, days: string[]][];

test('the first days of many rules are those of dateutil', () => {
  expect(ORACLE.length).toBeGreaterThan(300);
  const found = ORACLE.map(([rule, startsOn, days]) => [
    rule,
    startsOn,
    RuleDates.of(rule, startsOn).between(startsOn, '2200-12-31', days.length),
  ]);
  expect(found).toEqual(ORACLE);
});

const rules = fc.constantFrom(
  'FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=3;COUNT=20',
  'FREQ=WEEKLY;BYDAY=MO,TH',
  'FREQ=WEEKLY;INTERVAL=2;COUNT=30;BYDAY=SU;WKST=SU',
  'FREQ=MONTHLY;BYMONTHDAY=31',
  'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1',
  'FREQ=MONTHLY;UNTIL=20280630;BYDAY=-1FR',
  'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
  'FREQ=YEARLY;BYMONTH=3,9;BYDAY=1MO',
);
const offsets = fc.integer({ min: 0, max: 1500 });

test('a window that is cut anywhere has the same days, each once and in order', () => {
  fc.assert(
    fc.property(rules, offsets, offsets, offsets, (rule, start, one, other) => {
      const startsOn = addDays('2026-01-01', start);
      const dates = RuleDates.of(rule, startsOn);
      const [cut, end] = [one, other].sort((a, b) => a - b).map((days) => addDays(startsOn, days));
      const whole = dates.between(startsOn, end!, 2000);
      const parts = [...dates.between(startsOn, cut!, 2000), ...dates.between(addDays(cut!, 1), end!, 2000)];
      expect(parts).toEqual(whole);
      expect([...new Set(whole)].sort()).toEqual(whole);
    }),
    { numRuns: 60 },
  );
});

test('days before the first one are none, COUNT counts from it, and UNTIL is included', () => {
  const counted = RuleDates.of('FREQ=MONTHLY;COUNT=3', '2026-01-31');
  // As RFC 5545 has it, months without such a day are left out, and do not count.
  expect(counted.between('2020-01-01', '2030-01-01')).toEqual(['2026-01-31', '2026-03-31', '2026-05-31']);
  expect(counted.nextAfter('2026-05-31')).toBeNull();
  const until = RuleDates.of('FREQ=DAILY;UNTIL=20260103', '2026-01-01');
  expect(until.between('2026-01-02', '2030-01-01')).toEqual(['2026-01-02', '2026-01-03']);
});

test('as many days are answered as were asked for at most', () => {
  expect(RuleDates.of('FREQ=DAILY', '2026-01-01').between('2026-01-01', '2200-12-31', 5)).toHaveLength(5);
  expect(RuleDates.of('FREQ=DAILY', '2200-12-30').between('2200-12-30', '2200-12-31')).toHaveLength(2);
});

test('a first day that is none of the rule is refused with the nearest that are', () => {
  expect(() => RuleDates.from('FREQ=MONTHLY;BYMONTHDAY=-1', '2026-01-15', FIELDS)).toThrow(
    refusal('BAD_USER_INPUT', {
      pit: 'PIT006',
      field: 'input.startsOn',
      expected: ['2026-01-31', '2026-02-28'],
      actual: '2026-01-15',
    }),
  );
  expect(RuleDates.from('FREQ=MONTHLY;BYMONTHDAY=-1', '2026-01-31', FIELDS).parts.frequency).toBe('MONTHLY');
});

test('a rule without any day is refused', () => {
  for (const rule of ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=DAILY;UNTIL=20251231']) {
    expect(() => RuleDates.from(rule, '2026-01-01', FIELDS)).toThrow(
      refusal('BAD_USER_INPUT', { pit: 'PIT006', field: 'input.rule' }),
    );
  }
});

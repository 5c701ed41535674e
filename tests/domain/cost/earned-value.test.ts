import fc from 'fast-check';
import { WorkCalendar } from '../../../src/domain/calendar.ts';
import { addDays } from '../../../src/domain/civil-date.ts';
import {
  budgetAtCompletion,
  plannedValue,
  undatedCost,
  type BudgetedWork,
} from '../../../src/domain/cost/earned-value.ts';
import { add, compare, rational, ZERO } from '../../../src/domain/rational.ts';

const calendar = new WorkCalendar();
const fortnight = { cents: 100_00n, start: '2026-11-02', end: '2026-11-13' };

test.each<[string, BudgetedWork, string, [bigint, bigint]]>([
  ['before its start', fortnight, '2026-11-01', [0n, 1n]],
  ['at the end of its first day', fortnight, '2026-11-02', [1_000n, 1n]],
  ['on a day off', fortnight, '2026-11-07', [5_000n, 1n]],
  ['at its end', fortnight, '2026-11-13', [10_000n, 1n]],
  ['after its end', fortnight, '2027-01-01', [10_000n, 1n]],
  ['a third, exactly', { ...fortnight, end: '2026-11-04' }, '2026-11-02', [10_000n, 3n]],
  ['of a milestone before its day', { ...fortnight, start: '2026-11-13' }, '2026-11-12', [0n, 1n]],
  ['of a milestone on its day', { ...fortnight, start: '2026-11-13' }, '2026-11-13', [10_000n, 1n]],
  [
    'of weekend work on its first day',
    { ...fortnight, start: '2026-11-07', end: '2026-11-08' },
    '2026-11-07',
    [0n, 1n],
  ],
  ['of work with an end alone, the day before', { ...fortnight, start: null }, '2026-11-12', [0n, 1n]],
  ['of work without an end', { ...fortnight, end: null }, '2027-01-01', [0n, 1n]],
])('planned value %s', (_, work, on, [numerator, denominator]) => {
  expect(compare(plannedValue([work], on, calendar), rational(numerator, denominator))).toBe(0);
});

const works = fc.array(
  fc.record({
    cents: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    from: fc.integer({ min: 0, max: 400 }),
    days: fc.option(fc.integer({ min: 0, max: 300 })),
  }),
  { maxLength: 12 },
);

test('planned value never falls, adds up over the work, and ends at the budget less what has no dates', () => {
  fc.assert(
    fc.property(
      works,
      fc.array(fc.integer({ min: 0, max: 800 }), { minLength: 2, maxLength: 5 }),
      (drawn, offsets) => {
        const work = drawn.map(({ cents, from, days }): BudgetedWork => {
          const start = addDays('2026-01-01', from);
          return { cents, start, end: days === null ? null : addDays(start, days) };
        });
        const days = [...offsets].sort((a, b) => a - b).map((offset) => addDays('2026-01-01', offset));
        const values = days.map((day) => plannedValue(work, day, calendar));
        values.slice(1).forEach((value, n) => expect(compare(value, values[n]!)).toBeGreaterThanOrEqual(0));
        const parts = work.map((each) => plannedValue([each], days[0]!, calendar)).reduce(add, ZERO);
        expect(compare(parts, values[0]!)).toBe(0);
        const end = plannedValue(work, addDays('2026-01-01', 2_000), calendar);
        expect(compare(end, rational(budgetAtCompletion(work) - undatedCost(work)))).toBe(0);
      },
    ),
  );
});

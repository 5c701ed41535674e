import { CostInterval } from '../../../src/domain/cost/cost-enums.ts';
import { costPeriods, endOfPeriod, MOST_POINTS } from '../../../src/domain/cost/cost-periods.ts';
import { refusal } from '../refusal.ts';

const MONTH = { interval: CostInterval.MONTH, from: null, to: null };
const KNOWN = { first: '2026-01-20', last: '2026-04-10', today: '2026-03-11' };

test('periods are those of the calendar', () => {
  expect(endOfPeriod('2024-02-01', CostInterval.MONTH)).toBe('2024-02-29');
  expect(endOfPeriod('2024-12-31', CostInterval.MONTH)).toBe('2024-12-31');
  expect(endOfPeriod('2024-10-01', CostInterval.QUARTER)).toBe('2024-12-31');
  expect(endOfPeriod('2024-03-31', CostInterval.QUARTER)).toBe('2024-03-31');
  expect(endOfPeriod('2024-03-31', CostInterval.YEAR)).toBe('2024-12-31');
});

test('a series goes over the plan, with today among the ends of its months', () => {
  const days = ['2026-01-31', '2026-02-28', '2026-03-11', '2026-03-31', '2026-04-30'];
  expect(costPeriods(MONTH, KNOWN)).toEqual(days);
  expect(costPeriods(MONTH, { ...KNOWN, today: '2026-06-30' })).toHaveLength(6);
  expect(costPeriods(MONTH, { first: null, last: null, today: '2026-06-30' })).toEqual(['2026-06-30']);
  expect(costPeriods({ ...MONTH, from: '2026-02-10', to: '2026-02-11' }, KNOWN)).toEqual(['2026-02-28']);
  expect(costPeriods({ ...MONTH, to: '2025-12-01' }, KNOWN)).toEqual(['2025-12-31']);
});

test('a span is refused that ends before it begins, or has too many periods; a long plan shows its last ones', () => {
  const asked = (from: string, to: string) => () => costPeriods({ ...MONTH, from, to }, KNOWN);
  expect(asked('2026-02-10', '2026-02-09')).toThrow(refusal('BAD_USER_INPUT', { field: 'to' }));
  expect(asked('1990-01-01', '2026-02-09')).toThrow(
    refusal('BAD_USER_INPUT', { expected: 'at most 240 periods' }),
  );
  const long = costPeriods(MONTH, { ...KNOWN, first: '1990-01-01' });
  expect(long).toHaveLength(MOST_POINTS + 1);
  expect(long.at(-1)).toBe('2026-04-30');
});

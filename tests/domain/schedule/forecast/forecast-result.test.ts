import { forecastResult } from '../../../../src/domain/schedule/forecast/forecast-result.ts';
import { requireRuns } from '../../../../src/domain/schedule/forecast/forecast-rules.ts';
import { DayAxis } from '../../../../src/domain/schedule/remaining-work/day-axis.ts';
import { refusal } from '../../refusal.ts';
import { day, everyDay, ORIGIN } from '../remaining-work/plan-on-days.ts';

const axis = new DayAxis(everyDay, ORIGIN, { first: ORIGIN, last: day(300) });
const FRAME = {
  axis,
  dataIndex: 10,
  deterministic: day(14),
  promised: day(14),
  promisedEnd: 15,
  spent: 1_000n,
  taskIds: ['a', 'b'],
};
// Half-open ends: 14.2 takes a part of day 14, and 15 ends with day 14.
const OUTPUT = {
  finishes: Float64Array.from([20, 14.2, 15, 15.5, 13, 12, 16, 17, 18, 19]),
  costs: Float64Array.from([900, 100, 200, 300, 400, 500, 600, 700, 800, 1_000]),
  onPath: Int32Array.from([3, 10]),
  cruciality: Float64Array.from([-0.12345, 0.98765]),
};

test('the ends of the runs are told as days by shares, and against the promised day', () => {
  const { finish, cost, histogram, criticality } = forecastResult(OUTPUT, FRAME);
  expect(finish).toEqual({
    p10: day(11),
    p50: day(15),
    p80: day(17),
    p90: day(18),
    meanDays: 5.97,
    sdDays: 2.57,
    deterministic: day(14),
    promised: day(14),
    probabilityOnTime: 40,
  });
  expect(cost).toEqual({ p50: '15.00', p80: '18.00' });
  expect(histogram).toEqual(
    [11, 12, 13, 14, 15, 16, 17, 18, 19].map((n) => [day(n), n === 13 ? 0 : n === 14 ? 2 : n === 15 ? 2 : 1]),
  );
  expect(criticality).toEqual([
    { taskId: 'b', index: 100, cruciality: 0.988 },
    { taskId: 'a', index: 30, cruciality: -0.123 },
  ]);
});

test('without a promise there is no probability, and without a snapshot no cost', () => {
  const { finish, cost } = forecastResult(OUTPUT, {
    ...FRAME,
    promised: null,
    promisedEnd: null,
    spent: null,
  });
  expect([finish.probabilityOnTime, cost]).toEqual([null, null]);
});

test('a histogram has sixty bars at most, which hold all runs', () => {
  const finishes = Float64Array.from({ length: 1_000 }, (_, n) => 1 + (n * 251) / 999);
  const { histogram } = forecastResult({ ...OUTPUT, finishes, costs: finishes }, FRAME);
  expect(histogram.length).toBeLessThanOrEqual(60);
  expect(histogram.reduce((sum, [, count]) => sum + count, 0)).toBe(1_000);
});

test('a forecast has the runs and the seed that are asked for, within bounds', () => {
  expect(requireRuns({}, 300, 5)).toEqual({ seed: 5, runs: 2_000 });
  expect(requireRuns({}, 20_000, 5)).toEqual({ seed: 5, runs: 1_000 });
  expect(requireRuns({ seed: 0, runs: 100 }, 300, 5)).toEqual({ seed: 0, runs: 100 });
  for (const runs of [99, 10_001, 1.5]) {
    expect(() => requireRuns({ runs }, 300, 5)).toThrow(refusal('BAD_USER_INPUT', { field: 'input.runs' }));
  }
  expect(() => requireRuns({ runs: 2_000 }, 20_000, 5)).toThrow(
    refusal('LIMIT_EXCEEDED', { field: 'input.runs' }),
  );
  expect(() => requireRuns({ seed: -1 }, 300, 5)).toThrow(refusal('BAD_USER_INPUT', { field: 'input.seed' }));
});

import { EarnedValueMethod } from '../../../src/domain/cost/cost-enums.ts';
import { earnedValues, type EarningTask } from '../../../src/domain/cost/earned-progress.ts';
import { toDecimal } from '../../../src/domain/rational.ts';

const DAYS = ['2026-03-02', '2026-03-09', '2026-03-16'].map((on, at) => ({
  on,
  at,
  isPast: on < '2026-03-16',
}));
const TASK: EarningTask = {
  cents: 1_000n,
  progress: 80,
  actualStart: null,
  actualFinish: null,
  createdOn: '2026-01-01',
  subtasks: [],
};

const earned = (
  more: Partial<EarningTask>,
  method: EarnedValueMethod = EarnedValueMethod.PERCENT,
): string[] => earnedValues([{ ...TASK, ...more }], DAYS, method).map((value) => toDecimal(value, 1));

test('work earns what had been reported of it by each day, and today what is so today', () => {
  expect(earned({ reported: { until: [null, 30, 30], before: 10 } })).toEqual(['100.0', '300.0', '800.0']);
  expect(earned({ reported: { until: [20, 20, 20], before: null } })).toEqual(['200.0', '200.0', '800.0']);
  expect(earned({ reported: { until: [null, 50, 50], before: null } })).toEqual(['0.0', '500.0', '800.0']);
});

test('work that nobody reported on earns from its start, and finished work at its finish', () => {
  expect(earned({})).toEqual(['800.0', '800.0', '800.0']);
  expect(earned({ createdOn: '2026-03-05' })).toEqual(['0.0', '800.0', '800.0']);
  expect(earned({ actualStart: '2026-03-09' })).toEqual(['0.0', '800.0', '800.0']);
  expect(earned({ progress: 100, actualStart: '2026-01-05', actualFinish: '2026-03-09' })).toEqual([
    '0.0',
    '1000.0',
    '1000.0',
  ]);
});

test('a task with subtasks earns their mean, an exact third of which is no percent', () => {
  const subtasks = [
    { progress: 100, reported: { until: [100, 100, 100], before: null } },
    { progress: 50, reported: { until: [null, null, 50], before: 0 } },
    { progress: 0 },
  ];
  expect(earned({ progress: 50, subtasks })).toEqual(['333.3', '333.3', '500.0']);
});

test('fixed formulas earn nothing or half before the end, and all at the end', () => {
  const reported = { until: [0, 60, 60], before: null };
  expect(earned({ reported }, EarnedValueMethod.ZERO_HUNDRED)).toEqual(['0.0', '0.0', '0.0']);
  expect(earned({ reported }, EarnedValueMethod.FIFTY_FIFTY)).toEqual(['0.0', '500.0', '500.0']);
  expect(earned({ progress: 100, reported }, EarnedValueMethod.ZERO_HUNDRED)).toEqual([
    '0.0',
    '0.0',
    '1000.0',
  ]);
  expect(
    earned(
      { progress: 0, actualStart: '2026-03-09', reported: { until: [0, 0, 0], before: null } },
      EarnedValueMethod.FIFTY_FIFTY,
    ),
  ).toEqual(['0.0', '500.0', '500.0']);
});

test('unproven work earns nothing, whatever is reported of it', () => {
  expect(earned({ isProven: [false, true, false] })).toEqual(['0.0', '800.0', '0.0']);
});

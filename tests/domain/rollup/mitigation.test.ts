import fc from 'fast-check';
import {
  addMitigation,
  computeMitigation,
  formatPercent,
  mitigationFromGroups,
  projectMitigation,
  removeMitigation,
  riskMitigation,
  type MitigatingTask,
} from '../../../src/domain/rollup/mitigation.ts';
import { compare, rational, ZERO } from '../../../src/domain/rational.ts';

const task = (
  mitigationPct: string | null,
  percent: number,
  more: Partial<MitigatingTask> = {},
): MitigatingTask => ({
  mitigationPct,
  progress: rational(percent),
  requiresEvidence: false,
  isProofCurrent: false,
  ...more,
});
const anyTask: fc.Arbitrary<MitigatingTask> = fc.record({
  mitigationPct: fc.option(fc.integer({ min: 0, max: 10_000 }).map((n) => (n / 100).toFixed(2))),
  progress: fc.tuple(fc.nat(700), fc.constantFrom(7, 8, 9)).map(([n, d]) => rational(n, d)),
  requiresEvidence: fc.boolean(),
  isProofCurrent: fc.boolean(),
});

test('a project: what is achieved of what is planned', () => {
  const state = computeMitigation([task('20.00', 50), task('10.00', 100), task(null, 100)]);
  expect(formatPercent(projectMitigation(state))).toBe('66.67');
  expect(projectMitigation(computeMitigation([task(null, 100)]))).toEqual(ZERO);
});

test('mitigation of work that requires evidence counts only with accepted evidence', () => {
  const claimed = task('20.00', 100, { requiresEvidence: true });
  const proven = { ...claimed, isProofCurrent: true };
  expect(formatPercent(projectMitigation(computeMitigation([claimed, task('20.00', 100)])))).toBe('50.00');
  expect(formatPercent(projectMitigation(computeMitigation([proven, task('20.00', 100)])))).toBe('100.00');
});

test('a risk: the sum of what its tasks take away, at most 90', () => {
  expect(formatPercent(riskMitigation(computeMitigation([task('20.00', 50), task('12.34', 25)])))).toBe(
    '13.09',
  );
  expect(formatPercent(riskMitigation(computeMitigation([task('60.00', 100), task('60.00', 100)])))).toBe(
    '90.00',
  );
});

test('percentages are stored with two places, half up', () => {
  expect([rational(1, 3), rational(5, 1000), rational(100), ZERO].map(formatPercent)).toEqual([
    '0.33',
    '0.01',
    '100.00',
    '0.00',
  ]);
});

test('kept sums equal fresh ones, and a project never exceeds 100', () => {
  fc.assert(
    fc.property(fc.array(anyTask), anyTask, (tasks, extra) => {
      const state = computeMitigation(tasks);
      expect(removeMitigation(addMitigation(state, extra), extra)).toEqual(state);
      expect(addMitigation(state, extra)).toEqual(computeMitigation([extra, ...tasks]));
      expect(compare(projectMitigation(state), rational(100))).toBeLessThanOrEqual(0);
      expect(compare(riskMitigation(state), rational(90))).toBeLessThanOrEqual(0);
    }),
  );
});

test('sums of tasks by their number of subtasks give the same as the tasks', () => {
  const some = fc.record({
    cents: fc.nat(10_000),
    percents: fc.array(fc.nat(100), { minLength: 1, maxLength: 5 }),
  });
  fc.assert(
    fc.property(fc.array(some, { maxLength: 8 }), (tasks) => {
      const groups = tasks.map(({ cents, percents }) => ({
        parts: BigInt(percents.length),
        mitigated: BigInt(cents * percents.reduce((sum, each) => sum + each, 0)),
      }));
      const each = tasks.map(({ cents, percents }) => ({
        ...task((cents / 100).toFixed(2), 0),
        progress: rational(
          percents.reduce((sum, one) => sum + one, 0),
          percents.length,
        ),
      }));
      expect(compare(mitigationFromGroups(groups).achieved, computeMitigation(each).achieved)).toBe(0);
    }),
  );
});

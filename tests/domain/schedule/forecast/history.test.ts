import { addDays } from '../../../../src/domain/civil-date.ts';
import { historiesOf, type FinishedTask } from '../../../../src/domain/schedule/forecast/history.ts';

const finished = (count: number, kind: string, actualDays: (n: number) => number): FinishedTask[] =>
  Array.from({ length: count }, (_, n) => ({
    kind,
    plannedDays: 10,
    actualDays: actualDays(n),
    finishedOn: addDays('2025-01-01', n),
  }));

test('a kind has a history from thirty finished tasks on, whatever the case and blanks of its name', () => {
  const tasks = [
    ...finished(15, 'Scope', () => 12),
    ...finished(15, ' scope ', () => 8),
    ...finished(29, 'Design', () => 10),
  ];
  const histories = historiesOf(tasks);
  expect(histories.map(({ kind, ratios }) => [kind, ratios.length, ratios[0], ratios.at(-1)])).toEqual([
    ['scope', 30, 0.8, 1.2],
  ]);
});

test('ratios beyond belief are cut, and work without a planned day says nothing', () => {
  const tasks = finished(30, 'Scope', (n) => (n === 0 ? 0 : n === 1 ? 10_000 : 10));
  const [history] = historiesOf([...tasks, { ...tasks[0]!, plannedDays: 0 }]);
  expect([history?.ratios.length, history?.ratios[0], history?.ratios.at(-1)]).toEqual([30, 0.05, 20]);
});

test('the calibration shows how the earlier cases would have told the later ones', () => {
  const steady = historiesOf(finished(300, 'Steady', (n) => 10 + ((n * 7) % 10)))[0]?.calibration;
  expect(steady?.cases).toBe(300);
  expect(Math.abs((steady?.coverageP80 ?? 0) - 80)).toBeLessThanOrEqual(10);
  expect(Math.abs((steady?.coverageP50 ?? 0) - 50)).toBeLessThanOrEqual(10);
  // The last third takes twice as long as all before.
  const worse = historiesOf(finished(300, 'Worse', (n) => (n < 200 ? 10 : 20)))[0]?.calibration;
  expect(worse).toMatchObject({ coverageP50: 0, coverageP80: 0 });
});

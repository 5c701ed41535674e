import { DEFAULT_ESCALATION } from '../../../src/domain/directory/escalation-settings.ts';
import { escalationStep, hoursToNext } from '../../../src/domain/watchdog/escalation.ts';

test.each([
  [1, 0, 6],
  [1, 1, 18],
  [1, 2, null],
  [2, 0, 48],
  [2, 1, null],
  [2, 7, null],
] as const)('an alert of level %i goes on from step %i after %p hours', (level, step, hours) => {
  expect(hoursToNext(level, step, DEFAULT_ESCALATION)).toBe(hours);
});

test('administrators hear of level 1 alone, a day after it was raised', () => {
  const steps = ([1, 2] as const).flatMap((level) =>
    [0, 1, 2, 3].map((step) => ({ level, ...escalationStep(level, step, DEFAULT_ESCALATION) })),
  );
  const theirs = steps.filter(({ to }) => to?.includes('administrators'));
  expect(theirs).toEqual([{ level: 1, afterHours: 24, to: ['administrators'] }]);
});

test('an organisation that wants its administrators before the reminder has them hear first', () => {
  const hours = { ...DEFAULT_ESCALATION, reminderHours: 8, administratorsHours: 2 };
  const steps = [0, 1, 2].map((step) => escalationStep(1, step, hours));
  expect(steps).toEqual([
    { afterHours: 0, to: ['owner', 'sponsor'] },
    { afterHours: 2, to: ['administrators'] },
    { afterHours: 8, to: ['owner', 'sponsor'] },
  ]);
  expect([0, 1, 2].map((step) => hoursToNext(1, step, hours))).toEqual([2, 6, null]);
});

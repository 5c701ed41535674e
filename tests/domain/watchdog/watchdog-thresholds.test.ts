import { thresholdRefusal, WATCHDOG_THRESHOLDS } from '../../../src/domain/watchdog/watchdog-thresholds.ts';

test.each<[string, unknown, object | null]>([
  ['stalledDays', 0, null],
  ['stalledDays', 1_000_000, null],
  ['stalledDays', null, null],
  ['stalledDays', 1_000_001, { expected: 'a whole number, 0 to 1000000', actual: 1_000_001 }],
  ['stalledDays', -1, { actual: -1 }],
  ['stalledDays', 2.5, { expected: 'a whole number, 0 to 1000000', actual: 2.5 }],
  ['stalledDays', '7', { actual: '7' }],
  ['clusterSharePercent', 2.5, null],
  ['clusterSharePercent', Number.NaN, { expected: 'a number, 0 to 1000000' }],
])('the threshold %s of %p is refused with %p', (name, value, refusal) => {
  const found = thresholdRefusal(name, value);
  if (refusal === null) expect(found).toBeNull();
  else expect(found).toMatchObject(refusal);
});

test('a name that there is not is refused with the names that there are, also when it is given back', () => {
  const expected = `one of ${Object.keys(WATCHDOG_THRESHOLDS).join(', ')}`;
  expect(thresholdRefusal('overdueDay', 1)).toEqual({ expected, actual: 'overdueDay' });
  expect(thresholdRefusal('toString', null)).toEqual({ expected, actual: 'toString' });
});

test('every default is a threshold that would be taken', () => {
  const refusals = Object.entries(WATCHDOG_THRESHOLDS).map(([name, value]) => thresholdRefusal(name, value));
  expect(refusals.every((refusal) => refusal === null)).toBe(true);
});

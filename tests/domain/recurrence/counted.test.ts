import fc from 'fast-check';
import { addDays, addMonths } from '../../../src/domain/civil-date.ts';
import { countedOccurrence, type CountableOccurrence } from '../../../src/domain/recurrence/counted.ts';

const occurrence = (taskId: string, more: Partial<CountableOccurrence> = {}): CountableOccurrence => ({
  taskId,
  nominalOn: `${taskId}-03-31`,
  dueOn: `${taskId}-03-31`,
  isCompleted: false,
  requiresEvidence: true,
  isProofCurrent: false,
  ...more,
});
const PROVEN = { isCompleted: true, isProofCurrent: true };

test('a yearly control counts by its newest proven work, and by the oldest open one once nothing is proven', () => {
  const [first, second, third] = ['2026', '2027', '2028'] as const;
  expect(countedOccurrence([occurrence(first)], '2026-03-18')).toBe(first);
  expect(countedOccurrence([occurrence(first, PROVEN), occurrence(second)], '2026-03-30')).toBe(first);
  const late = [occurrence(first, PROVEN), occurrence(second, PROVEN), occurrence(third)];
  expect(countedOccurrence(late, '2028-04-14')).toBe(second);
  const LAPSED = { isCompleted: true };
  const lapsed = [
    occurrence(first, LAPSED),
    occurrence(second, LAPSED),
    occurrence(third),
    occurrence('2029'),
  ];
  expect(countedOccurrence(lapsed, '2028-04-15')).toBe(third);
  expect(countedOccurrence([occurrence(first, LAPSED), occurrence(second, LAPSED)], '2029-01-01')).toBe(
    second,
  );
  expect(countedOccurrence([], '2026-01-01')).toBeNull();
});

test('work that needs no evidence is in force until a later one is late', () => {
  const PLAIN = { requiresEvidence: false };
  const done = occurrence('2026', { ...PLAIN, isCompleted: true });
  const next = occurrence('2027', PLAIN);
  expect(countedOccurrence([done, next], '2027-03-31')).toBe('2026');
  expect(countedOccurrence([done, next], '2027-04-01')).toBe('2027');
  expect(countedOccurrence([next, occurrence('2028', { ...PLAIN, isCompleted: true })], '2029-04-01')).toBe(
    '2028',
  );
});

test('one of any occurrences counts, in whatever order they come', () => {
  const each = fc.record({
    at: fc.integer({ min: 0, max: 40 }),
    isCompleted: fc.boolean(),
    requiresEvidence: fc.boolean(),
    isProofCurrent: fc.boolean(),
  });
  const some = fc.uniqueArray(each, { minLength: 1, maxLength: 12, selector: ({ at }) => at });
  fc.assert(
    fc.property(some, fc.integer({ min: 0, max: 1500 }), (drawn, day) => {
      const all = drawn.map(({ at, ...rest }) => {
        const nominalOn = addMonths('2026-01-31', at);
        return { ...rest, taskId: `task ${at}`, nominalOn, dueOn: nominalOn };
      });
      const counted = countedOccurrence(all, addDays('2026-01-01', day));
      expect(all.map(({ taskId }) => taskId)).toContain(counted);
      expect(countedOccurrence([...all].reverse(), addDays('2026-01-01', day))).toBe(counted);
    }),
  );
});

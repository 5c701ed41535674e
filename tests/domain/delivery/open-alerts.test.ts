import fc from 'fast-check';
import { referencesTo, stillTold } from '../../../src/domain/delivery/open-alerts.ts';

const alert = (subject: string) => ({ code: 'task_overdue', subject });

test.each([
  ['none is resolved', ['a', 'b'], 'Told'],
  ['one of two is resolved', ['a'], 'Told\n1 of these 2 is resolved since.'],
  ['all are resolved', [] as string[], undefined],
])('where %s, a message says so', (_, open, text) => {
  const item = { text: 'Told', alerts: [alert('a'), alert('b')] };
  expect(stillTold(item, ({ subject }) => open.includes(subject))?.text).toBe(text);
});

test('a message about no alerts, or about more than are kept with it, is told as it is', () => {
  for (const alerts of [undefined, null, []])
    expect(stillTold({ text: null, alerts }, () => false)).toMatchObject({ text: null });
  expect(referencesTo(Array.from({ length: 51 }, (_, n) => alert(String(n))))).toBeNull();
  expect(
    referencesTo(Array.from({ length: 50 }, (_, n) => ({ ...alert(String(n)), message: 'x' })))?.[0],
  ).toEqual(alert('0'));
});

test('a message is left out exactly when none of its alerts is open', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 50 }), (open) => {
      const item = { text: 'Told', alerts: open.map((_, n) => alert(String(n))) };
      const told = stillTold(item, ({ subject }) => open[Number(subject)] ?? false);
      expect(told === null).toBe(!open.includes(true));
    }),
  );
});

import fc from 'fast-check';
import {
  afterAttempt,
  attemptsOf,
  DELIVERY_KINDS,
  retryAfterSeconds,
} from '../../../src/domain/delivery/retry-schedule.ts';

const FAILED = { outcome: 'failed' } as const;
const kinds = fc.constantFrom(...DELIVERY_KINDS);

test('a webhook that never answers is tried ten times over three days, and then is dead', () => {
  let waited = 0;
  let attempt = 1;
  for (; ; attempt++) {
    const after = afterAttempt('webhook', attempt, FAILED, 0.5);
    if (after.state !== 'pending') {
      expect(after.state).toBe('dead');
      break;
    }
    waited += after.afterSeconds;
  }
  expect(attempt).toBe(10);
  expect(waited / 3600).toBeCloseTo(75.58, 1);
});

test('a pause is at most a fifth longer or shorter than planned', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (chance) => {
      const after = afterAttempt('email', 2, FAILED, chance);
      const seconds = after.state === 'pending' ? after.afterSeconds : NaN;
      expect(seconds).toBeGreaterThanOrEqual(240);
      expect(seconds).toBeLessThanOrEqual(360);
    }),
  );
});

test('no pause is shorter than the other side asks for, up to a day', () => {
  fc.assert(
    fc.property(kinds, fc.nat(1_000_000), (kind, retryAfter) => {
      const after = afterAttempt(kind, 1, { ...FAILED, retryAfter }, 0);
      expect(after.state === 'pending' && after.afterSeconds).toBeGreaterThanOrEqual(
        Math.min(retryAfter, 86_400),
      );
      expect(after.state === 'pending' && after.afterSeconds).toBeLessThanOrEqual(86_400);
    }),
  );
});

test('what was taken is over, and what is refused for good is not tried again', () => {
  fc.assert(
    fc.property(kinds, fc.integer({ min: 1, max: 20 }), (kind, attempt) => {
      expect(afterAttempt(kind, attempt, { outcome: 'sent' }, 0)).toEqual({ state: 'sent' });
      expect(afterAttempt(kind, attempt, { outcome: 'refused' }, 0)).toEqual({ state: 'dead' });
      expect(afterAttempt(kind, attempt, { outcome: 'gone' }, 0).state).not.toBe('pending');
      const isTriedAgain = afterAttempt(kind, attempt, FAILED, 0).state === 'pending';
      expect(isTriedAgain).toBe(attempt < attemptsOf(kind));
    }),
  );
});

test.each([
  ['120', 120],
  [' 7 ', 7],
  ['Wed, 21 Oct 2026 07:28:30 GMT', 30],
  ['Wed, 21 Oct 2026 07:27:00 GMT', 0],
  ['soon', 0],
  [undefined, 0],
])('Retry-After %p asks for %p seconds', (header, seconds) => {
  expect(retryAfterSeconds(header, Date.parse('2026-10-21T07:28:00Z'))).toBe(seconds);
});

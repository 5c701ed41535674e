import fc from 'fast-check';
import { CircuitBreaker } from '../../../src/domain/advice/circuit-breaker.ts';

const LIMITS = { failures: 3, openMs: 1_000 };

test('after some failures in a row nothing passes for a while, then one call tries', () => {
  const breaker = new CircuitBreaker(LIMITS);
  for (let n = 0; n < 3; n++) {
    expect(breaker.enter(0)).toBe(true);
    breaker.failed(0);
  }
  expect(breaker.enter(999)).toBe(false);
  expect(breaker.enter(1_000)).toBe(true);
  expect(breaker.enter(1_000)).toBe(false);
  breaker.failed(1_000);
  expect(breaker.enter(1_999)).toBe(false);
  expect(breaker.enter(2_000)).toBe(true);
  breaker.succeeded();
  expect([breaker.enter(2_000), breaker.enter(2_000)]).toEqual([true, true]);
});

test('a success in between begins the count anew', () => {
  const breaker = new CircuitBreaker(LIMITS);
  for (const went of [false, false, true, false, false]) {
    expect(breaker.enter(0)).toBe(true);
    if (went) breaker.succeeded();
    else breaker.failed(0);
  }
  expect(breaker.isClosed(0)).toBe(true);
});

test('a try that we break off ourselves leaves the way for the next one', () => {
  const breaker = new CircuitBreaker(LIMITS);
  for (let n = 0; n < 3; n++) breaker.failed(0);
  expect(breaker.enter(1_000)).toBe(true);
  breaker.left();
  expect(breaker.enter(1_000)).toBe(true);
});

test('whatever happens, it never stays shut for longer than its time once no call is under way', () => {
  const step = fc.record({ wait: fc.nat(1_500), goes: fc.constantFrom('well', 'ill', 'away') });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const breaker = new CircuitBreaker(LIMITS);
      let now = 0;
      for (const { wait, goes } of steps) {
        now += wait;
        if (!breaker.enter(now)) continue;
        if (goes === 'well') breaker.succeeded();
        else if (goes === 'ill') breaker.failed(now);
        else breaker.left();
      }
      expect(breaker.isClosed(now + LIMITS.openMs)).toBe(true);
    }),
  );
});

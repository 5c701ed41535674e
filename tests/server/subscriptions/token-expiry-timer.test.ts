import { startTokenExpiryTimer } from '../../../src/server/subscriptions/token-expiry-timer.ts';

const DAY_MS = 86_400_000;

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('a token that lives for longer than a timer can count is heard of when it expires, and not before', () => {
  const expired = jest.fn();
  startTokenExpiryTimer((Date.now() + 60 * DAY_MS) / 1000, expired);
  jest.advanceTimersByTime(60 * DAY_MS - 1);
  expect(expired).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1);
  expect(expired).toHaveBeenCalledTimes(1);
});

test('what has expired already is said soon, and what nobody waits for any more is not said', () => {
  const [late, taken, never] = [jest.fn(), jest.fn(), jest.fn()];
  startTokenExpiryTimer(Date.now() / 1000 - 5, late);
  startTokenExpiryTimer(Date.now() / 1000 + 60 * 86_400, taken)();
  startTokenExpiryTimer(undefined, never);
  jest.advanceTimersByTime(90 * DAY_MS);
  expect([late, taken, never].map((each) => each.mock.calls.length)).toEqual([1, 0, 0]);
});

import { createClock } from '../src/clock.ts';

const LATE_EVENING = new Date('2026-03-31T23:30:00Z');

test('today is the civil date of the time zone', () => {
  const clock = createClock(null, () => LATE_EVENING);
  expect(clock.today('UTC')).toBe('2026-03-31');
  expect(clock.today('Asia/Tokyo')).toBe('2026-04-01');
  expect(clock.today('America/New_York')).toBe('2026-03-31');
});

test('a fixed day is today everywhere, and leaves the time alone', () => {
  const clock = createClock('2024-12-31', () => LATE_EVENING);
  expect(clock.today('Asia/Tokyo')).toBe('2024-12-31');
  expect(clock.now()).toBe(LATE_EVENING);
});

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

test('the date turns with the second at midnight of the zone, forwards and back, whatever was asked before', () => {
  const zone = 'Asia/Kathmandu'; // 5 hours and 45 minutes ahead
  const turns = [
    ['2026-06-30T18:14:59.999Z', '2026-06-30'],
    ['2026-06-30T18:15:00.000Z', '2026-07-01'],
    ['2026-06-30T18:15:59.999Z', '2026-07-01'],
    ['2026-06-30T18:14:00.000Z', '2026-06-30'],
    ['1969-12-31T18:29:59.999Z', '1969-12-31'], // 5 hours and 30 minutes ahead at the time
    ['1969-12-31T18:30:00.000Z', '1970-01-01'],
  ];
  let now = '';
  const clock = createClock(null, () => new Date(now));
  for (const [instant = '', date] of turns) {
    now = instant;
    expect(clock.today(zone)).toBe(date);
    expect(clock.today('UTC')).toBe(instant.slice(0, 10));
  }
});

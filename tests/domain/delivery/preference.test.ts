import fc from 'fast-check';
import {
  DEFAULT_PREFERENCES,
  minuteOfDay,
  sendingOf,
  type Preference,
} from '../../../src/domain/delivery/preference.ts';

const EMAIL = DEFAULT_PREFERENCES.email;
const at = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const quiet = { ...EMAIL, quietFrom: '22:00', quietTo: '07:00' };
const daily = { ...EMAIL, digest: 'daily' } as const;

test.each<[string, Preference, number | null, string, object]>([
  ['work is told at once', EMAIL, null, '12:00', { way: 'single', afterMinutes: 0 }],
  ['an alert of level 2 is told at once', EMAIL, 2, '12:00', { way: 'single', afterMinutes: 0 }],
  ['an alert of level 3 comes with the digest', EMAIL, 3, '12:00', { way: 'digest', afterMinutes: 1200 }],
  ['an alert of level 4 is told in the platform alone', EMAIL, 4, '12:00', { way: 'none' }],
  ['what is switched off is not sent', { ...EMAIL, isOn: false }, 1, '12:00', { way: 'none' }],
  ['whoever wants level 1 alone gets no work', { ...EMAIL, minLevel: 1 }, null, '12:00', { way: 'none' }],
  ['quiet hours put off work', quiet, null, '23:30', { way: 'single', afterMinutes: 450 }],
  ['quiet hours put off level 2', quiet, 2, '06:59', { way: 'single', afterMinutes: 1 }],
  ['level 1 breaks quiet hours', quiet, 1, '23:30', { way: 'single', afterMinutes: 0 }],
  ['quiet hours end with their last minute', quiet, 2, '07:00', { way: 'single', afterMinutes: 0 }],
  ['a daily digest gathers work', daily, null, '07:59', { way: 'digest', afterMinutes: 1 }],
  ['a daily digest does not gather level 2', daily, 2, '07:59', { way: 'single', afterMinutes: 0 }],
  ['the digest of today has gone at eight', daily, null, '08:00', { way: 'digest', afterMinutes: 1440 }],
  [
    'a digest waits for the end of quiet hours',
    { ...daily, quietFrom: '07:00', quietTo: '09:00' },
    null,
    '07:30',
    { way: 'digest', afterMinutes: 90 },
  ],
])('%s', (...[, preference, level, time, expected]) => {
  expect(sendingOf(preference, level, at(time), at('08:00'))).toEqual(expected);
});

const times = fc
  .nat(1439)
  .map((m) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`);

const preferences: fc.Arbitrary<Preference> = fc.record({
  isOn: fc.constant(true),
  minLevel: fc.constant(3),
  digest: fc.constantFrom('none', 'daily'),
  quietFrom: times,
  quietTo: times,
});

test('nothing but level 1 is ever sent within quiet hours, and everything within two days', () => {
  const levels = fc.constantFrom(null, 1, 2, 3);
  fc.assert(
    fc.property(preferences, fc.nat(1439), levels, fc.nat(23), (preference, minute, level, digestHour) => {
      const sending = sendingOf(preference, level, minute, digestHour * 60);
      const after = sending.way === 'none' ? NaN : sending.afterMinutes;
      expect(after).toBeLessThanOrEqual(2 * 1440);
      if (level === 1) return expect(after).toBe(0);
      const sentAt = (minute + after) % 1440;
      const [start, end] = [at(preference.quietFrom ?? ''), at(preference.quietTo ?? '')];
      const isAfter = sentAt >= start;
      const isBefore = sentAt < end;
      expect(start <= end ? isAfter && isBefore : isAfter || isBefore).toBe(false);
    }),
  );
});

test('the minute of the day is that of the time zone', () => {
  expect(minuteOfDay(new Date('2026-11-30T23:30:00Z'), 'Europe/Berlin')).toBe(30);
  expect(minuteOfDay(new Date('2026-11-30T23:30:00Z'), 'America/New_York')).toBe(at('18:30'));
});

import fc from 'fast-check';
import {
  addDays,
  compareDates,
  daysBetween,
  earlierDate,
  fromDayNumber,
  isCivilDate,
  laterDate,
  parseCivilDate,
  toDayNumber,
} from '../../src/domain/civil-date.ts';
import { refusal } from './refusal.ts';

const dayNumbers = fc.integer({ min: toDayNumber('0001-01-01'), max: toDayNumber('9999-12-31') });

test('civil dates have the day numbers of known days', () => {
  expect(toDayNumber('1970-01-01')).toBe(0);
  expect(toDayNumber('2000-03-01')).toBe(11_017);
  expect(toDayNumber('1969-12-31')).toBe(-1);
  expect(toDayNumber('0001-01-01')).toBe(-719_162);
  expect(toDayNumber('9999-12-31')).toBe(2_932_896);
});

test('numbers and dates are each other’s inverse, and agree with the engine’s UTC calendar', () => {
  fc.assert(
    fc.property(dayNumbers, (number) => {
      const date = fromDayNumber(number);
      expect(toDayNumber(date)).toBe(number);
      expect(new Date(number * 86_400_000).toISOString().slice(0, 10)).toBe(date);
      expect(isCivilDate(date)).toBe(true);
    }),
  );
});

test('the order of dates is the order of their numbers', () => {
  fc.assert(
    fc.property(dayNumbers, dayNumbers, (a, b) => {
      const [left, right] = [fromDayNumber(a), fromDayNumber(b)];
      expect(compareDates(left, right)).toBe(Math.sign(a - b));
      expect(addDays(left, b - a)).toBe(right);
      expect(daysBetween(left, right)).toBe(b - a);
      expect(toDayNumber(earlierDate(left, right))).toBe(Math.min(a, b));
      expect(toDayNumber(laterDate(left, right))).toBe(Math.max(a, b));
    }),
  );
});

test.each([
  '2023-02-29',
  '1900-02-29',
  '2024-04-31',
  '2024-13-01',
  '2024-00-10',
  '2024-01-00',
  '0000-01-01',
  '2024-1-1',
  ' 2024-01-01',
  '2024-01-01T00:00:00Z',
  '',
  'today',
  '٢٠٢٤-٠١-٠١',
])('%j is not a civil date', (text) => {
  expect(isCivilDate(text)).toBe(false);
  expect(() => parseCivilDate(text, 'input.startDate')).toThrow(
    refusal('BAD_USER_INPUT', { pit: 'PIT006', field: 'input.startDate' }),
  );
});

test('leap days exist in leap years', () => {
  expect(parseCivilDate('2024-02-29', 'd')).toBe('2024-02-29');
  expect(parseCivilDate('2000-02-29', 'd')).toBe('2000-02-29');
});

test('a date beyond the years of the calendar is refused', () => {
  expect(() => addDays('9999-12-31', 1)).toThrow('date out of range');
  expect(() => addDays('0001-01-01', -1)).toThrow('date out of range');
  expect(() => fromDayNumber(Number.NaN)).toThrow('date out of range');
});

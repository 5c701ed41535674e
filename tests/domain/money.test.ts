import fc from 'fast-check';
import {
  fromCents,
  MAX_CENTS,
  parseMoney,
  requireStorable,
  sumCents,
  toCents,
} from '../../src/domain/money.ts';
import { refusal } from './refusal.ts';

const cents = fc.bigInt({ min: 0n, max: MAX_CENTS });

test('a printed amount parses to itself', () => {
  fc.assert(
    fc.property(cents, (amount) => {
      expect(parseMoney(fromCents(amount), 'cost')).toBe(amount);
      expect(toCents(fromCents(-amount))).toBe(-amount);
    }),
  );
});

test.each([
  ['0', 0n],
  ['0.5', 50n],
  ['0.05', 5n],
  ['1250', 125_000n],
  ['9999999999.99', MAX_CENTS],
])('the amount %s is %s cents', (text, amount) => {
  expect(parseMoney(text, 'cost')).toBe(amount);
});

test.each([
  '',
  ' 1',
  '1 ',
  '+1',
  '-1',
  '-0',
  '1e3',
  'NaN',
  'Infinity',
  '1.234',
  '1.',
  '.5',
  '01',
  '1,000',
  '0x10',
  '١',
  '10000000000',
  '1\n',
  12.5,
  null,
])('%j is refused as an amount', (text) => {
  expect(() => parseMoney(text, 'input.capexCost')).toThrow(
    refusal('BAD_USER_INPUT', { field: 'input.capexCost' }),
  );
});

test('sums are exact where floats are not', () => {
  expect(fromCents(sumCents(['0.10', '0.20', '0.30'].map(toCents)))).toBe('0.60');
  expect(sumCents([1n, null, 2n])).toBe(3n);
});

test('a sum of money is checked against its column', () => {
  expect(requireStorable(MAX_CENTS, 'capexTotal')).toBe(MAX_CENTS);
  expect(() => requireStorable(MAX_CENTS + 1n, 'capexTotal')).toThrow(
    refusal('BAD_USER_INPUT', { field: 'capexTotal' }),
  );
  expect(() => requireStorable(-1n, 'capexTotal')).toThrow('out of range');
});

test('an amount that the database never writes is a fault', () => {
  expect(() => toCents('NaN')).toThrow('not a decimal');
});

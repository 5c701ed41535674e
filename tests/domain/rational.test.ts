import fc from 'fast-check';
import {
  add,
  compare,
  divide,
  rational,
  roundHalfUp,
  scale,
  subtract,
  ZERO,
} from '../../src/domain/rational.ts';

const fractions = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 9n }))
  .map(([numerator, denominator]) => rational(numerator, denominator));

test('fractions are kept in lowest terms, so equal ones look equal', () => {
  expect(rational(6, -4)).toEqual({ numerator: -3n, denominator: 2n });
  expect(rational(0, 7)).toEqual(ZERO);
  expect(() => rational(1, 0)).toThrow(RangeError);
});

test('addition, subtraction and scaling undo each other', () => {
  fc.assert(
    fc.property(fractions, fractions, fc.bigInt({ min: 1n, max: 10n ** 6n }), (a, b, n) => {
      expect(subtract(add(a, b), b)).toEqual(a);
      expect(divide(scale(a, n), n)).toEqual(a);
      expect(compare(add(a, b), a)).toBe(compare(b, ZERO));
    }),
  );
});

test('halves round up, and nothing moves by more than a half', () => {
  expect([rational(1, 2), rational(5, 2), rational(-1, 2), rational(-3, 2)].map(roundHalfUp)).toEqual([
    1n,
    3n,
    0n,
    -1n,
  ]);
  fc.assert(
    fc.property(fractions, (a) => {
      const distance = subtract(rational(roundHalfUp(a)), a);
      expect(compare(distance, rational(1, 2))).toBeLessThanOrEqual(0);
      expect(compare(distance, rational(-1, 2))).toBeGreaterThan(0);
    }),
  );
});

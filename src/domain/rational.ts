/** An exact fraction in lowest terms; the denominator is positive. */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const ZERO: Rational = { numerator: 0n, denominator: 1n };

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

/**
 * numerator / denominator in lowest terms.
 * @throws RangeError for a zero denominator: the caller decides beforehand what that means.
 */
export function rational(numerator: bigint | number, denominator: bigint | number = 1n): Rational {
  const [top, bottom] = [BigInt(numerator), BigInt(denominator)];
  if (bottom === 0n) throw new RangeError('a fraction needs a denominator');
  const divisor = greatestCommonDivisor(top, bottom) * (bottom < 0n ? -1n : 1n);
  return { numerator: top / divisor, denominator: bottom / divisor };
}

export function add(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, { numerator: -b.numerator, denominator: b.denominator });
}

/** The fraction times a whole number. */
export function scale(a: Rational, factor: bigint): Rational {
  return rational(a.numerator * factor, a.denominator);
}

/** @throws RangeError when the divisor is 0. */
export function divide(a: Rational, divisor: bigint): Rational {
  return rational(a.numerator, a.denominator * divisor);
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** @throws RangeError when the divisor is 0. */
export function divideBy(a: Rational, b: Rational): Rational {
  return rational(a.numerator * b.denominator, a.denominator * b.numerator);
}

/** The smallest whole number that is not less. */
export function roundUp(a: Rational): bigint {
  const quotient = a.numerator / a.denominator;
  return a.numerator > 0n && quotient * a.denominator !== a.numerator ? quotient + 1n : quotient;
}

/** The fraction as a decimal of so many places, halves upwards: `-1/8` of two places is `-0.12`. */
export function toDecimal(a: Rational, places: number): string {
  const rounded = roundHalfUp(scale(a, 10n ** BigInt(places)));
  const digits = (rounded < 0n ? -rounded : rounded).toString().padStart(places + 1, '0');
  const sign = rounded < 0n ? '-' : '';
  if (places === 0) return sign + digits;
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Negative, 0 or positive as `a` is less than, equal to or more than `b`. */
export function compare(a: Rational, b: Rational): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

/** The nearest whole number, halves upwards (towards positive infinity). */
export function roundHalfUp(a: Rational): bigint {
  const top = 2n * a.numerator + a.denominator;
  const bottom = 2n * a.denominator;
  const quotient = top / bottom;
  return top < 0n && quotient * bottom !== top ? quotient - 1n : quotient;
}

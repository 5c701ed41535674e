import { badInput } from './errors.ts';

/**
 * Money is a decimal string outside (`"1250.00"`, as NUMERIC(12,2) prints it) and a whole number of cents
 * inside. It is never a floating-point number.
 */
export type Money = string;

/** The most that a NUMERIC(12,2) column holds, in cents. */
export const MAX_CENTS = 999_999_999_999n;

const AMOUNT = /^(0|[1-9]\d{0,9})(?:\.(\d{1,2}))?$/;
const STORED = /^(-?)(\d+)(?:\.(\d{1,2}))?$/;

/**
 * An amount from a caller as cents: digits, at most two decimals, no sign, exponent, blank or leading zero.
 * @throws PitError BAD_USER_INPUT naming `field`; the form bounds it to what the column holds.
 */
export function parseMoney(text: unknown, field: string): bigint {
  const match = typeof text === 'string' ? AMOUNT.exec(text) : null;
  if (match === null) {
    throw badInput(`${field} is not an amount of money`, {
      field,
      expected: 'a decimal string such as "1250.00", from 0 to 9999999999.99',
      actual: String(text).slice(0, 40),
    });
  }
  return BigInt(match[1] ?? '0') * 100n + BigInt((match[2] ?? '').padEnd(2, '0'));
}

/**
 * A decimal that the database wrote, as cents; sums may be longer than a column and differences negative.
 * @throws Error when it is no decimal of two places: a fault of ours, not of the caller.
 */
export function toCents(decimal: string): bigint {
  const match = STORED.exec(decimal);
  if (match === null) throw new Error(`not a decimal of two places: ${decimal.slice(0, 40)}`);
  const cents = BigInt(match[2] ?? '0') * 100n + BigInt((match[3] ?? '').padEnd(2, '0'));
  return match[1] === '-' ? -cents : cents;
}

/** Cents as a decimal string of two places: `-5n` is `"-0.05"`. */
export function fromCents(cents: bigint): Money {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** The exact sum of cents; null counts as nothing. */
export function sumCents(amounts: Iterable<bigint | null>): bigint {
  let sum = 0n;
  for (const amount of amounts) sum += amount ?? 0n;
  return sum;
}

/**
 * The same cents, once they are known to fit a NUMERIC(12,2) column that holds no negative amounts.
 * @throws PitError BAD_USER_INPUT naming `field`, e.g. for a total that its parts have outgrown.
 */
export function requireStorable(cents: bigint, field: string): bigint {
  if (cents >= 0n && cents <= MAX_CENTS) return cents;
  throw badInput(`${field} is out of range`, {
    field,
    expected: `0.00 to ${fromCents(MAX_CENTS)}`,
    actual: fromCents(cents),
  });
}

import { badInput } from '../../errors.ts';

/** The most entries of each list of a comparison that are given at once. */
export const MOST_ENTRIES = 1_000;

/** Which entries of each list of a comparison are given. */
export interface ComparisonEntries {
  readonly offset: number;
  readonly limit: number;
}

/**
 * The entries that are asked for; the first 1,000 where nothing is said.
 * @throws PitError BAD_USER_INPUT for numbers out of range.
 */
export function requireEntries(asked: ComparisonEntries | null | undefined): ComparisonEntries {
  const { offset, limit } = asked ?? { offset: 0, limit: MOST_ENTRIES };
  requireWithin(offset, 0, Number.MAX_SAFE_INTEGER, 'entries.offset');
  requireWithin(limit, 1, MOST_ENTRIES, 'entries.limit');
  return { offset, limit };
}

function requireWithin(value: number, least: number, most: number, field: string): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const expected = `a whole number from ${least} to ${most}`;
  throw badInput('That many entries cannot be given.', { field, expected, actual: value });
}

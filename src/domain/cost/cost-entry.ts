import { badInput, conflict } from '../errors.ts';
import { fromCents, parseMoney, type Money } from '../money.ts';
import { optionalText } from '../text.ts';

const MAX_NOTE = 2_000;

/** Amounts of a snapshot by their names, from a caller. */
export interface SpokenAmounts {
  readonly capexCommitted?: string | null;
  readonly capexSpent?: string | null;
  readonly opexCommitted?: string | null;
  readonly opexSpent?: string | null;
}

export const AMOUNTS = ['capexCommitted', 'capexSpent', 'opexCommitted', 'opexSpent'] as const;

/** The same as they are stored. */
export type Amounts = Readonly<Record<(typeof AMOUNTS)[number], Money>>;

/** A snapshot that was recorded: a moment in ISO 8601, amounts with two places. */
export interface RecordedCost extends Amounts {
  readonly capturedAt: string;
}

/**
 * The amounts as they are stored; what is not given is nothing.
 * @param at where they stand in the input.
 * @throws PitError BAD_USER_INPUT naming the amount.
 */
export function requireAmounts(spoken: SpokenAmounts, at: string): Amounts {
  const [capexCommitted, capexSpent, opexCommitted, opexSpent] = AMOUNTS.map((name) => {
    const amount = spoken[name];
    return fromCents(amount == null ? 0n : parseMoney(amount, `${at}.${name}`));
  }) as [Money, Money, Money, Money];
  return { capexCommitted, capexSpent, opexCommitted, opexSpent };
}

/** @throws PitError BAD_USER_INPUT naming `field`. */
export function requireNote(note: unknown, field: string): string | null {
  return optionalText(note, field, MAX_NOTE);
}

/** Nobody has spent in the future. @throws PitError BAD_USER_INPUT naming `field`. */
export function requirePassed(capturedAt: string, now: string, field: string): void {
  if (Date.parse(capturedAt) <= Date.parse(now)) return;
  throw badInput('The moment is still to come.', { field, expected: `until ${now}`, actual: capturedAt });
}

/**
 * Goes on where a snapshot continues those that are recorded, or is said to correct them: its moment lies after the newest
 * one. Two of one moment are an original and its correction, of which the one recorded last holds.
 * @param newest the newest moment of the project; null without any.
 * @throws PitError CONFLICT naming `field`.
 */
export function requireContinuation(
  capturedAt: string,
  { newest, isCorrection }: { readonly newest: string | null; readonly isCorrection: boolean },
  field: string,
): void {
  if (isCorrection || newest === null || Date.parse(capturedAt) > Date.parse(newest)) return;
  throw conflict('A later cost snapshot is recorded already: say that this one is a correction.', {
    field,
    expected: `after ${newest}, or isCorrection: true`,
    actual: capturedAt,
    newest,
  });
}

/** Whether two snapshots say the same of the same moment. */
export function isSameCost(a: RecordedCost, b: RecordedCost): boolean {
  return (
    Date.parse(a.capturedAt) === Date.parse(b.capturedAt) && AMOUNTS.every((name) => a[name] === b[name])
  );
}

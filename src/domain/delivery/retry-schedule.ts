/** By what something leaves the house. */
export const DELIVERY_KINDS = ['email', 'push', 'webhook'] as const;
export type DeliveryKind = (typeof DELIVERY_KINDS)[number];

/**
 * What one attempt came to.
 * - `sent`: the other side has taken it.
 * - `failed`: it may be taken later.
 * - `refused`: it never will be, whatever the time.
 * - `gone`: nobody is there any more; nothing else should be sent there either.
 * - `unwanted`: there was no attempt, since nobody is to get it any more.
 */
export interface Attempt {
  readonly outcome: 'sent' | 'failed' | 'refused' | 'gone' | 'unwanted';
  /** The status of the answer, where there was one. */
  readonly status?: number;
  readonly error?: string;
  /** Seconds that the other side asks to be left alone for. */
  readonly retryAfter?: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Pauses in seconds after each attempt that failed. Webhooks: the example of Standard Webhooks 1.0.0, 75.6 hours in all. */
const PAUSES: Readonly<Record<DeliveryKind, readonly number[]>> = {
  webhook: [5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
  email: [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR],
  push: [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 4 * HOUR],
};

/** The share by which a pause is longer or shorter, so that what failed together is not tried again together. */
const JITTER = 0.2;
/** Whoever asks for more is tried again after it. */
const LONGEST_PAUSE = 24 * HOUR;

/** Attempts that are made before a delivery is dead. */
export function attemptsOf(kind: DeliveryKind): number {
  return PAUSES[kind].length + 1;
}

/** What becomes of a delivery after an attempt; a pending one is tried again after so many seconds. */
export type AfterAttempt =
  | { readonly state: 'sent' | 'dead' | 'cancelled' }
  | { readonly state: 'pending'; readonly afterSeconds: number };

/**
 * @param attempt number of the attempt, the first is 1.
 * @param chance a number of at least 0 and below 1, from which the jitter is taken.
 */
export function afterAttempt(
  kind: DeliveryKind,
  attempt: number,
  { outcome, retryAfter = 0 }: Attempt,
  chance: number,
): AfterAttempt {
  if (outcome === 'sent') return { state: 'sent' };
  if (outcome === 'unwanted') return { state: 'cancelled' };
  if (outcome === 'gone') return { state: kind === 'push' ? 'cancelled' : 'dead' };
  const pause = PAUSES[kind][attempt - 1];
  if (outcome === 'refused' || pause === undefined) return { state: 'dead' };
  const jittered = pause * (1 - JITTER + 2 * JITTER * chance);
  return { state: 'pending', afterSeconds: Math.max(jittered, Math.min(retryAfter, LONGEST_PAUSE)) };
}

/** What an endpoint has not taken, in a row. */
export interface Failures {
  /** Seconds since the first of them. */
  readonly failingFor: number;
  readonly failedAttempts: number;
  readonly failedEvents: number;
}

/** An endpoint that has taken nothing for so long is disabled, in seconds. */
export const FAILING_FOR = 5 * 24 * HOUR;
/** Failures that are further apart are not in a row: nothing was tried between them. The longest pause is 29 hours, in seconds. */
export const FAILURES_APART = 48 * HOUR;
const FEWEST_EVENTS = 2;

/** Whether an endpoint is to be disabled: for five days it has taken none of several events, each of which was tried over and over. */
export function isGivenUp({ failingFor, failedAttempts, failedEvents }: Failures): boolean {
  return (
    failingFor >= FAILING_FOR && failedAttempts >= attemptsOf('webhook') && failedEvents >= FEWEST_EVENTS
  );
}

/**
 * Seconds that a `Retry-After` header asks for, by number or by date (RFC 9110, 10.2.3); 0 for none that can be read.
 * @param now milliseconds since the epoch.
 */
export function retryAfterSeconds(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const time = Date.parse(header);
  return Number.isNaN(time) ? 0 : Math.max(0, (time - now) / 1_000);
}

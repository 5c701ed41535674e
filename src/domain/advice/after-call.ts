/**
 * What a call of a model came to.
 * - `answered`: with an answer that fits the question.
 * - `unfit`: with one that does not.
 * - `declined`: the model does not want to answer.
 * - `failed`: there was no answer; it may come later.
 * - `rejected`: the server does not take the question, and never will.
 */
export type CallOutcome = 'answered' | 'unfit' | 'declined' | 'failed' | 'rejected';

/** Calls that are made before a question is given up. */
export const MOST_CALLS = 3;

/** Pauses in seconds after each call that failed, and the share by which they are longer or shorter. */
const PAUSES: readonly number[] = [5, 30];
const JITTER = 0.2;
/** Who asks to be left alone for longer is asked again after this, in seconds. */
const LONGEST_PAUSE = 600;

/** The question is over, or asked again after so many seconds. */
export type AfterCall = { readonly isOver: true } | { readonly isOver: false; readonly afterSeconds: number };

/**
 * @param call number of the call, the first is 1.
 * @param retryAfter seconds for which the server asks to be left alone; 0 where it does not.
 * @param chance a number of at least 0 and below 1, from which the jitter is taken.
 */
export function afterCall(call: number, outcome: CallOutcome, retryAfter: number, chance: number): AfterCall {
  const isLasting = outcome === 'answered' || outcome === 'declined' || outcome === 'rejected';
  const pause = PAUSES[call - 1];
  // A second try mends most answers that do not fit; a third would pay for the same again.
  if (isLasting || pause === undefined || (outcome === 'unfit' && call >= 2)) return { isOver: true };
  const jittered = pause * (1 - JITTER + 2 * JITTER * chance);
  return { isOver: false, afterSeconds: Math.max(jittered, Math.min(retryAfter, LONGEST_PAUSE)) };
}

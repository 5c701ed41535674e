import { PitError } from '../../domain/errors.ts';

/** How long a run on demand may take: longer than any, unless a bucket or the database hardly answers. */
const MOST_RUN_MS = 30_000;

/**
 * Lets whatever waits on the event loop go first. The checks of a large project take a few tenths of a second of processor time,
 * of which nobody else is to notice more than a slice.
 * @param signal ends the run where nobody waits for it any more.
 * @throws PitError as `requireWanted`.
 */
export async function nextTurn(signal?: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  requireWanted(signal);
}

/** So many items are looked at in one slice: some ten milliseconds of the heaviest. */
const SLICE = 2_000;

/** What `map` makes of slices of the items, in their order, with a turn for others behind each. @throws as `nextTurn`. */
export async function inSlices<T, R>(
  items: readonly T[],
  map: (slice: readonly T[]) => readonly R[],
  signal: AbortSignal | undefined,
): Promise<R[]> {
  const made: R[] = [];
  for (let at = 0; at < items.length; at += SLICE) {
    for (const each of map(items.slice(at, at + SLICE))) made.push(each);
    await nextTurn(signal);
  }
  return made;
}

/** What ends a run on demand: who asked is gone, or it takes too long. */
export function runSignal(abandoned: AbortSignal): AbortSignal {
  return AbortSignal.any([abandoned, AbortSignal.timeout(MOST_RUN_MS)]);
}

/** @throws PitError UNAVAILABLE where a run is to end: nothing is stored of it. */
export function requireWanted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  const isLate = (signal.reason as Error | undefined)?.name === 'TimeoutError';
  const message = isLate
    ? `The checks took longer than ${MOST_RUN_MS / 1_000} seconds, and were given up.`
    : 'Nobody waits for the checks any more.';
  throw new PitError('UNAVAILABLE', message);
}

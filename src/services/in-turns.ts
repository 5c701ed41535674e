import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Steps } from '../domain/in-steps.ts';

/** What steps come to, with a turn of the event loop for others behind each. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await nextTurn();
  }
}

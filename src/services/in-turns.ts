import type { Steps } from '../../domain/exchange/in-steps.ts';
import { nextTurn } from '../quality/next-turn.ts';

/** What steps come to, with a turn for others behind each. */
export async function inTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    await nextTurn();
  }
}

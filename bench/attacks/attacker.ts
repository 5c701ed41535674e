import { setTimeout as sleep } from 'node:timers/promises';
import type { Target } from './attack.ts';
import { ATTACKS } from './attacks.ts';

/** What the process of the attacker is told to do. */
export interface AttackOrder extends Target {
  name: string;
  seconds: number;
}

/** What became of the strikes. */
export interface Strikes {
  answered: number;
  failed: number;
}

/** A service that refuses connections is not hammered faster than this. */
const AFTER_FAILURE_MS = 20;

async function attack({ name, seconds, ...target }: AttackOrder): Promise<Strikes> {
  const chosen = ATTACKS[name];
  if (chosen === undefined) throw new Error(`there is no attack "${name}"`);
  const strikes: Strikes = { answered: 0, failed: 0 };
  const end = performance.now() + seconds * 1000;
  let n = 0;
  const strikeUntilEnd = async (): Promise<void> => {
    while (performance.now() < end) {
      n += 1;
      try {
        await chosen.strike(target, n);
        strikes.answered += 1;
      } catch {
        strikes.failed += 1;
        await sleep(AFTER_FAILURE_MS);
      }
    }
  };
  // A strike may wait for its answer longer than the attack lasts: that is not waited for.
  const rest = sleep(seconds * 1000 + 1000);
  await Promise.race([Promise.all(Array.from({ length: chosen.concurrency }, strikeUntilEnd)), rest]);
  return strikes;
}

process.on('message', (order: AttackOrder) => {
  void attack(order).then((strikes) => process.send?.(strikes));
});
process.on('disconnect', () => process.exit(0));

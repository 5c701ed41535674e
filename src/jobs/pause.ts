import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Resolves after a time in milliseconds, or as soon as the signal is given; keeps no process alive. Leaves no listener
 * on the signal, which lives as long as the process does.
 */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
}

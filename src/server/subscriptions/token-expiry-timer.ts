/** Node's timers hold no more milliseconds than this. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Calls back when a token has expired, however far off that is, and keeps no process alive.
 *
 * @param expiresAt seconds since the epoch; undefined: never.
 * @returns takes the call back.
 */
export function startTokenExpiryTimer(expiresAt: number | undefined, expired: () => void): () => void {
  if (expiresAt === undefined) return () => undefined;
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const left = Math.max(0, expiresAt * 1000 - Date.now());
    const isLast = left <= LONGEST_TIMER_MS;
    timer = setTimeout(isLast ? expired : wait, isLast ? left : LONGEST_TIMER_MS).unref();
  };
  wait();
  return () => clearTimeout(timer);
}

/** How long an event loop was kept from its timers, in ms. */
export interface LongestGap {
  /** By the clock; on a machine with other work, also what that took. */
  readonly ms: number;
  /** Processor time of the process within the gap that had most of it: what it was itself at. */
  readonly cpuMs: number;
}

/** The longest stretches in which nothing else of this process could run while `work` was under way. */
export async function longestGapDuring(work: () => Promise<unknown>): Promise<LongestGap> {
  let [ms, cpuMs] = [0, 0];
  let isOver = false;
  const watch = async (): Promise<void> => {
    let [last, used] = [performance.now(), process.cpuUsage()];
    while (!isOver) {
      await new Promise((resolve) => setImmediate(resolve));
      const now = performance.now();
      const { user, system } = process.cpuUsage(used);
      [ms, cpuMs] = [Math.max(ms, now - last), Math.max(cpuMs, (user + system) / 1_000)];
      [last, used] = [now, process.cpuUsage()];
    }
  };
  const watching = watch();
  await work();
  isOver = true;
  await watching;
  return { ms, cpuMs };
}

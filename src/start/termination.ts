const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * The signal that asks this process to end: from a terminal, a supervisor, or a session that is gone. Further ones change
 * nothing, since the end comes by itself. To be imported first: Node as process 1 of a container is not told of signals
 * that it has no listener for, and elsewhere it would end and leave its database running.
 */
export const termination = new Promise<(typeof SIGNALS)[number]>((resolve) => {
  for (const signal of SIGNALS) process.on(signal, () => resolve(signal));
});

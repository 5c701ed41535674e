import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Usage } from './control.ts';

/** A server under measurement, in a process of its own. */
export interface Competitor {
  name: string;
  port: number;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

/** Starts `file` of this directory with exactly the given environment and waits until it listens. */
export async function startCompetitor(
  name: string,
  file: string,
  environment: Record<string, string>,
): Promise<Competitor> {
  const child = spawnHere(file, environment);
  const { port } = await answer<{ port: number }>(child);
  return {
    name,
    port,
    usage: () => {
      child.send('usage');
      return answer<Usage>(child);
    },
    stop: () => stopChild(child),
  };
}

/** A process of this directory that understands TypeScript and inherits no settings. */
export function spawnHere(file: string, environment: Record<string, string> = {}): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: environment,
  });
}

/** The next message of the process; rejects when it ends instead. */
export async function answer<T>(child: ChildProcess): Promise<T> {
  const gone = new AbortController();
  const died = once(child, 'exit', { signal: gone.signal }).then(([code]) => {
    throw new Error(`a process of the bench ended with ${String(code)}`);
  });
  try {
    const [message] = (await Promise.race([once(child, 'message'), died])) as [T];
    return message;
  } finally {
    gone.abort();
    died.catch(() => undefined);
  }
}

export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const gone = once(child, 'exit');
  child.disconnect();
  await gone;
}

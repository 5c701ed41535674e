import { setTimeout as sleep } from 'node:timers/promises';
import type { Attacked } from './ground.ts';

/** The bystander's next request, after the answer to the last one. */
const PAUSE_MS = 10;
/** What the bystander waits for; an answer that does not come counts with this. */
const PATIENCE_MS = 10_000;
const QUERY =
  '{ projects(first: 10) { edges { node { id name tasks(first: 10) { edges { node { id status } } } } } } }';

/** Latency of the bystander in milliseconds. */
export interface Calm {
  p99: number;
  requests: number;
  failed: number;
}

export const lineOf = ({ p99, requests, failed }: Calm): string =>
  `p99 ${p99.toFixed(1)} ms over ${requests} requests, ${failed} failed`;

/** One request after the other for so many seconds. */
export function measureFor(service: Attacked, seconds: number): Promise<Calm> {
  const end = performance.now() + seconds * 1000;
  return measureUntil(service, () => performance.now() >= end);
}

/** One request after the other until it is over, or the service is dead. */
export async function measureUntil(service: Attacked, isOver: () => boolean): Promise<Calm> {
  const times: number[] = [];
  let failed = 0;
  while (!isOver() && service.isAlive()) {
    const begun = performance.now();
    if (!(await isAnswered(service))) failed += 1;
    times.push(performance.now() - begun);
    await sleep(PAUSE_MS);
  }
  times.sort((a, b) => a - b);
  return { p99: times[Math.floor(times.length * 0.99)] ?? 0, requests: times.length, failed };
}

async function isAnswered({ port, bystander }: Attacked): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${bystander}` },
      body: JSON.stringify({ query: QUERY }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const { errors } = (await response.json()) as { errors?: unknown };
    return errors === undefined;
  } catch {
    return false;
  }
}

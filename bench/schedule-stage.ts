import { loadavg } from 'node:os';
import type pg from 'pg';
import { createPool } from '../src/db/connection/pool.ts';
import type { Actor } from '../src/domain/directory/actor.ts';
import { systemActor } from '../src/domain/directory/actor.ts';
import { DEMO_ADMIN } from '../src/services/demo/demo.ts';
import { refreshSchedules, staleProjects } from '../src/services/schedule/refresh-schedules.ts';
import type { Command } from '../src/services/transaction/command.ts';
import { runMutation } from '../src/services/transaction/mutation-transaction.ts';
import { withEmptyGround, type Ground } from './attacks/ground.ts';
import { announce } from './audit-trail.ts';
import { median } from './report.ts';

/** Where a stage measures: a database of its own, and the service's own ways to it. */
export interface Stage {
  readonly ground: Ground;
  readonly pool: pg.Pool;
  readonly run: <T extends object>(verb: Command<T>, actor?: Actor) => Promise<T>;
  /** What the schedule's job does once it is woken. */
  readonly refresh: () => Promise<unknown>;
}

export async function onStage(use: (stage: Stage) => Promise<void>): Promise<void> {
  await withEmptyGround(async (ground) => {
    await announce(ground.appUrl);
    const pool = createPool(ground.appUrl, { max: 4, name: 'schedule-bench' });
    const run: Stage['run'] = (verb, actor = systemActor(DEMO_ADMIN.orgId)) =>
      runMutation(pool, actor, { name: 'bench', input: {} }, verb);
    const refresh = () => run(async (tx) => refreshSchedules(tx, await staleProjects(tx, { limit: 10 })));
    try {
      await use({ ground, pool, run, refresh });
    } finally {
      await pool.end();
    }
  });
}

/** What runs took: time, and processor time of this process, in ms. */
export interface Took {
  readonly median: number;
  readonly least: number;
  readonly cpu: number;
}

/** Times runs after some that only warm up. What comes before each, and is not timed, is `prepare`. */
export async function timeRuns(
  runs: number,
  work: (n: number) => unknown,
  prepare: (n: number) => unknown = () => undefined,
  warmUp = 3,
): Promise<Took> {
  const [times, cpu]: [number[], number[]] = [[], []];
  for (let n = 0; n < runs + warmUp; n += 1) {
    await prepare(n);
    const [used, begun] = [process.cpuUsage(), performance.now()];
    await work(n);
    if (n < warmUp) continue;
    times.push(performance.now() - begun);
    const { user, system } = process.cpuUsage(used);
    cpu.push((user + system) / 1_000);
  }
  return { median: median(times), least: Math.min(...times), cpu: median(cpu) };
}

export function printTitle(title: string, bare: string): void {
  const load = loadavg()[0]!.toFixed(1);
  console.log(`${title}; load average ${load}; ratio to ${bare}`);
  console.log(`${''.padEnd(56)}  median    least  CPU here  ratio`);
}

/** @param bare the median of what it is compared with. */
export function printTook(what: string, { median: middle, least, cpu }: Took, bare?: number): void {
  const columns = [middle, least, cpu].map((ms) => ms.toFixed(1).padStart(9)).join('');
  const ratio = bare === undefined ? '' : (bare / middle).toFixed(2).padStart(7);
  console.log(`${what.padEnd(55)}${columns}${ratio}`);
}

import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { loadDemoIfEmpty } from '../src/services/demo/demo.ts';
import { lineOf, measureFor, measureUntil } from './attacks/bystander.ts';
import { noteDay, startAttacked, withEmptyGround } from './attacks/ground.ts';
import { UsageError } from './options.ts';

/** How much worse the 99th percentile of reads may become while the schedules are computed. */
const MOST_RATIO = 2;
const MOST_SECONDS = 60;
const WARM_UP_SECONDS = 3;
const LOOK_MS = 500;
const SAY_MS = 10_000;
const BEHIND = `
  SELECT count(*)::int AS count FROM pit.project WHERE deleted_at IS NULL
    AND NOT EXISTS (SELECT FROM pit_ops.project_schedule AS schedule WHERE schedule.project_id = project.id)`;

/**
 * Starts the service on the demonstration, none of whose projects is scheduled yet, while a client goes on reading, and
 * prints how long the schedules take and how much slower that client's 99th percentile is than afterwards. Exit code 1:
 * over a minute, or over twice.
 */
export async function benchFirstStart(args: readonly string[]): Promise<void> {
  if (args.length > 0) throw new UsageError('start takes no options');
  const loading = performance.now();
  await withEmptyGround(async (ground) => {
    await loadDemoIfEmpty(ground.appUrl);
    await noteDay(ground.appUrl);
    console.log(`loaded     after ${((performance.now() - loading) / 1000).toFixed(1)} s`);
    const admin = new pg.Client(ground.adminUrl);
    await admin.connect();
    const projects = await behind(admin);
    const begun = performance.now();
    const service = await startAttacked(ground);
    try {
      await measureFor(service, WARM_UP_SECONDS);
      let isOver = false;
      const during = measureUntil(service, () => isOver);
      await untilScheduled(admin);
      const seconds = (performance.now() - begun) / 1000;
      isOver = true;
      const busy = await during;
      const quiet = await measureFor(service, Math.ceil(seconds));
      const ratio = busy.p99 / quiet.p99;
      const isFine = ratio <= MOST_RATIO && seconds <= MOST_SECONDS && busy.failed === 0;
      console.log(`scheduled  ${projects} projects, ${seconds.toFixed(1)} s after the start of the process`);
      console.log(`meanwhile  ${lineOf(busy)}`);
      console.log(`afterwards ${lineOf(quiet)}`);
      console.log(`ratio      ${ratio.toFixed(2)}: ${isFine ? 'held' : 'FAILED'}`);
      if (!isFine) process.exitCode = 1;
    } finally {
      await service.stop();
      await admin.end();
    }
  });
}

async function untilScheduled(admin: pg.Client): Promise<void> {
  let said = performance.now();
  for (let left = await behind(admin); left > 0; left = await behind(admin)) {
    if (performance.now() - said > SAY_MS) {
      console.log(`scheduling ${left} projects to go`);
      said = performance.now();
    }
    await sleep(LOOK_MS);
  }
}

async function behind(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query<{ count: number }>(BEHIND);
  return rows[0]?.count ?? 0;
}

import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { DEMO_ADMIN, loadDemoIfEmpty } from '../src/services/demo/demo.ts';
import { lineOf, measureFor, measureUntil } from './attacks/bystander.ts';
import { noteDay, startAttacked, withEmptyGround } from './attacks/ground.ts';

/** Reads alone before the scan begins; the process that serves waits as long. */
export const WARM_UP_SECONDS = 3;

const MAIN = fileURLToPath(new URL('watchdog-process.ts', import.meta.url));
/** How much worse the 99th percentile of reads may become while everything is scanned. */
const MOST_RATIO = 2;
/** The quiet afterwards is measured no longer than this. */
const MOST_QUIET_SECONDS = 20;
const LOOK_MS = 200;
const SAY_MS = 30_000;
/** What was being scanned when it was stopped comes to its end. */
const CLOSE_MS = 1_000;
const RUN = `
  SELECT finished_at IS NOT NULL AS "isFinished", extract(epoch FROM coalesce(finished_at, now()) - started_at)::float8 AS seconds,
    (SELECT count(*)::int FROM pit_ops.watchdog_state WHERE org_id = $1) AS projects,
    (SELECT count(*)::int FROM pit.watchdog_alert WHERE org_id = $1) AS alerts
  FROM pit.watchdog_scan_log WHERE org_id = $1`;

interface Run {
  readonly isFinished: boolean;
  readonly projects: number;
  readonly alerts: number;
  readonly seconds: number;
}

/**
 * Has the watchdog go through the demonstration for the first time in the process that serves, while a client goes on
 * reading, and prints how long it takes to its end and how much slower that client's 99th percentile is than afterwards.
 * Exit code 1: over twice.
 */
export async function scanBesideReads(): Promise<void> {
  await withEmptyGround(async (ground) => {
    await loadDemoIfEmpty(ground.appUrl);
    await noteDay(ground.appUrl);
    const admin = new pg.Client(ground.adminUrl);
    await admin.connect();
    const service = await startAttacked(ground, undefined, MAIN);
    try {
      await measureFor(service, WARM_UP_SECONDS);
      let isOver = false;
      const during = measureUntil(service, () => isOver);
      const run = await untilScanned(admin, () => service.isAlive());
      isOver = true;
      const busy = await during;
      await sleep(CLOSE_MS);
      const quiet = await measureFor(service, Math.min(MOST_QUIET_SECONDS, Math.ceil(run.seconds)));
      const ratio = busy.p99 / quiet.p99;
      const isFine = ratio <= MOST_RATIO && busy.failed === 0;
      console.log(
        `scanned    ${run.projects} projects, ${run.alerts} alerts, ${run.seconds.toFixed(1)} s; load average ${loadavg()[0]!.toFixed(1)}`,
      );
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

async function untilScanned(admin: pg.Client, isAlive: () => boolean): Promise<Run> {
  let said = performance.now();
  while (isAlive()) {
    const { rows } = await admin.query<Run>(RUN, [DEMO_ADMIN.orgId]);
    const [run] = rows;
    if (run?.isFinished === true) return run;
    if (performance.now() - said > SAY_MS) {
      console.log(`scanning   ${run?.projects ?? 0} projects so far, ${run?.alerts ?? 0} alerts`);
      said = performance.now();
    }
    await sleep(LOOK_MS);
  }
  throw new Error('the service ended before the scan did');
}

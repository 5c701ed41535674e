import { setTimeout as sleep } from 'node:timers/promises';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { DEMO_ADMIN, loadDemoIfEmpty } from '../src/services/demo/demo.ts';
import { lineOf, measureFor, measureUntil } from './attacks/bystander.ts';
import { noteDay, startAttacked, withEmptyGround } from './attacks/ground.ts';
import { WARM_UP_SECONDS } from './watchdog-first-scan.ts';

const MAIN = fileURLToPath(new URL('quality-process.ts', import.meta.url));
/** How much worse the 99th percentile of reads may become while everything is checked. */
const MOST_RATIO = 2;
/** The quiet afterwards is measured no longer than this. */
const MOST_QUIET_SECONDS = 30;
const LOOK_MS = 1_000;
const SAY_MS = 30_000;
const NIGHT = `
  SELECT count(*)::int AS projects, count(s.night)::int AS checked,
    (SELECT count(*)::int FROM pit.qa_result WHERE org_id = $1) AS results,
    coalesce((SELECT night_is_over FROM pit_ops.settled_day WHERE org_id = $1), false) AS "isOver"
  FROM pit.project p LEFT JOIN pit_ops.quality_state s ON s.project_id = p.id AND s.night IS NOT NULL
  WHERE p.org_id = $1 AND p.deleted_at IS NULL AND p.status <> 'archived'`;

interface Night {
  readonly projects: number;
  readonly checked: number;
  readonly results: number;
  /** The night has gone through all projects, also where some could not be checked. */
  readonly isOver: boolean;
}

/**
 * Has a night's quality checks go through the demonstration in the process that serves, while a client goes on reading, and
 * prints how long they take and how much slower that client's 99th percentile is than afterwards. Exit code 1: over twice, or a project was not
 * checked.
 */
export async function checkBesideReads(): Promise<void> {
  await withEmptyGround(async (ground) => {
    await loadDemoIfEmpty(ground.appUrl);
    await noteDay(ground.appUrl);
    const admin = new pg.Client(ground.adminUrl);
    await admin.connect();
    const service = await startAttacked(ground, undefined, MAIN);
    try {
      await measureFor(service, WARM_UP_SECONDS);
      const begun = performance.now();
      let isOver = false;
      const during = measureUntil(service, () => isOver);
      const night = await untilChecked(admin, () => service.isAlive());
      const seconds = (performance.now() - begun) / 1_000;
      isOver = true;
      const busy = await during;
      await sleep(LOOK_MS);
      const quiet = await measureFor(service, MOST_QUIET_SECONDS);
      const ratio = busy.p99 / quiet.p99;
      const isFine = ratio <= MOST_RATIO && busy.failed === 0 && night.checked === night.projects;
      const each = (1_000 * seconds) / night.checked;
      console.log(
        `checked    ${night.checked} of ${night.projects} projects, ${night.results} results, ${seconds.toFixed(1)} s, ${each.toFixed(1)} ms each; load average ${loadavg()[0]!.toFixed(1)}`,
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

async function untilChecked(admin: pg.Client, isAlive: () => boolean): Promise<Night> {
  let said = performance.now();
  while (isAlive()) {
    const { rows } = await admin.query<Night>(NIGHT, [DEMO_ADMIN.orgId]);
    const [night] = rows;
    if (night?.isOver === true) return night;
    if (performance.now() - said > SAY_MS) {
      console.log(`checking   ${night?.checked ?? 0} of ${night?.projects ?? 0}`);
      said = performance.now();
    }
    await sleep(LOOK_MS);
  }
  throw new Error('the service ended before the night did');
}

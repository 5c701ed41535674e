import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { clock } from '../../../src/clock.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { DEMO_ADMIN, DEMO_FILE, loadDemo } from '../../../src/services/demo/demo.ts';
import type { Command } from '../../../src/services/transaction/command.ts';
import { runMutation } from '../../../src/services/transaction/mutation-transaction.ts';
import { projectsToScan, watchProject } from '../../../src/services/watchdog/scan-runs.ts';
import { ImportWorld, TODAY } from '../exchange/nyc/import-world.ts';

const RECOUNT = fileURLToPath(new URL('../../oracles/nyc/recount.mjs', import.meta.url));
const real = { ...clock };

/** What the other program says, by project: its numbers and its description. */
interface Recount {
  readonly overdue: Record<string, { all: number; long: number }>;
  readonly clusters: Record<string, string>;
  readonly spikes: Record<string, string>;
}

/** By this both programs know a project. */
const KEY = `substring(p.description FROM 'DSF numbers: (.*)\\.$') || ' | ' || p.name`;
const ONE_IN = process.env['PIT_TEST_ALL_PROJECTS'] === undefined ? 4 : 1;

let world: ImportWorld;
let recount: Recount;

beforeAll(async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [RECOUNT, DEMO_FILE, TODAY], {
    maxBuffer: 1 << 26,
  });
  recount = JSON.parse(stdout) as Recount;
  world = await ImportWorld.open();
  clock.today = () => TODAY;
  await loadDemo(world.pool);
  await scanAll();
}, 900_000);

afterAll(async () => {
  Object.assign(clock, real);
  await world?.close();
});

/**
 * As the run over all does it, but without its pauses, and two at a time: every project in which the other program finds
 * something, and of those in which nothing may be found one in four, or all of them with PIT_TEST_ALL_PROJECTS.
 */
async function scanAll(): Promise<void> {
  const run = <T extends object>(verb: Command<T>): Promise<T> =>
    runMutation(world.pool, systemActor(DEMO_ADMIN.orgId), { name: 'watchdogScan', input: {} }, verb);
  const { projectIds } = await run(projectsToScan);
  const told = new Set(Object.values(recount).flatMap(Object.keys));
  const keys = await world.rows<{ id: string; key: string }>(
    `SELECT p.id, ${KEY} AS key FROM pit.project p WHERE p.org_id = $1`,
    [DEMO_ADMIN.orgId],
  );
  const isTold = new Set(keys.filter(({ key }) => told.has(key)).map(({ id }) => id));
  const next = projectIds.filter((id, n) => isTold.has(id) || n % ONE_IN === 0).values();
  const scanNext = async (): Promise<void> => {
    for (const id of next) await run((tx) => watchProject(tx, id));
  };
  await Promise.all([scanNext(), scanNext()]);
}

/** Open alerts of a code in the demonstration, `what` of them by project. */
async function alerts<T>(code: string, what: string): Promise<Record<string, T>> {
  const rows = await world.rows<{ key: string; what: T }>(
    `SELECT ${KEY} AS key, ${what} AS what
     FROM pit.watchdog_alert a JOIN pit.project p ON p.id = a.project_id
     WHERE a.org_id = $1 AND a.code = $2 AND a.resolved_at IS NULL GROUP BY p.id`,
    [DEMO_ADMIN.orgId, code],
  );
  return Object.fromEntries(rows.map((row) => [row.key, row.what]));
}

test('overdue tasks are those that another program counts in the file, project by project', async () => {
  const found = await alerts(
    'task_overdue',
    `jsonb_build_object('all', count(*), 'long', count(*) FILTER (WHERE a.data ->> 'level' < '3'))`,
  );
  expect(Object.keys(recount.overdue).length).toBeGreaterThan(200);
  expect(found).toEqual(recount.overdue);
});

test('clusters of overdue tasks are in the projects in which another program finds them, with its counts', async () => {
  const found = await alerts(
    'overdue_cluster',
    `string_agg(substring(a.message FROM '^\\d+ of the \\d+'), ', ')`,
  );
  expect(Object.keys(recount.clusters).length).toBeGreaterThan(20);
  expect(found).toEqual(recount.clusters);
});

test('money is spent beyond the estimates in the projects in which another program finds it, to the cent', async () => {
  const found = await alerts(
    'cost_spike',
    `string_agg((a.data ->> 'spent') || ' of ' || (a.data ->> 'budget'), ', ')`,
  );
  expect(Object.keys(recount.spikes).length).toBeGreaterThan(5);
  expect(found).toEqual(recount.spikes);
});

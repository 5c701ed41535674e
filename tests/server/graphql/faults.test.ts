import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { clock } from '../../../src/clock.ts';
import { storedAndFresh } from '../../support/worlds/fresh-numbers.ts';
import { Plan } from '../../support/worlds/plan-database.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';

const CLIENTS = 8;
const LOAD_MS = 5_000;
const UPDATE = `mutation ($input: UpdateProgressInput!) {
  updateProgress(input: $input) { task { id progressPercent } project { progressPercent } } }`;
/** Some at a time, so that others are in the middle of something the next time. */
const KILL = `
  SELECT count(pg_terminate_backend(pid))::int AS killed FROM pg_stat_activity
  WHERE datname = current_database() AND application_name IN ('pit-read', 'pit-write')
    AND random() < 0.4`;
const LOGGED = `
  SELECT comment AS key, count(*)::int AS times FROM pit.task_progress_log WHERE org_id = $1 GROUP BY comment`;

let plan: Plan;
let service: TestService;
let token: string;

beforeAll(async () => {
  plan = await Plan.open();
  service = await startTestService(plan.database);
  token = await service.token(plan.actor());
});

afterAll(async () => {
  await service?.stop();
  await plan?.close();
});

interface Load {
  /** Keys of writes that were answered without an error. */
  acknowledged: Set<string>;
  /** Keys of writes whose last answer was an error. */
  open: Set<string>;
  /** Codes of all errors. */
  codes: Set<string>;
}

async function update(taskId: string, percent: number, key: string): Promise<string | undefined> {
  const input = { taskId, percent, comment: key, idempotencyKey: key };
  const { body } = await service.query(token, UPDATE, { input });
  const [error] = (body.errors ?? []) as { extensions: { code: string } }[];
  return error?.extensions.code;
}

/** A client that repeats what was not acknowledged, under the key that it began with, until time is up. */
async function keepWriting(taskId: string, until: number, load: Load): Promise<void> {
  for (let percent = 1; Date.now() < until; percent = (percent % 99) + 1) {
    const key = randomUUID();
    load.open.add(key);
    while (load.open.has(key) && Date.now() < until) {
      const code = await update(taskId, percent, key);
      if (code === undefined) {
        load.open.delete(key);
        load.acknowledged.add(key);
      } else {
        load.codes.add(code);
      }
    }
  }
}

test('killed connections lose and double no acknowledged write, and the service goes on', async () => {
  const projectId = await plan.project();
  const phase = await plan.phase(projectId);
  const tasks: string[] = [];
  for (let n = 0; n < CLIENTS; n++) tasks.push(await plan.task(projectId, phase, { order_index: n }));

  const load: Load = { acknowledged: new Set(), open: new Set(), codes: new Set() };
  const until = Date.now() + LOAD_MS;
  const clients = tasks.map((taskId) => keepWriting(taskId, until, load));
  let killed = 0;
  while (Date.now() < until) {
    await sleep(150);
    killed += (await plan.rows<{ killed: number }>(KILL))[0]?.killed ?? 0;
  }
  await Promise.all(clients);

  expect(killed).toBeGreaterThan(CLIENTS);
  expect(load.acknowledged.size).toBeGreaterThan(CLIENTS);
  expect([...load.codes].filter((code) => code !== 'UNAVAILABLE')).toEqual([]);
  const logged = await plan.rows<{ key: string; times: number }>(LOGGED, [plan.orgId]);
  const stored = new Set(logged.map(({ key }) => key));
  expect([...load.acknowledged].filter((key) => !stored.has(key))).toEqual([]);
  expect(logged.filter(({ times }) => times !== 1)).toEqual([]);
  expect([...stored].filter((key) => !load.acknowledged.has(key) && !load.open.has(key))).toEqual([]);

  // What was open is settled by asking once more.
  for (const [n, taskId] of tasks.entries()) expect(await update(taskId, n, randomUUID())).toBeUndefined();
  const day = { today: clock.today('UTC'), weighting: 'equal' as const };
  const numbers = await storedAndFresh(plan, projectId, day);
  expect(numbers.stored).toEqual(numbers.fresh);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { updateProgress } from '../../../src/services/plan/status/task-status.ts';
import { PitProcess } from '../../support/processes/pit-process.ts';
import { Plan } from '../../support/worlds/plan-database.ts';
import { TestRouter } from '../../support/subscriptions/callback-router.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';

const PROGRESS = `subscription Progress($id: ID!) { taskProgress(projectId: $id) { cursor } }`;

let plan: Plan;
let router: TestRouter;
let project: string;
let task: string;
let token: string;
const running: { stop(): Promise<unknown> }[] = [];

beforeAll(async () => {
  plan = await Plan.open();
  router = await TestRouter.start();
});
beforeEach(async () => {
  project = await plan.project();
  task = await plan.task(project, await plan.phase(project));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});
afterAll(async () => {
  await router?.stop();
  await plan?.close();
});

async function start(): Promise<TestService> {
  const service = await startTestService(plan.database);
  running.push(service);
  return service;
}

async function stop(service: TestService): Promise<void> {
  running.splice(running.indexOf(service), 1);
  await service.stop();
}

/** The id of a subscription to the project's progress. */
async function subscribe(url: string): Promise<string> {
  const subscription = router.extension(3_000);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: PROGRESS, variables: { id: project }, extensions: { subscription } }),
  });
  expect(await response.json()).toEqual({ data: null });
  return subscription.subscriptionId;
}

/** Makes two events per update, by a process that serves nobody. */
async function progress(updates: number): Promise<void> {
  for (let i = 1; i <= updates; i++)
    await plan.run((tx) => updateProgress(tx, { taskId: task, percent: (i * 7) % 100 }));
}

/** Numbers of the first `count` events that the router has taken. */
async function numbers(id: string, count: number): Promise<number[]> {
  await router.take(id, 'next', count);
  return router
    .cursors(id)
    .map((cursor) => Number(Buffer.from(cursor, 'base64url').toString().split(':')[1]));
}

/** Numbers of the events that `progress` has made: the service's job announces its schedules on the same stream. */
async function numbersOfProgress(): Promise<number[]> {
  const rows = await plan.rows<{ seq: string }>(
    `SELECT seq FROM pit_ops.outbox WHERE stream_id = $1 AND topic <> 'pit.schedule.updated' ORDER BY seq`,
    [project],
  );
  return rows.map(({ seq }) => Number(seq));
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

test('a router does not notice that the service was stopped and started', async () => {
  const first = await start();
  token = await first.token(plan.actor());
  const id = await subscribe(first.url);
  await progress(5);
  await router.take(id, 'next', 10);
  await stop(first);
  await progress(5);
  await start();
  expect(await numbers(id, 20)).toEqual(upTo(20));
  await progress(5);
  expect(await numbers(id, 30)).toEqual(upTo(30));
  expect(router.of(id, 'complete')).toEqual([]);
});

test('what happens before the first event is not lost either', async () => {
  const first = await start();
  token = await first.token(plan.actor());
  await progress(2);
  const id = await subscribe(first.url);
  await stop(first);
  await progress(2);
  await start();
  expect(await numbers(id, 4)).toEqual([5, 6, 7, 8]);
});

test('of two replicas one sends, and the other when that one goes', async () => {
  const first = await start();
  await start();
  token = await first.token(plan.actor());
  const id = await subscribe(first.url);
  // Longer than a lease, so that the other one had every chance.
  for (let i = 0; i < 8; i++) {
    await progress(2);
    await router.take(id, 'next', 4 * (i + 1));
  }
  await stop(first);
  await progress(3);
  expect(await numbers(id, 38)).toEqual(upTo(38));
}, 40_000);

test('when the service is killed, another goes on and leaves nothing out', async () => {
  const killed = await PitProcess.start(plan.database);
  running.push(killed);
  token = await killed.token(plan.actor());
  const id = await subscribe(killed.url);
  const writing = progress(100);
  await router.take(id, 'next', 20);
  await killed.kill();
  const known = router.of(id, 'next').length;
  await start();
  await writing;
  const told = await numbersOfProgress();
  let seen = await numbers(id, 200);
  for (; seen.at(-1) !== told.at(-1); seen = await numbers(id, 200)) await sleep(50);
  const places = seen.map((number) => told.indexOf(number) + 1);
  expect([...new Set(places)]).toEqual(upTo(200));
  // What was taken in the last moments may come again, but in order and without a gap.
  expect(places.every((place, i) => place <= (places[i - 1] ?? 0) + 1)).toBe(true);
  expect(seen.length - 200).toBeLessThan(known);
  expect(router.of(id, 'complete')).toEqual([]);
}, 90_000);

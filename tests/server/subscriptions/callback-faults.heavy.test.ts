import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { updateProgress } from '../../../src/services/plan/status/task-status.ts';
import { TestRouter } from '../../support/subscriptions/callback-router.ts';
import { OwnServer } from '../../support/postgres/own-server.ts';
import { PitProcess } from '../../support/processes/pit-process.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const CHANGES = `subscription ($id: ID!) { projectChanged(id: $id) { cursor } }`;
/** Longer than a lease, so that no process may take a callback for its own when the database is back. */
const AWAY_MS = 7_000;

let server: OwnServer;
let router: TestRouter;
let replicas: readonly PitProcess[] = [];
let plan: Plan;
let project: string;
let task: string;

beforeAll(async () => {
  server = await OwnServer.start();
  router = await TestRouter.start();
  // The first one migrates.
  const first = await PitProcess.start(server.database);
  replicas = [first];
  replicas = [first, await PitProcess.start(server.database)];
  plan = await Plan.within(server.database);
  project = await plan.project();
  task = await plan.task(project, await plan.phase(project));
}, 120_000);

afterAll(async () => {
  await Promise.all(replicas.map((pit) => pit.stop()));
  await router?.stop();
  await plan?.close();
  await server?.stop();
});

async function subscribe(pit: PitProcess): Promise<string> {
  const subscription = router.extension(2_000);
  const response = await fetch(pit.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await pit.token(plan.actor())}`,
    },
    body: JSON.stringify({ query: CHANGES, variables: { id: project }, extensions: { subscription } }),
  });
  expect(await response.json()).toEqual({ data: null });
  return subscription.subscriptionId;
}

/** Makes two events of the project. */
async function progress(percent: number): Promise<void> {
  for (;;) {
    const done = plan.run((tx) => updateProgress(tx, { taskId: task, percent }));
    // A pool finds out which of its connections have gone with the server only when it uses them.
    const isDone = await done.then(
      () => true,
      () => false,
    );
    if (isDone) return;
    await sleep(50);
  }
}

function numberOf(cursor: string): number {
  return Number(Buffer.from(cursor, 'base64url').toString().split(':')[1]);
}

test.each([
  ['shortly', 0],
  ['for longer than a lease', AWAY_MS],
])(
  'while PostgreSQL is away %s routers hear from us, and afterwards have each event once',
  async (_how, awayMs) => {
    const first = (await lastNumber()) + 1;
    const ids = await Promise.all(replicas.map(subscribe));
    await progress(10);
    await Promise.all(ids.map((id) => router.take(id, 'next', 2)));
    // Had it not been stored that a router has taken something, that would come again.
    await everythingStored(ids);
    const checksBefore = ids.map((id) => router.of(id, 'check').length);
    await server.restart(() => sleep(awayMs));
    const checks = ids.map((id) => router.of(id, 'check').length);
    if (awayMs > 0) checks.forEach((count, i) => expect(count).toBeGreaterThan(checksBefore[i] ?? 0));
    for (const percent of [20, 30, 40]) await progress(percent);
    const last = await lastNumber();
    for (const id of ids) {
      while (router.cursors(id).map(numberOf).at(-1) !== last) await sleep(20);
      const numbers = router.cursors(id).map(numberOf);
      expect(numbers).toEqual(Array.from({ length: last - first + 1 }, (_, i) => first + i));
      expect(router.of(id, 'complete')).toEqual([]);
    }
  },
);

/** Ends when all events of the project were taken, this is stored, and for a second no job has made another one. */
async function everythingStored(ids: readonly string[]): Promise<void> {
  for (let isQuiet = false; !isQuiet;) {
    const last = await lastNumber();
    await sleep(1_000);
    const positions = await ask<{ position: string }>(
      'SELECT position FROM pit_ops.callback_subscription WHERE subscription_id = ANY ($1)',
      [ids],
    );
    const numbers = [await lastNumber(), ...positions.map(({ position }) => numberOf(position))];
    isQuiet = numbers.every((number) => number === last);
  }
}

async function lastNumber(): Promise<number> {
  const [row] = await ask<{ last: number }>(
    'SELECT coalesce(max(seq), 0)::int AS last FROM pit_ops.outbox WHERE stream_id = $1',
    [project],
  );
  return row?.last ?? 0;
}

/** Over a connection of its own: earlier ones have gone with the server. */
async function ask<T extends pg.QueryResultRow>(sql: string, values: readonly unknown[]): Promise<T[]> {
  const client = new pg.Client({ connectionString: server.database.adminUrl });
  await client.connect();
  const { rows } = await client.query<T>(sql, [...values]);
  await client.end();
  return rows;
}

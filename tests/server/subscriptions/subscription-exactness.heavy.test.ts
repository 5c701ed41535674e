import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from 'graphql-ws';
import pg from 'pg';
import WebSocket from 'ws';
import { updateProgress } from '../../../src/services/plan/status/task-status.ts';
import { OwnServer } from '../../support/postgres/own-server.ts';
import { PitProcess } from '../../support/processes/pit-process.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const WRITERS = 8;
/** The whole proof takes 5,000; every run of the tests affords fewer. */
const UPDATES = Number(process.env['LIVE_UPDATES'] ?? 1_000);
const RECONNECTIONS = 50;

const UPDATE = `mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { task { id } } }`;
const FOLLOW = `subscription ($id: ID!, $after: String) { projectChanged(id: $id, after: $after) { cursor } }`;

let server: OwnServer;
let pit: PitProcess;
let plan: Plan;
let project: string;
let token: string;

beforeAll(async () => {
  server = await OwnServer.start();
  pit = await PitProcess.start(server.database);
  plan = await Plan.within(server.database);
  project = await plan.project();
  token = await pit.token(plan.actor());
}, 120_000);

afterAll(async () => {
  await pit?.stop();
  await plan?.close();
  await server?.stop();
});

test('a subscriber that reconnects fifty times while everything breaks sees each committed event exactly once', async () => {
  const phase = await plan.phase(project);
  const progress = { done: 0 };
  const tasks: string[] = [];
  for (let i = 0; i <= WRITERS; i++) tasks.push(await plan.task(project, phase));
  const writers = tasks.slice(1).map(async (taskId) => {
    for (let i = 0; i < UPDATES / WRITERS; i++) {
      await insist(taskId, (i * 7) % 100);
      progress.done += 1;
    }
  });
  const finished = { writing: false };
  const seen = subscribe(() => finished.writing);
  await Promise.all([...writers, breakThings(progress), changeMinds(tasks[0] ?? '')]);
  finished.writing = true;
  const { cursors, connections } = await seen;

  const numbers = await storedNumbers();
  expect(numbers.length).toBeGreaterThanOrEqual(UPDATES);
  expect(numbers).toEqual(Array.from(numbers, (_, i) => i + 1));
  expect(cursors.map(numberOf)).toEqual(numbers);
  expect(connections).toBeGreaterThanOrEqual(RECONNECTIONS);
}, 240_000);

/** Over a connection of its own: earlier ones have gone with the server. */
async function storedNumbers(): Promise<number[]> {
  const client = new pg.Client({ connectionString: server.database.adminUrl });
  await client.connect();
  const { rows } = await client.query<{ seq: number }>(
    'SELECT seq::int FROM pit_ops.outbox WHERE stream_id = $1 ORDER BY seq',
    [project],
  );
  await client.end();
  return rows.map(({ seq }) => seq);
}

function numberOf(cursor: string): number {
  return Number(Buffer.from(cursor, 'base64url').toString().split(':')[1]);
}

/** Sends an update until it is acknowledged; its key makes repeating it safe. */
async function insist(taskId: string, percent: number): Promise<void> {
  const input = { taskId, percent, idempotencyKey: randomUUID() };
  for (;;) {
    const answer = await post({ query: UPDATE, variables: { input } }).catch(() => undefined);
    if (answer?.data?.['updateProgress'] != null) return;
    await sleep(50);
  }
}

async function post(body: object): Promise<{ data?: Record<string, unknown> | null }> {
  const response = await fetch(pit.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  return (await response.json()) as { data?: Record<string, unknown> | null };
}

/** Work that is thought better of at the last moment: of it nobody may ever hear. */
async function changeMinds(taskId: string): Promise<void> {
  for (let i = 0; i < 100; i++) {
    const attempt = plan.run(async (tx) => {
      await updateProgress(tx, { taskId, percent: i });
      throw new Error('thought better of it');
    });
    await attempt.catch(() => undefined);
  }
}

/** Kills the service a third of the way, and restarts PostgreSQL at two thirds. */
async function breakThings(progress: { done: number }): Promise<void> {
  const reached = async (share: number) => {
    while (progress.done < UPDATES * share) await sleep(20);
  };
  await reached(1 / 3);
  await pit.kill();
  await pit.restart();
  await reached(2 / 3);
  await server.restart();
}

/**
 * Follows the project from its beginning, and breaks the connection off without a word after every hundred or so
 * events, until the writers are done and nothing more comes.
 */
async function subscribe(isWritten: () => boolean): Promise<{ cursors: string[]; connections: number }> {
  const cursors: string[] = [];
  let after = Buffer.from(`${project}:0`).toString('base64url');
  let connections = 0;
  for (;;) {
    const before = cursors.length;
    const some = UPDATES / RECONNECTIONS + (connections % 7);
    for await (const cursor of someEvents(after, some, isWritten)) {
      cursors.push(cursor);
      after = cursor;
    }
    connections += 1;
    if (cursors.length === before) {
      if (isWritten()) return { cursors, connections };
      await sleep(100);
    }
  }
}

/** Up to `count` cursors over a connection of its own; fewer when that breaks, or when nothing comes any more. */
async function* someEvents(after: string, count: number, isWritten: () => boolean): AsyncGenerator<string> {
  const client = createClient({
    url: pit.url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
    onNonLazyError: () => undefined,
  });
  const events = client.iterate<{ projectChanged: { cursor: string } }>({
    query: FOLLOW,
    variables: { id: project, after },
  });
  try {
    for (let taken = 0; taken < count; taken++) {
      const next = await Promise.race([events.next(), quiet(isWritten)]);
      const result = next?.value as { data?: { projectChanged: { cursor: string } } } | undefined;
      const cursor = result?.data?.projectChanged.cursor;
      if (cursor === undefined) return;
      yield cursor;
    }
  } catch {
    // The connection broke: whoever asks goes on from the last cursor, over another.
  } finally {
    client.terminate();
  }
}

/** Resolves when all is written and there was time for it to arrive; a broken server is noticed by then, too. */
async function quiet(isWritten: () => boolean): Promise<undefined> {
  const written = isWritten();
  await sleep(written ? 3_000 : 10_000, undefined, { ref: false });
}

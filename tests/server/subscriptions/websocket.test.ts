import { randomUUID } from 'node:crypto';
import type { Client } from 'graphql-ws';
import { EVENTS_AFTER } from '../../../src/db/queries/events/event-query.ts';
import { TenantReadBatch } from '../../../src/db/read/tenant-read-batch.ts';
import { SubscriptionScene, PROGRESS, type Told } from '../../support/subscriptions/subscription-scene.ts';
import { clientOf, RawSocket, taken } from '../../support/subscriptions/websocket-client.ts';

let scene: SubscriptionScene;
let client: Client;
let raw: RawSocket;

beforeAll(async () => {
  scene = await SubscriptionScene.open();
});
beforeEach(async () => {
  await scene.begin();
  client = clientOf(scene.service.url, scene.token);
  raw = await RawSocket.begin(scene.service.url, scene.token);
});
afterEach(async () => {
  raw?.close();
  await client?.dispose();
});
afterAll(async () => {
  await scene?.close();
});

const cursorsOf = (told: readonly Told[]) => told.map(({ data }) => data.taskProgress.cursor);

/** The extensions of what an operation is refused with. */
async function refused(socket: RawSocket, query: string, variables: object = {}) {
  const id = randomUUID();
  socket.subscribe(id, query, variables);
  const { type, payload } = await socket.hears((message) => message.id === id);
  expect(type).toBe('error');
  const [error] = payload as { extensions: Record<string, unknown> }[];
  return error?.extensions ?? {};
}

test('an event arrives with its fields, its cursor, and the id of its operation whatever that is', async () => {
  const id = '"a\\\n \u2028é😀';
  raw.subscribe(id, PROGRESS, { id: scene.project, after: await scene.newest() });
  await scene.progress(40);
  const told = await raw.hears(({ type }) => type === 'next');
  expect(told).toEqual({
    id,
    type: 'next',
    payload: {
      data: {
        taskProgress: {
          cursor: expect.any(String),
          topic: expect.stringMatching(/^(TASK_UPDATED|PROGRESS_UPDATED)$/),
          task: { id: scene.task, name: 'Task', progressPercent: 40 },
          actor: { id: scene.plan.owner },
        },
      },
    },
  });
});

test('resuming after a cursor tells what came since, each event once and in order', async () => {
  const all = taken<Told>(client, scene.following(await scene.newest()), 6);
  for (const percent of [10, 20, 30]) await scene.progress(percent);
  const cursors = cursorsOf(await all);
  expect(new Set(cursors).size).toBe(6);
  const rest = await taken<Told>(client, scene.following(cursors[1]), 4);
  expect(cursorsOf(rest)).toEqual(cursors.slice(2));
});

test('queries and mutations are answered as well, and completed', async () => {
  raw.subscribe('q', 'query ($id: ID!) { task(id: $id) { name progressPercent } }', { id: scene.task });
  await raw.hears(({ id, type }) => id === 'q' && type === 'complete');
  expect(raw.of('q')[0]?.payload).toEqual({ data: { task: { name: 'Task', progressPercent: 0 } } });
  const input = { taskId: scene.task, percent: 60 };
  raw.subscribe(
    'm',
    'mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { task { progressPercent } } }',
    { input },
  );
  await raw.hears(({ id, type }) => id === 'm' && type === 'complete');
  expect(raw.of('m')[0]?.payload).toEqual({ data: { updateProgress: { task: { progressPercent: 60 } } } });
  raw.subscribe('e', 'mutation { updateProgress(input: { percent: 101 }) { task { id } } }');
  await raw.hears(({ id, type }) => id === 'e' && type === 'complete');
  expect(raw.of('e')[0]?.payload).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
});

test('a completed subscription tells nothing more, and its id may be used again', async () => {
  const after = await scene.newest();
  // In one packet, so that nothing has begun before it ends.
  for (const id of ['1', '1', '1']) {
    raw.subscribe(id, PROGRESS, { id: scene.project, after });
    raw.say({ type: 'complete', id });
  }
  raw.subscribe('1', PROGRESS, { id: scene.project, after });
  raw.subscribe('2', PROGRESS, { id: scene.project, after });
  await scene.progress(25);
  const twoOf = (id: string) => raw.of(id).filter(({ type }) => type === 'next').length === 2;
  await raw.hears(() => twoOf('1') && twoOf('2'));
  raw.say({ type: 'complete', id: '1' });
  raw.subscribe('q', '{ viewer { role } }');
  await raw.hears(({ id }) => id === 'q');
  await scene.progress(30);
  await raw.hears(() => raw.of('2').length === 4);
  expect(raw.of('1').map(({ type }) => type)).toEqual(['next', 'next']);
});

test('operators learn how many subscriptions are open, and that none is left behind', async () => {
  const admin = await scene.service.token(scene.plan.actor(scene.plan.owner, 'admin'));
  const untilOpen = async (count: number): Promise<void> => {
    for (let open = -1; open !== count;) {
      const { body } = await scene.service.query(admin, '{ serviceStatus { openStreams } }');
      open = (body.data?.['serviceStatus'] as { openStreams: number }).openStreams;
    }
  };
  await untilOpen(0);
  for (const id of ['1', '2']) raw.subscribe(id, PROGRESS, { id: scene.project });
  await untilOpen(2);
  raw.say({ type: 'complete', id: '1' });
  await untilOpen(1);
  raw.close();
  await untilOpen(0);
});

test('an error ends one operation, and the others on the socket go on', async () => {
  raw.subscribe('live', PROGRESS, { id: scene.project, after: await scene.newest() });
  expect(await refused(raw, 'subscription {')).toMatchObject({ code: 'GRAPHQL_PARSE_FAILED' });
  expect(await refused(raw, '{ nonsense }')).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
  const deep = `{ task(id: "1") ${'{ project { tasks { edges { node '.repeat(6)} { id } ${'} } } }'.repeat(6)} }`;
  expect(await refused(raw, deep)).toMatchObject({ code: 'LIMIT_EXCEEDED', field: 'depth' });
  expect(await refused(raw, 'query A { viewer { role } } query B { viewer { role } }')).toMatchObject({
    code: 'OPERATION_RESOLUTION_FAILURE',
  });
  await scene.progress(10);
  await raw.hears(({ id, type }) => id === 'live' && type === 'next');
});

test('a cursor that is garbage, of something else or not kept any more is refused, and says where to begin', async () => {
  const from = await scene.newest();
  const elsewhere = Buffer.from(`${randomUUID()}:1`).toString('base64url');
  for (const after of ['', 'nonsense', elsewhere]) {
    const { query, variables } = scene.following(after);
    expect(await refused(raw, query, variables)).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
  }
  for (const percent of [10, 20]) await scene.progress(percent);
  const cursors = cursorsOf(await taken<Told>(client, scene.following(from), 4));
  await scene.plan.rows('DELETE FROM pit_ops.outbox WHERE stream_id = $1 AND seq <= 3', [scene.project]);
  const { query, variables } = scene.following(cursors[0]);
  const { code, beginAgainAt } = await refused(raw, query, variables);
  expect({ code, beginAgainAt }).toEqual({ code: 'BAD_USER_INPUT', beginAgainAt: cursors[3] });
  const again = taken<Told>(client, scene.following(beginAgainAt as string), 1);
  await scene.progress(30);
  expect((await again)[0]?.data.taskProgress.task.progressPercent).toBe(30);
});

test('another organisation cannot follow, and is told no more than that there is nothing', async () => {
  const stranger = await scene.plan.neighbour();
  const theirs = await RawSocket.begin(scene.service.url, await scene.service.token(stranger.actor()));
  for (const id of [scene.project, randomUUID(), 'nonsense']) {
    expect(await refused(theirs, PROGRESS, { id })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refused(theirs, PROGRESS, { id, after: await scene.newest() })).toMatchObject({
      code: 'NOT_FOUND',
    });
  }
  await scene.progress(10);
  theirs.subscribe('q', '{ viewer { role } }');
  await theirs.hears(({ id }) => id === 'q');
  expect(theirs.messages.filter(({ type }) => type === 'next')).toHaveLength(1);
  theirs.close();
});

test('who may not see the project any more is told nothing of the next event, and only that one ends', async () => {
  const { plan } = scene;
  const division = await plan.insert('division', { name: 'Elsewhere' });
  const token = await scene.service.token(plan.actor(plan.helper));
  const helper = await RawSocket.begin(scene.service.url, token);
  const after = await scene.newest();
  for (const socket of [helper, raw]) socket.subscribe('live', PROGRESS, { id: scene.project, after });
  await scene.progress(10);
  await helper.hears(() => helper.of('live').length === 2);
  await plan.rows('UPDATE pit.project SET division_id = $2 WHERE id = $1', [scene.project, division]);
  await scene.progress(20);
  const { payload } = await helper.hears(({ type }) => type === 'error');
  expect(payload).toEqual([{ message: expect.any(String), extensions: { code: 'NOT_FOUND' } }]);
  expect(helper.of('live')).toHaveLength(3);
  helper.subscribe('q', '{ viewer { role } }');
  await helper.hears(({ id }) => id === 'q');
  await raw.hears(() => raw.of('live').length === 4);
  helper.close();
});

test('however many ask the same, an event is read and executed once', async () => {
  const reads = jest.spyOn(TenantReadBatch.prototype, 'rows');
  const statementsFor = async (subscribers: number): Promise<number> => {
    const after = await scene.newest();
    const socket = await RawSocket.begin(scene.service.url, scene.token);
    for (let n = 0; n < subscribers; n++) socket.subscribe(`${n}`, PROGRESS, { id: scene.project, after });
    const cursors = 'pit_subscribers{transport="ws"}';
    while ((await scene.metric(cursors)) < subscribers);
    reads.mockClear();
    await scene.progress(subscribers);
    await socket.hears(() => socket.messages.length === 1 + 2 * subscribers);
    const statements = reads.mock.calls.filter(([statement]) => statement !== EVENTS_AFTER);
    socket.close();
    while ((await scene.metric(cursors)) > 0);
    return statements.length;
  };
  try {
    const alone = await statementsFor(1);
    expect(alone).toBeGreaterThan(0);
    expect(await statementsFor(50)).toBe(alone);
  } finally {
    reads.mockRestore();
  }
});

test('subscribers are counted once when they come and once when they go, with the reason', async () => {
  const ended = (reason: string) => scene.metric(`pit_streams_closed_total{reason="${reason}"}`);
  const before = await ended('client');
  const after = await scene.newest();
  for (const id of ['1', '2', '3']) raw.subscribe(id, PROGRESS, { id: scene.project, after });
  const open = () => scene.metric('pit_subscribers{transport="ws"}');
  while ((await open()) < 3);
  raw.say({ type: 'complete', id: '1' });
  raw.close();
  while ((await open()) > 0);
  expect((await ended('client')) - before).toBe(3);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SubscriptionScene, type Told } from '../../support/subscriptions/subscription-scene.ts';
import { clientOf, RawSocket, taken } from '../../support/subscriptions/websocket-client.ts';

/** Half a megabyte for each event, which no network holds many of. */
const ALIASES = Array.from({ length: 50 }, (_, i) => `d${i}: description`).join(' ');
const LARGE = `subscription Large($id: ID!, $after: String) {
  taskProgress(projectId: $id, after: $after) { cursor task { progressPercent ${ALIASES} } }
}`;
const SLOW_MS = 4_000;
/** Longer than a result is kept for others who ask for it. */
const SHARED_MS = 1_200;

let scene: SubscriptionScene;

beforeAll(async () => {
  setFlagsFromString('--expose-gc');
  scene = await SubscriptionScene.open({ sockets: { times: { slowMs: SLOW_MS } } });
});
beforeEach(async () => {
  await scene.begin();
  await scene.plan.rows('UPDATE pit.task SET description = $2 WHERE id = $1', [
    scene.task,
    'x'.repeat(10_000),
  ]);
});
afterAll(async () => {
  await scene?.close();
});

/** Megabytes that are really in use. */
function memory(): number {
  (runInNewContext('gc') as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

/** A reader of large events who counts them and keeps nothing else. */
async function reader(after: string) {
  const raw = await RawSocket.begin(scene.service.url, scene.token);
  const cursors: string[] = [];
  raw.socket.removeAllListeners('message').on('message', (data) => {
    const { type, payload } = JSON.parse((data as Buffer).toString()) as { type: string; payload: Told };
    if (type === 'next') cursors.push(payload.data.taskProgress.cursor);
  });
  raw.subscribe('1', LARGE, { id: scene.project, after });
  return { raw, cursors };
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(10);
}

const open = () => scene.metric('pit_subscribers{transport="ws"}');

test('a reader that stops reading costs no memory and holds nobody up, and is sent away when it lasts', async () => {
  const from = await scene.newest();
  const [stalled, other] = [await reader(from), await reader(from)];
  await until(async () => (await open()) === 2);
  await scene.progress(1);
  await until(() => stalled.cursors.length > 0 && other.cursors.length === 2);
  stalled.raw.socket.pause();
  const before = memory();
  for (let change = 2; change <= 60; change++) {
    await scene.progress(change);
    await until(() => other.cursors.length === 2 * change);
  }
  // 60 MB have gone to the other one; what the stalled one has not taken is in the network's buffers and one frame.
  await sleep(SHARED_MS);
  expect(memory() - before).toBeLessThan(25);
  await until(async () => (await open()) === 1);
  expect(await scene.metric('pit_streams_closed_total{reason="too_slow"}')).toBe(1);
  stalled.raw.socket.resume();
  expect(await stalled.raw.closed).toMatchObject({ code: expect.any(Number) });
  expect(stalled.cursors).toEqual(other.cursors.slice(0, stalled.cursors.length));
  const client = clientOf(scene.service.url, scene.token);
  const missing = other.cursors.slice(stalled.cursors.length);
  expect(missing.length).toBeGreaterThan(0);
  const rest = await taken<Told>(client, scene.following(stalled.cursors.at(-1)), missing.length);
  expect(rest.map(({ data }) => data.taskProgress.cursor)).toEqual(missing);
  await client.dispose();
  other.raw.close();
});

test('a reader who begins to read again is told that it was too slow', async () => {
  const slow = await reader(await scene.newest());
  await until(async () => (await open()) === 1);
  slow.raw.socket.pause();
  for (let change = 1; change <= 20; change++) await scene.progress(change);
  await until(async () => (await open()) === 0);
  slow.raw.socket.resume();
  expect(await slow.raw.closed).toEqual({ code: 4413, reason: 'Too slow a reader' });
  expect(slow.cursors.length).toBeLessThan(40);
});

test('a reader that pauses for a while catches up without a gap', async () => {
  const paused = await reader(await scene.newest());
  await until(async () => (await open()) === 1);
  paused.raw.socket.pause();
  for (let change = 1; change <= 20; change++) await scene.progress(change);
  await sleep(SLOW_MS / 8);
  paused.raw.socket.resume();
  await until(() => paused.cursors.length === 40);
  const client = clientOf(scene.service.url, scene.token);
  const first = Buffer.from(`${scene.project}:0`).toString('base64url');
  const all = await taken<Told>(client, scene.following(first), 40);
  expect(paused.cursors).toEqual(all.map(({ data }) => data.taskProgress.cursor));
  await client.dispose();
  paused.raw.close();
});

test('answers to a socket that does not read are not buffered without bound', async () => {
  const raw = await RawSocket.begin(scene.service.url, scene.token);
  raw.socket.pause();
  const before = memory();
  const query = `query ($id: ID!) { task(id: $id) { ${ALIASES} } }`;
  for (let n = 0; n < 100; n++) raw.subscribe(`${n}`, query, { id: scene.task });
  const frame = Buffer.alloc(120, 'p');
  for (let n = 0; n < 20_000; n++) raw.socket.ping(frame);
  await sleep(SLOW_MS / 4);
  expect((await scene.service.query(scene.token, '{ viewer { role } }')).status).toBe(200);
  expect(memory() - before).toBeLessThan(75);
  raw.close();
});

test('a thousand who come back at once are all let in, and others are answered meanwhile', async () => {
  const after = await scene.newest();
  const { query } = scene.following();
  const raws = await Promise.all(
    Array.from({ length: 10 }, () => RawSocket.begin(scene.service.url, scene.token)),
  );
  for (const raw of raws)
    for (let n = 0; n < 100; n++) raw.subscribe(`${n}`, query, { id: scene.project, after });
  expect((await scene.service.query(scene.token, '{ viewer { user { name } } }')).status).toBe(200);
  await scene.progress(1);
  await Promise.all(raws.map((raw) => raw.hears(() => raw.messages.length === 201)));
  for (const raw of raws) expect(raw.messages.filter(({ type }) => type === 'next')).toHaveLength(200);
  for (const raw of raws) raw.close();
});

test('stopping tells each subscription and then the socket, does not wait for the deaf, and is soon over', async () => {
  const going = await SubscriptionScene.open();
  const polite = await RawSocket.begin(going.service.url, going.token);
  const deaf = await RawSocket.begin(going.service.url, going.token);
  for (const raw of [polite, deaf]) raw.subscribe('1', going.following().query, going.following().variables);
  await until(async () => (await going.metric('pit_subscribers{transport="ws"}')) === 2);
  deaf.socket.pause();
  const begun = Date.now();
  const closed = going.close();
  expect(await polite.closed).toEqual({ code: 1001, reason: 'Going away' });
  expect(polite.of('1')).toMatchObject([
    { type: 'error', payload: [{ extensions: { code: 'UNAVAILABLE' } }] },
  ]);
  await closed;
  expect(Date.now() - begun).toBeLessThan(5_000);
  deaf.close();
});

import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { LIMITS } from '../../../src/server/graphql/limits.ts';
import { SubscriptionScene, PROGRESS } from '../../support/subscriptions/subscription-scene.ts';
import { RawSocket } from '../../support/subscriptions/websocket-client.ts';

let scene: SubscriptionScene;

beforeAll(async () => {
  scene = await SubscriptionScene.open({
    sockets: { times: { initMs: 1_000, beatMs: 1_000, slowMs: 60_000 } },
  });
});
afterAll(async () => {
  await scene?.close();
});

/** What becomes of a socket that introduces itself so. */
async function introduced(payload: object | undefined, headers: object = {}) {
  const raw = await RawSocket.open(scene.service.url, { headers });
  raw.say({ type: 'connection_init', payload });
  const begun = raw.hears(({ type }) => type === 'connection_ack').catch(() => undefined);
  const result = await Promise.race([begun, raw.closed]);
  raw.close();
  return result;
}

test('a token may come with connection_init or with the request', async () => {
  const authorization = `Bearer ${await scene.tokenFor(60)}`;
  const welcome = { type: 'connection_ack' };
  expect(await introduced({ authorization })).toEqual(welcome);
  expect(await introduced({ Authorization: authorization })).toEqual(welcome);
  expect(await introduced(undefined, { authorization })).toEqual(welcome);
  // What the client says last is meant.
  expect(await introduced({ authorization: 'Bearer x.y.z' }, { authorization })).toMatchObject({
    code: 4401,
  });
});

test('without a token, or with one that is refused, a socket is closed with the reason', async () => {
  expect(await introduced(undefined)).toEqual({ code: 4401, reason: 'A bearer token is required' });
  const refusals: [unknown, string][] = [
    ['Basic YTpi', 'The authorization header is not a bearer token.'],
    [{ token: 1 }, 'The authorization header is not a bearer token.'],
    ['Bearer x.y.z', 'The token is not valid.'],
    [`Bearer ${await scene.tokenFor(-1)}`, 'The token has expired.'],
  ];
  for (const [authorization, reason] of refusals) {
    expect(await introduced({ authorization })).toEqual({ code: 4401, reason });
  }
});

test('nothing is answered before the client has said who it is', async () => {
  const raw = await RawSocket.open(scene.service.url);
  raw.subscribe('1', '{ viewer { role } }');
  expect(await raw.closed).toMatchObject({ code: 4401 });
  expect(raw.messages).toEqual([]);
});

test('a client that does not say who it is, or says so twice, is sent away', async () => {
  const silent = await RawSocket.open(scene.service.url);
  expect(await silent.closed).toMatchObject({ code: 4408 });
  const eager = await RawSocket.begin(scene.service.url, scene.token);
  eager.say({ type: 'connection_init' });
  expect(await eager.closed).toMatchObject({ code: 4429 });
});

test('a socket is closed when its token expires, with or without operations', async () => {
  const begun = Date.now();
  const token = await scene.tokenFor(8);
  const [idle, busy] = [
    await RawSocket.begin(scene.service.url, token),
    await RawSocket.begin(scene.service.url, token),
  ];
  busy.subscribe('1', PROGRESS, { id: scene.project });
  const expired = { code: 4403, reason: 'Token expired' };
  expect(await Promise.all([idle.closed, busy.closed])).toEqual([expired, expired]);
  // Where the subscription is over, a client that connects again by itself has nothing to begin from an old place.
  const refusal = { type: 'error', payload: [{ extensions: { code: 'UNAUTHENTICATED' } }] };
  expect([idle.messages.slice(1), busy.of('1')]).toMatchObject([[], [refusal]]);
  expect(Date.now() - begun).toBeGreaterThan(6_000);
  expect(Date.now() - begun).toBeLessThan(16_000);
  expect(await scene.metric('pit_streams_closed_total{reason="expired"}')).toBe(1);
});

test('another protocol, another path and a request that is no WebSocket are refused', async () => {
  const plain = await RawSocket.open(scene.service.url, { protocol: [] });
  expect(await plain.closed).toMatchObject({ code: 4406 });
  for (const path of ['/', '/graphql/more', '/metrics']) {
    const elsewhere = RawSocket.open(new URL(path, scene.service.url).toString());
    await expect(elsewhere).rejects.toThrow('404');
  }
  const call = request(scene.service.url, { headers: { connection: 'upgrade', upgrade: 'nonsense' } }).end();
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(400);
});

test('more operations than a socket may have are refused one by one, until others have ended', async () => {
  const raw = await RawSocket.begin(scene.service.url, scene.token);
  const most = LIMITS.operationsPerSocket;
  for (let n = 0; n < most; n++) raw.subscribe(`${n}`, PROGRESS, { id: scene.project });
  raw.subscribe('over', '{ viewer { role } }');
  const { type, payload } = await raw.hears(({ id }) => id === 'over');
  expect({ type, payload }).toMatchObject({
    type: 'error',
    payload: [{ extensions: { code: 'LIMIT_EXCEEDED', field: 'operationsPerSocket' } }],
  });
  raw.say({ type: 'complete', id: '0' });
  raw.subscribe('again', '{ viewer { role } }');
  expect(await raw.hears(({ id }) => id === 'again')).toMatchObject({ type: 'next' });
  raw.close();
});

test('a message that is too large, or none, costs its sender the socket', async () => {
  const large = await RawSocket.begin(scene.service.url, scene.token);
  large.subscribe('1', `{ viewer { role } } #${'x'.repeat(LIMITS.bodyBytes)}`);
  expect(await large.closed).toMatchObject({ code: 1009 });
  const wrong = await RawSocket.begin(scene.service.url, scene.token);
  wrong.socket.send('{"type":');
  expect(await wrong.closed).toMatchObject({ code: 4400 });
  const odd = await RawSocket.begin(scene.service.url, scene.token);
  odd.say({ type: 'next', id: '1', payload: {} });
  expect(await odd.closed).toEqual({ code: 4400, reason: 'Bad request' });
});

test('a socket that floods is read more slowly, and not closed for it', async () => {
  const raw = await RawSocket.begin(scene.service.url, scene.token);
  const begun = performance.now();
  const payload = { words: 'x'.repeat(300) };
  for (let n = 0; n < 7 * LIMITS.messagesPerSecond; n++) raw.say({ type: 'ping', payload });
  raw.subscribe('1', '{ viewer { role } }');
  await raw.hears(({ id }) => id === '1');
  expect(performance.now() - begun).toBeGreaterThan(2_000);
  raw.close();
});

test('a client that is not there any more is found out, and one that answers is kept', async () => {
  const there = await RawSocket.begin(scene.service.url, scene.token);
  const gone = await RawSocket.begin(scene.service.url, scene.token);
  gone.socket.pause();
  there.subscribe('1', PROGRESS, { id: scene.project });
  gone.subscribe('1', PROGRESS, { id: scene.project });
  const open = () => scene.metric('pit_subscribers{transport="ws"}');
  while ((await open()) < 2);
  while ((await open()) > 1);
  await sleep(2_500);
  expect(await open()).toBe(1);
  for (const raw of [there, gone]) raw.close();
});

test('frames of control are answered, and a connection that breaks off harms nobody', async () => {
  const raw = await RawSocket.begin(scene.service.url, scene.token);
  raw.socket.ping('are you there?');
  const [data] = await once(raw.socket, 'pong');
  expect(String(data)).toBe('are you there?');
  const { hostname, port } = new URL(scene.service.url);
  const half = connect(Number(port), hostname);
  half.end('GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n').resume();
  await once(half, 'close');
  raw.socket.terminate();
  expect((await scene.service.query(scene.token, '{ viewer { role } }')).status).toBe(200);
});

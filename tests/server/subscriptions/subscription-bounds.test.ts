import { Plan } from '../../support/worlds/plan-database.ts';
import { SubscriptionScene } from '../../support/subscriptions/subscription-scene.ts';
import { clientOf, RawSocket, taken } from '../../support/subscriptions/websocket-client.ts';

const NOTIFICATIONS = 'subscription { notificationReceived { cursor } }';

let scene: SubscriptionScene;

beforeAll(async () => {
  scene = await SubscriptionScene.open({ sockets: { mostSockets: 4 }, mostStreams: 10 });
});
afterAll(async () => {
  await scene?.close();
});

test('a socket too many is refused, and let in when another has gone', async () => {
  const neighbour = await tokenOfNeighbour();
  const tokens = [scene.token, scene.token, neighbour, neighbour];
  const four = await Promise.all(tokens.map((token) => RawSocket.begin(scene.service.url, token)));
  await expect(RawSocket.open(scene.service.url)).rejects.toThrow('Unexpected server response: 503');
  expect((await scene.service.query(scene.token, '{ viewer { role } }')).status).toBe(200);
  const [first, ...others] = four;
  first?.close();
  let another: RawSocket | undefined;
  while (another === undefined) another = await RawSocket.open(scene.service.url).catch(() => undefined);
  for (const raw of [another, ...others]) raw.close();
});

test("a socket beyond the organisation's half is told to come back, and one of another organisation is let in", async () => {
  const two = await Promise.all(
    [1, 2].map(() => retried(() => RawSocket.begin(scene.service.url, scene.token))),
  );
  const third = await RawSocket.open(scene.service.url);
  third.say({ type: 'connection_init', payload: { authorization: `Bearer ${scene.token}` } });
  expect(await third.closed).toMatchObject({ code: 1013 });
  const other = await RawSocket.begin(scene.service.url, await tokenOfNeighbour());
  two[0]?.close();
  const again = await retried(() => RawSocket.begin(scene.service.url, scene.token));
  for (const raw of [two[1], other, again]) raw?.close();
});

test("a stream beyond the organisation's half is refused, also when all ask at once, and those who are there keep theirs", async () => {
  const raw = await RawSocket.begin(scene.service.url, scene.token);
  const { query, variables } = scene.following(await scene.newest());
  for (let n = 1; n <= 8; n++) raw.subscribe(`${n}`, query, variables);
  for (const id of ['6', '7', '8']) {
    const refused = await raw.hears((message) => message.id === id);
    expect(refused).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'LIMIT_EXCEEDED' } }] });
  }
  const neighbour = await RawSocket.begin(scene.service.url, await tokenOfNeighbour());
  for (let n = 1; n <= 6; n++) neighbour.subscribe(`${n}`, NOTIFICATIONS, {});
  expect(await neighbour.hears((message) => message.id === '6')).toMatchObject({
    type: 'error',
    payload: [{ extensions: { code: 'UNAVAILABLE' } }],
  });
  neighbour.close();
  await scene.progress(10);
  for (const id of ['1', '2', '3', '4', '5'])
    expect(await raw.hears((message) => message.id === id)).toMatchObject({ type: 'next' });
  raw.close();
  const client = clientOf(scene.service.url, scene.token);
  const again = scene.following(Buffer.from(`${scene.project}:0`).toString('base64url'));
  let seen: unknown[] = [];
  while (seen.length === 0) seen = await taken(client, again, 1).catch(() => []);
  expect(seen).toHaveLength(1);
  await client.dispose();
});

async function tokenOfNeighbour(): Promise<string> {
  const other = await Plan.within(scene.plan.database);
  return scene.service.token(other.actor());
}

/** Sockets that have closed are forgotten a little later. */
async function retried<T>(open: () => Promise<T>): Promise<T> {
  for (let left = 100; ; left--) {
    try {
      return await open();
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

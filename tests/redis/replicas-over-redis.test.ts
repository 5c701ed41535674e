import { Replicas } from '../support/processes/replicas.ts';
import { startRedis, type TestRedis } from '../support/processes/redis.ts';

let redis: TestRedis;
let replicas: Replicas;

beforeAll(async () => {
  redis = await startRedis();
  replicas = await Replicas.start({ PIT_EVENTS_URL: redis.url });
});
afterAll(async () => {
  await replicas?.stop();
  await redis?.stop();
});

test('what is written on one replica arrives on the other, which Redis has woken', async () => {
  await replicas.woken('redis', 0);
  const before = await replicas.outboxReads('redis');
  const cursors = replicas.follow(replicas.followed, replicas.place(0), 20);
  await replicas.update([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(await cursors).toEqual(Array.from({ length: 20 }, (_, i) => replicas.place(i + 1)));
  await replicas.woken('redis', before);
  expect(await replicas.outboxReads('postgres')).toBe(0);
});

test('a restart of Redis loses nothing', async () => {
  const cursors = replicas.follow(replicas.followed, replicas.place(20), 8);
  await replicas.update([20]);
  await redis.restart();
  await replicas.update([30, 40, 50]);
  expect(await cursors).toEqual(Array.from({ length: 8 }, (_, i) => replicas.place(i + 21)));
});

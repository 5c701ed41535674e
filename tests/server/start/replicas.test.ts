import { Replicas } from '../../support/processes/replicas.ts';

let replicas: Replicas;

beforeAll(async () => {
  replicas = await Replicas.start();
});
afterAll(() => replicas?.stop());

test('what is written on one replica arrives on the other, which PostgreSQL has woken', async () => {
  await replicas.woken('postgres', 0);
  const before = await replicas.outboxReads('postgres');
  const cursors = replicas.follow(replicas.followed, replicas.place(0), 20);
  await replicas.update([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(await cursors).toEqual(Array.from({ length: 20 }, (_, i) => replicas.place(i + 1)));
  await replicas.woken('postgres', before);
});

test('a subscriber that changes from one replica to the other goes on where it was', async () => {
  await replicas.update([20, 30]);
  const first = await replicas.follow(replicas.followed, replicas.place(20), 1);
  const rest = await replicas.follow(replicas.written, first[0] ?? '', 3);
  expect([...first, ...rest]).toEqual([21, 22, 23, 24].map((seq) => replicas.place(seq)));
});

test('without a wake-up, when the listening connection is cut off, an event arrives all the same', async () => {
  await replicas.plan.rows(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'pit-events'`,
  );
  const cursors = replicas.follow(replicas.followed, replicas.place(24), 2);
  await replicas.update([40]);
  expect(await cursors).toEqual([25, 26].map((seq) => replicas.place(seq)));
});

import { Health } from '../../../src/server/health.ts';

test('however many ask for readiness at once, the database is asked once, and again by whoever asks later', async () => {
  let asked = 0;
  const pool = { query: async () => void (asked += 1) };
  const health = new Health(pool as never);
  expect(await Promise.all(Array.from({ length: 200 }, () => health.obstacle()))).toEqual(
    Array(200).fill(null),
  );
  expect(asked).toBe(1);
  expect(await health.obstacle()).toBeNull();
  expect(asked).toBe(2);
});

test('what asks while the service begins to drain is told so', async () => {
  const health = new Health({ query: async () => undefined } as never);
  const asking = health.obstacle();
  health.drain();
  expect(await asking).toBe('shutting down');
});

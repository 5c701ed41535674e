import fc from 'fast-check';
import { FairSemaphore } from '../../../src/db/connection/fair-semaphore.ts';
import { contentionOf, createPool } from '../../../src/db/connection/pool.ts';
import { TenantReadBatch } from '../../../src/db/read/tenant-read-batch.ts';
import { text } from '../../../src/db/connection/column-types.ts';
import { statement } from '../../../src/db/connection/statement.ts';
import { cloneDatabase } from '../../support/postgres/database.ts';
import { actorOf } from '../../support/worlds/planting.ts';

test('while others wait, no key is given more than half of the permits, and whoever waits is served in turn', async () => {
  const requests = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 8 }), requests, async (permits, keys) => {
      const semaphore = new FairSemaphore(permits, 0);
      const held: { key: string; release: () => void }[] = [];
      const outstanding = [...keys];
      let served = 0;
      for (const key of keys) {
        void semaphore.acquire(key).then((release) => {
          const mine = held.filter((each) => each.key === key).length + 1;
          outstanding.splice(outstanding.indexOf(key), 1);
          const othersBelowTheirShare = outstanding.some(
            (other) =>
              other !== key && held.filter((each) => each.key === other).length < Math.floor(permits / 2),
          );
          // The first ones find permits free, and take them.
          if (served >= permits && othersBelowTheirShare) {
            expect(mine).toBeLessThanOrEqual(Math.max(1, Math.floor(permits / 2)));
          }
          served += 1;
          held.push({ key, release });
          expect(held.length).toBeLessThanOrEqual(permits);
        });
      }
      while (served < keys.length || held.length > 0) {
        await Promise.resolve();
        held.shift()?.release();
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(semaphore.keys).toEqual({ waiting: 0, holding: 0 });
    }),
    { numRuns: 50 },
  );
});

test('a request that waits too long is refused, and its place goes to the next', async () => {
  const semaphore = new FairSemaphore(1, 30);
  const release = await semaphore.acquire('a');
  await expect(semaphore.acquire('b')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(semaphore.keys).toEqual({ waiting: 0, holding: 1 });
  const next = semaphore.acquire('b');
  release();
  (await next)();
  expect(semaphore.keys).toEqual({ waiting: 0, holding: 0 });
});

test('an organisation that floods the readers does not keep another from reading', async () => {
  const database = await cloneDatabase();
  const pool = createPool(database.appUrl, { max: 4, name: 'test', waitMs: 60_000 });
  try {
    const slow = statement('SELECT pg_sleep(0.02)::text AS slept', { slept: text });
    const finished: string[] = [];
    const read = async (org: string): Promise<void> => {
      await new TenantReadBatch(pool, actorOf(org)).rows(slow, []);
      finished.push(org);
    };
    const flood = Array.from({ length: 80 }, () => read('a'));
    await new Promise((resolve) => setTimeout(resolve, 10));
    const other = Array.from({ length: 8 }, () => read('b'));
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(contentionOf(pool)).toMatchObject({ waiting: 2 });
    await Promise.all([...flood, ...other]);
    // Behind those that were under way, the other gets at least every second turn.
    expect(finished.lastIndexOf('b')).toBeLessThan(40);
    expect(contentionOf(pool)).toEqual({ requests: 0, waiting: 0, holding: 0 });
  } finally {
    await pool.end();
    await database.drop();
  }
});

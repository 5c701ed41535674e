import { setTimeout as sleep } from 'node:timers/promises';
import { ConcurrencyLimiter } from '../../../src/server/subscriptions/concurrency-limiter.ts';

test('the limiter runs no more tasks than its permits, the others in order, and a failed task gives its permit back', async () => {
  const limiter = new ConcurrencyLimiter(3);
  const order: number[] = [];
  let inside = 0;
  let most = 0;
  const task = (n: number) => async (): Promise<number> => {
    order.push(n);
    most = Math.max(most, (inside += 1));
    await sleep(n % 4);
    inside -= 1;
    if (n % 5 === 0) throw new Error(`task ${n}`);
    return n;
  };
  const tasks = Array.from({ length: 40 }, (_, n) => limiter.run(task(n)));
  const results = await Promise.allSettled(tasks);
  expect(results.map(({ status }) => status === 'fulfilled')).toEqual(order.map((n) => n % 5 !== 0));
  expect(order).toEqual(Array.from({ length: 40 }, (_, n) => n));
  expect(most).toBe(3);
  expect(await limiter.run(task(41))).toBe(41);
});

import { setTimeout as sleep } from 'node:timers/promises';
import { Pace } from '../../src/jobs/pace.ts';

const UNITS = { first: 100, least: 20, most: 1_000 };
const slowly = () => sleep(20);
const atOnce = () => Promise.resolve();

test('batches that take too long become smaller, down to the least', async () => {
  const pace = new Pace({ batchMs: 1, share: 1, units: UNITS });
  expect(pace.units).toBe(100);
  await pace.run(100, slowly);
  expect(pace.units).toBe(50);
  for (let i = 0; i < 5; i++) await pace.run(pace.units, slowly);
  expect(pace.units).toBe(20);
});

test('a batch that failed for taking too long is followed by one of half as many, until there are none smaller', () => {
  const pace = new Pace({ batchMs: 1_000, share: 1, units: UNITS });
  const sizes = [];
  while (pace.shrink()) sizes.push(pace.units);
  expect(sizes).toEqual([50, 25, 20]);
});

test('quick batches become larger, up to the most', async () => {
  const pace = new Pace({ batchMs: 1_000, share: 1, units: UNITS });
  await pace.run(100, atOnce);
  expect(pace.units).toBe(200);
  for (let i = 0; i < 5; i++) await pace.run(pace.units, atOnce);
  expect(pace.units).toBe(1_000);
});

test('one that is larger than asked for says nothing about the others', async () => {
  const pace = new Pace({ batchMs: 1, share: 1, units: UNITS });
  await pace.run(5_000, slowly);
  expect(pace.units).toBe(100);
});

test('the work takes no more than its share of the time', async () => {
  const pace = new Pace({ batchMs: 20, share: 1 / 4, units: UNITS });
  let worked = 0;
  const begun = performance.now();
  for (let i = 0; i < 3; i++)
    await pace.run(100, async () => {
      const from = performance.now();
      await slowly();
      worked += performance.now() - from;
    });
  // Timers may end a millisecond early.
  expect(performance.now() - begun).toBeGreaterThanOrEqual(worked * 4 - 10);
});

test('what a batch answers or throws is passed on', async () => {
  const pace = new Pace({ batchMs: 20, share: 1, units: UNITS });
  expect(await pace.run(1, () => Promise.resolve('done'))).toBe('done');
  await expect(pace.run(1, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
});

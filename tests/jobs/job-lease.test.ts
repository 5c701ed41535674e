import { setTimeout as sleep } from 'node:timers/promises';
import { NEVER_STOPPED, withJobLease, type StopSignal } from '../../src/jobs/job-lease.ts';
import { Plan } from '../support/worlds/plan-database.ts';

let plan: Plan;

beforeAll(async () => {
  plan = await Plan.open();
});
afterAll(() => plan.close());

const leases = () => plan.rows('SELECT name, leased_until > now() AS runs FROM pit_ops.job_lease');

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(5);
}

test('a job runs in one of many processes at a time, each of them in the end, and leaves nothing', async () => {
  let running = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, (running += 1));
    await sleep(20);
    running -= 1;
  };
  const once = async () => {
    while (!(await withJobLease(plan.pool, { name: 'one', signal: NEVER_STOPPED }, work))) await sleep(5);
  };
  await Promise.all(Array.from({ length: 6 }, once));
  expect(most).toBe(1);
  expect(await leases()).toEqual([]);
});

test('jobs of two names run beside each other, and one that fails gives its lease back', async () => {
  const failing = withJobLease(plan.pool, { name: 'first', signal: NEVER_STOPPED }, async () => {
    const work = () => Promise.resolve();
    expect(await withJobLease(plan.pool, { name: 'second', signal: NEVER_STOPPED }, work)).toBe(true);
    expect(await withJobLease(plan.pool, { name: 'first', signal: NEVER_STOPPED }, work)).toBe(false);
    throw new Error('the work failed');
  });
  await expect(failing).rejects.toThrow('the work failed');
  expect(await leases()).toEqual([]);
});

test('a lease is prolonged while its job runs, and that of a process that died is taken over once it is out', async () => {
  const name = 'long';
  await plan.rows(`INSERT INTO pit_ops.job_lease VALUES ($1, gen_random_uuid(), now() - interval '1 ms')`, [
    name,
  ]);
  const times = { lease: 60_000, renew: 10, stop: 40_000 };
  const end = () => plan.rows<{ end: string }>('SELECT leased_until::text AS end FROM pit_ops.job_lease');
  const took = await withJobLease(plan.pool, { name, signal: NEVER_STOPPED, times }, async () => {
    const [first] = await end();
    while ((await end())[0]?.end === first?.end) await sleep(10);
  });
  expect(took).toBe(true);
});

test('a job that ends while its lease is being prolonged leaves none behind', async () => {
  const times = { lease: 60_000, renew: 1, stop: 40_000 };
  for (let i = 0; i < 100; i++) {
    const job = { name: `short ${i}`, signal: NEVER_STOPPED, times };
    await withJobLease(plan.pool, job, () => sleep(i % 7));
  }
  // What is still on its way has come by then.
  await sleep(50);
  expect(await leases()).toEqual([]);
});

test('a job whose lease another process has taken is told to stop, and leaves that lease alone', async () => {
  const times = { lease: 60_000, renew: 10, stop: 40_000 };
  await withJobLease(plan.pool, { name: 'lost', signal: NEVER_STOPPED, times }, async (signal) => {
    expect(signal.aborted).toBe(false);
    await plan.rows('UPDATE pit_ops.job_lease SET holder = gen_random_uuid()');
    await until(() => signal.aborted);
  });
  expect(await leases()).toEqual([{ name: 'lost', runs: true }]);
  await plan.rows('DELETE FROM pit_ops.job_lease');
});

test('a job that cannot prolong its lease stops before another process may begin', async () => {
  const times = { lease: 60_000, renew: 1_000_000, stop: 50 };
  let seen: StopSignal = NEVER_STOPPED;
  await withJobLease(plan.pool, { name: 'cut off', signal: NEVER_STOPPED, times }, async (signal) => {
    seen = signal;
    await until(() => signal.aborted);
    expect(await leases()).toEqual([{ name: 'cut off', runs: true }]);
  });
  expect(seen.aborted).toBe(true);
});

test('nobody but the service takes leases', async () => {
  const taking = plan.pool.query(`SELECT pit_ops.take_job_lease('one', gen_random_uuid(), '1 minute')`);
  await expect(taking).rejects.toThrow('only the service runs jobs');
  await expect(plan.pool.query('SELECT FROM pit_ops.job_lease')).rejects.toThrow('permission denied');
});

test('a job that has lost its lease stays stopped, also where the lease could be had again', async () => {
  const times = { lease: 60_000, renew: 10, stop: 40_000 };
  await withJobLease(plan.pool, { name: 'again', signal: NEVER_STOPPED, times }, async (signal) => {
    await plan.rows('UPDATE pit_ops.job_lease SET holder = gen_random_uuid()');
    await until(() => signal.aborted);
    await plan.rows('DELETE FROM pit_ops.job_lease');
    await sleep(100);
    expect(signal.aborted).toBe(true);
    expect(await leases()).toEqual([]);
  });
});

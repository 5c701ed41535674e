import { setImmediate as nextIteration } from 'node:timers/promises';
import fc from 'fast-check';
import { LoopTime, type LoopTimeOptions } from '../../../src/server/graphql/loop-time.ts';

/** A clock that stands still but for sleeping and for what a test adds. */
class ManualClock {
  time = 1_000;
  slept = 0;

  now(): number {
    return this.time;
  }

  /** Others that begin now do so before it. */
  async sleep(ms: number): Promise<void> {
    await nextIteration();
    this.time += ms;
    this.slept += ms;
  }
}

function withManualClock(options: Partial<LoopTimeOptions> = {}): { loop: LoopTime; clock: ManualClock } {
  const clock = new ManualClock();
  const usual = { share: 0.1, burstMs: 100, mostDelayMs: 2_000, aboutMs: 1e9 };
  return { loop: new LoopTime({ ...usual, ...options }, clock), clock };
}

/** Both are about. */
function meet(loop: LoopTime): void {
  loop.saw('other');
  loop.saw('flood');
}

/** One piece of work that takes so long. */
async function take({ loop, clock }: { loop: LoopTime; clock: ManualClock }, ms: number): Promise<void> {
  const work = await loop.admit('flood', ms);
  await work.run(() => (clock.time += ms));
  work.end();
}

test('a caller alone is never delayed, and finds its burst used up at most when others come', async () => {
  const loopOfOneMoment = withManualClock();
  const { loop, clock } = loopOfOneMoment;
  loop.saw('flood');
  for (let i = 0; i < 50; i++) await take(loopOfOneMoment, 20);
  expect(clock.slept).toBe(0);
  expect(loop.owedBy('flood')).toBeLessThanOrEqual(100);
  expect(loop.counts).toMatchObject({ delayed: 0, refused: 0 });
  expect(loop.counts.seconds).toBeCloseTo(1);
});

test('while another is about, a caller takes its burst and then no more than its share of the time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 10, maxLength: 60 }),
      async (steps) => {
        const loopOfOneMoment = withManualClock();
        const { loop, clock } = loopOfOneMoment;
        meet(loop);
        const begun = clock.time;
        let used = 0;
        for (const ms of steps) {
          await take(loopOfOneMoment, ms);
          used += ms;
          expect(used).toBeLessThanOrEqual(100 + (clock.time - begun) * 0.1 + 1e-6);
        }
      },
    ),
    { numRuns: 50 },
  );
});

test('another caller is not delayed by what one owes', async () => {
  const { loop, clock } = withManualClock();
  meet(loop);
  await loop.admit('flood', 100);
  const { slept } = clock;
  await loop.admit('other', 50);
  expect(clock.slept).toBe(slept);
});

test('what comes at once is delayed one behind the other, and beyond the longest delay refused with 429', async () => {
  const { loop, clock } = withManualClock();
  meet(loop);
  const admitted = Array.from({ length: 20 }, () => loop.admit('flood', 50));
  const results = await Promise.allSettled(admitted);
  // Two in the burst, and as many as are owed within two seconds at a tenth: four of 50.
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(6);
  expect(results.at(-1)).toMatchObject({
    reason: { code: 'LIMIT_EXCEEDED', retryAfterSeconds: 3, detail: { expected: 3 } },
  });
  expect(loop.counts).toMatchObject({ delayed: 4, refused: 14 });
  clock.time += 10_000;
  await expect(loop.admit('flood', 50)).resolves.toBeDefined();
});

test('a delay ends when nobody else is about any more', async () => {
  const { loop, clock } = withManualClock({ aboutMs: 300 });
  meet(loop);
  await loop.admit('flood', 290);
  expect(clock.slept).toBeLessThan(600);
});

test('what was expected is corrected by what is measured, up and down', async () => {
  const { loop, clock } = withManualClock();
  meet(loop);
  const less = await loop.admit('flood', 80);
  await less.run(() => (clock.time += 10));
  less.end();
  // Of the ten, a tenth has gone by meanwhile.
  expect(loop.owedBy('flood')).toBeCloseTo(9);
  const more = await loop.admit('flood', 1);
  await more.run(() => (clock.time += 60));
  more.end();
  expect(loop.owedBy('flood')).toBeCloseTo(9 + 60 - 6);
});

test('steps are taken one in an iteration of the event loop, in turn among callers', async () => {
  const loop = new LoopTime();
  const order: string[] = [];
  let iteration = 0;
  let isCounting = true;
  const count = (): void => {
    iteration += 1;
    if (isCounting) setImmediate(count);
  };
  setImmediate(count);
  const at: number[] = [];
  const step = async (caller: string): Promise<void> => {
    const work = await loop.admit(caller, 0);
    await work.run(() => {
      order.push(caller);
      at.push(iteration);
    });
  };
  await Promise.all([...Array.from({ length: 10 }, () => step('flood')), step('other'), step('other')]);
  isCounting = false;
  expect(order.slice(0, 5)).toEqual(['flood', 'flood', 'other', 'flood', 'other']);
  expect(new Set(at).size).toBe(12);
  expect(loop.waiting).toBe(0);
});

test('a step that fails is paid for, and the next one has its turn', async () => {
  const { loop, clock } = withManualClock();
  meet(loop);
  const work = await loop.admit('flood', 5);
  const failing = work.run(() => {
    clock.time += 50;
    throw new Error('broken');
  });
  await expect(failing).rejects.toThrow('broken');
  expect(loop.owedBy('flood')).toBeGreaterThan(40);
  await expect((await loop.admit('other', 1)).run(() => 7)).resolves.toBe(7);
});

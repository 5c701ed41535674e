import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { PitProcess } from '../../support/processes/pit-process.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

/** On a busy machine a process takes its time to start. */
const SLOW_MS = 120_000;

let plan: Plan;
let pit: PitProcess | undefined;

beforeAll(async () => {
  plan = await Plan.open();
});

afterEach(async () => {
  await pit?.kill();
});

afterAll(async () => {
  await plan?.close();
});

test(
  'SIGTERM to `npm start` reaches the service, which frees its port; npm ends with 0',
  async () => {
    pit = await PitProcess.start(plan.database, {}, ['npm', 'start']);
    expect(await pit.stop()).toBe(0);
    await expect(fetch(pit.url)).rejects.toThrow();
  },
  SLOW_MS,
);

test(
  'after SIGTERM the service is unready first, goes on answering for PIT_DRAIN_SECONDS, and then ends',
  async () => {
    const running = (pit = await PitProcess.start(plan.database, { PIT_DRAIN_SECONDS: '2' }));
    const health = (name: string): Promise<Response> => fetch(new URL(`/health/${name}`, running.url));
    const begun = performance.now();
    const stopped = running.stop();
    await sleep(200);
    const ready = await health('ready');
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'not ready', reason: 'shutting down' },
    ]);
    const live = await health('live');
    expect([live.status, live.headers.get('connection')]).toEqual([200, 'close']);
    expect(await stopped).toBe(0);
    expect(performance.now() - begun).toBeGreaterThan(1_900);
  },
  SLOW_MS,
);

test.each(['SIGINT', 'SIGHUP'] as const)(
  '%s, from a terminal, ends the service without a delay',
  async (signal) => {
    pit = await PitProcess.start(plan.database, { PIT_DRAIN_SECONDS: '300' });
    expect(await pit.stop(signal)).toBe(0);
  },
  SLOW_MS,
);

test(
  'a signal while the service starts ends it, however early it comes',
  async () => {
    const ends = [0, 400, 1_200, 2_000].map(async (ms) => {
      const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
        env: { ...process.env, ...PitProcess.settings(plan.database), PORT: '0' },
        stdio: 'ignore',
      });
      await sleep(ms);
      child.kill('SIGTERM');
      const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
      return signal ?? code;
    });
    // Before it has anything open, it ends as any process does.
    for (const end of await Promise.all(ends)) expect([0, 'SIGTERM']).toContain(end);
  },
  SLOW_MS,
);

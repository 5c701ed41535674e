import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor } from '../../src/domain/directory/actor.ts';
import { PgBouncer } from '../support/postgres/pgbouncer.ts';
import { Primary, Standby } from '../support/postgres/standby.ts';
import { OwnServer } from '../support/postgres/own-server.ts';
import { runSql } from '../support/postgres/test-server.ts';
import { metricOf, startTestService, type TestService } from '../support/processes/service.ts';
import { clientOf, taken } from '../support/subscriptions/websocket-client.ts';
import { Plan } from '../support/worlds/plan-database.ts';

const SLOW_MS = 240_000;
const UPDATE = `mutation ($id: ID!, $percent: Percent!) { updateProgress(input: { taskId: $id, percent: $percent }) { task { progressPercent } } }`;
const READ = `query ($id: ID!) { task(id: $id) { progressPercent } }`;
const PROGRESS = `subscription ($id: ID!) { taskProgress(projectId: $id) { task { progressPercent } } }`;
const BOARD = `{ projects(first: 20) { totalCount nodes { name progressPercent phases { name tasks(first: 10) { totalCount nodes {
  name status isCritical earlyStart owner { name } } } } } } portfolioSummary { projectCount } viewer { user { id name } } }`;

let primary: Primary;
let standby: Standby;
let plan: Plan;
let project: string;
let task: string;
let service: TestService;
/** Reads the primary alone. */
let plain: TestService;

const settings = (...urls: string[]): Record<string, string> => ({
  DATABASE_URL: primary.database.appUrl,
  DATABASE_READ_URL: urls.join(', '),
  PIT_READ_MAX_LAG_SECONDS: '2',
});

beforeAll(async () => {
  primary = await Primary.start();
  plan = await Plan.within(primary.database);
  project = await plan.project();
  task = await plan.task(project, await plan.phase(project), {
    start_date: '2026-11-02',
    end_date: '2026-11-20',
  });
  standby = await Standby.of(primary);
  service = await startTestService(primary.database, settings(standby.appUrl));
  plain = await startTestService(primary.database);
  await usable(1);
}, SLOW_MS);

afterAll(async () => {
  await Promise.all([service?.stop(), plain?.stop()]);
  await plan?.close();
  await standby?.remove();
  await primary?.stop();
}, SLOW_MS);

const reads = (place: string): Promise<number> =>
  metricOf(service, 'pit_replica_reads_total', `place="${place}"`);

/** Waits until the service takes the replica for usable (1), or for not (0). */
async function usable(value: 0 | 1, of = service): Promise<void> {
  while ((await metricOf(of, 'pit_replica_usable', 'replica="1"')) !== value) await sleep(50);
}

async function percentFor(actor: Actor, of = service, headers: Record<string, string> = {}): Promise<number> {
  const { body } = await of.query(await of.token(actor), READ, { id: task }, headers);
  if (body.errors !== undefined) throw new Error(JSON.stringify(body.errors));
  return (body.data as { task: { progressPercent: number } }).task.progressPercent;
}

/** Writes, and answers with what the answer's header says. */
async function write(percent: number, actor = plan.actor(), of = service): Promise<string | null> {
  const response = await fetch(of.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await of.token(actor)}` },
    body: JSON.stringify({ query: UPDATE, variables: { id: task, percent } }),
  });
  expect(await response.json()).toEqual({ data: { updateProgress: { task: { progressPercent: percent } } } });
  return response.headers.get('x-pit-read-after');
}

/** Has the standby take nothing in for a while. */
async function whilePaused(work: () => Promise<void>): Promise<void> {
  await standby.sql('SELECT pg_wal_replay_pause()');
  try {
    await work();
  } finally {
    await standby.sql('SELECT pg_wal_replay_resume()');
    await usable(1);
  }
}

test('each user sees through a replica what they see through the primary, and the replica has answered', async () => {
  await sleep(1_500);
  const actors = [
    plan.actor(),
    plan.actor(plan.worker),
    plan.actor(plan.helper, 'viewer'),
    plan.actor(plan.owner, 'admin'),
  ];
  for (const actor of actors) {
    const before = await reads('replica');
    const ours = await service.query(await service.token(actor), BOARD);
    expect(ours.body.errors).toBeUndefined();
    expect(ours).toEqual(await plain.query(await plain.token(actor), BOARD));
    expect(await reads('replica')).toBeGreaterThan(before);
  }
});

test('who has written reads what they wrote, however far the replica is', async () => {
  const before = [await reads('replica'), await reads('behind')] as const;
  for (let percent = 1; percent <= 60; percent += 1) {
    await write(percent);
    expect(await percentFor(plan.actor())).toBe(percent);
    if (percent % 2 === 0) await sleep(30);
    expect(await percentFor(plan.actor())).toBe(percent);
  }
  // Both ways were taken, else this shows one of them alone.
  expect(await reads('replica')).toBeGreaterThan(before[0]);
  await whilePaused(async () => {
    await write(61);
    expect(await percentFor(plan.actor())).toBe(61);
  });
  expect(await reads('behind')).toBeGreaterThan(before[1]);
});

test('others read what the replica has, until it lags for longer than it may; then the primary answers them', async () => {
  await write(62);
  await sleep(1_000);
  await whilePaused(async () => {
    await write(63);
    expect(await percentFor(plan.actor(plan.worker))).toBe(62);
    await usable(0);
    expect(await metricOf(service, 'pit_replica_lag_seconds', 'replica="1"')).toBeGreaterThan(2);
    expect(await percentFor(plan.actor(plan.worker))).toBe(63);
  });
  while ((await percentFor(plan.actor(plan.worker))) !== 63) await sleep(20);
});

test('a gateway that sends the header of a write on reads it from another process too', async () => {
  const other = await startTestService(primary.database, settings(standby.appUrl));
  try {
    await usable(1, other);
    await whilePaused(async () => {
      const position = await write(64);
      expect(position).toMatch(/^[0-9A-F]+\/[0-9A-F]+$/);
      expect(await percentFor(plan.actor(), other, { 'x-pit-read-after': position ?? '' })).toBe(64);
      // It is the header that does it.
      expect(await percentFor(plan.actor(), other)).toBe(63);
    });
    const token = await other.token(plan.actor());
    const { status, body } = await other.query(token, READ, { id: task }, { 'x-pit-read-after': 'now' });
    expect([status, JSON.stringify(body.errors)]).toEqual([
      400,
      expect.stringContaining('such as 0/12000000'),
    ]);
  } finally {
    await other.stop();
  }
});

test('who is told of a change by a subscription then reads it, though the replica has not got it', async () => {
  const client = clientOf(service.url, await service.token(plan.actor(plan.worker)));
  try {
    await whilePaused(async () => {
      const told = taken(client, { query: PROGRESS, variables: { id: project } }, 1);
      await sleep(500);
      await write(65);
      await told;
      expect(await percentFor(plan.actor(plan.worker))).toBe(65);
    });
  } finally {
    await client.dispose();
  }
});

test('an administrator who states a reason reads the primary, where that is recorded', async () => {
  const before = await reads('override');
  const reason = { 'x-pit-override-reason': 'the quarterly review of all projects' };
  expect(await percentFor(plan.actor(plan.owner, 'admin'), service, reason)).toBe(65);
  expect(await reads('override')).toBe(before + 1);
});

test('a replica behind PgBouncer is read, with own writes, and the primary answers while the pooler is gone', async () => {
  const pooler = await PgBouncer.start([standby.appUrl]);
  const pooled = await startTestService(primary.database, settings(pooler.behind(standby.appUrl)));
  try {
    await usable(1, pooled);
    const answered = () => metricOf(pooled, 'pit_replica_reads_total', 'place="replica"');
    const before = await answered();
    for (const percent of [70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 65]) {
      await write(percent, plan.actor(), pooled);
      expect(await percentFor(plan.actor(), pooled)).toBe(percent);
      await percentFor(plan.actor(plan.worker), pooled);
    }
    expect(await answered()).toBeGreaterThan(before);
    await pooler.stop();
    expect(await percentFor(plan.actor(plan.worker), pooled)).toBe(65);
    await usable(0, pooled);
  } finally {
    await pooled.stop();
    await pooler.stop();
  }
  while ((await percentFor(plan.actor(plan.worker))) !== 65) await sleep(20);
});

test('a replica whose connections end, and one that dies, lose nobody an answer; it takes reads again when it is back', async () => {
  const asking = new AbortController();
  let answers = 0;
  const asked = Promise.all(
    Array.from({ length: 4 }, async () => {
      for (; !asking.signal.aborted; answers += 1) expect(await percentFor(plan.actor(plan.worker))).toBe(65);
    }),
  );
  asked.catch(() => asking.abort());
  const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'pit_app'`;
  for (let round = 0; round < 5; round += 1) {
    await standby.sql(end);
    await sleep(100);
  }
  const before = await reads('failed');
  await standby.kill();
  await usable(0);
  await sleep(300);
  await standby.start();
  await usable(1);
  asking.abort();
  await asked;
  expect(answers).toBeGreaterThan(20);
  expect(await reads('failed')).toBeGreaterThanOrEqual(before);
});

test('a read that conflicts with recovery is answered by the primary', async () => {
  const busy = runSql(primary.database.adminUrl, 'SELECT pg_sleep(0)');
  await busy;
  const before = await reads('replica');
  const asked = Array.from({ length: 40 }, () => percentFor(plan.actor(plan.worker)));
  // Its lock on the table is replayed, and ends who reads there for longer than 200 ms.
  const locked = runSql(
    primary.database.adminUrl,
    'BEGIN',
    'LOCK TABLE pit.phase IN ACCESS EXCLUSIVE MODE',
    'SELECT pg_sleep(1)',
    'COMMIT',
  );
  for (const percent of await Promise.all(asked)) expect(percent).toBe(65);
  await locked;
  expect(await reads('replica')).toBeGreaterThan(before);
});

test.each<[string, () => Record<string, string>, RegExp]>([
  [
    'a wrong password',
    () => settings(standby.appUrl.replace(/:[^:@]+@/, ':wrong@')),
    /DATABASE_READ_URL: expected addresses with a login and database of the server, got password/,
  ],
  [
    'a database that is not there',
    () => settings(standby.appUrl.replace(/\/pit$/, '/pitt')),
    /database "pitt" does not exist/,
  ],
  ['a login above the wall', () => settings(standby.adminUrl), /DATABASE_READ_URL connects as "postgres"/],
])('a start with %s in DATABASE_READ_URL is refused', async (_title, env, reason) => {
  await expect(startTestService(primary.database, env())).rejects.toThrow(reason);
});

test('a start with a standby of another cluster, or with a standby as the primary, is refused', async () => {
  const stranger = await OwnServer.start();
  try {
    const env = settings(stranger.database.appUrl);
    await expect(startTestService(primary.database, env)).rejects.toThrow('another cluster as number 1');
  } finally {
    await stranger.stop();
  }
  const standbyAlone = startTestService({ appUrl: standby.appUrl }, { DATABASE_URL: standby.appUrl });
  await expect(standbyAlone).rejects.toThrow('DATABASE_URL: expected the primary, got a standby');
});

test('a replica that is not there at the start takes no reads until it is', async () => {
  await standby.kill();
  const late = await startTestService(primary.database, settings(standby.appUrl));
  try {
    expect(await percentFor(plan.actor(plan.worker), late)).toBe(65);
    await standby.start();
    await usable(1, late);
  } finally {
    await late.stop();
  }
  await usable(1);
});

test('a promoted replica takes no more reads: it has a history of its own', async () => {
  await standby.sql('SELECT pg_promote(true, 30)');
  await write(66);
  expect(await percentFor(plan.actor())).toBe(66);
  expect(await percentFor(plan.actor(plan.worker))).toBe(66);
  await usable(0);
  await expect(startTestService(primary.database, settings(standby.appUrl))).rejects.toThrow(
    'a server that is none, or was promoted',
  );
});

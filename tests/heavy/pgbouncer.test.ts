import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { hearsNotifications } from '../../src/db/connection/listen-check.ts';
import { migrate, requireMigrated } from '../../src/db/setup/migrate.ts';
import { createPool } from '../../src/db/connection/pool.ts';
import { NEVER_STOPPED, withJobLease } from '../../src/jobs/job-lease.ts';
import { clientOf, taken } from '../support/subscriptions/websocket-client.ts';
import { PgBouncer, SERVER_CONNECTIONS } from '../support/postgres/pgbouncer.ts';
import { PitProcess } from '../support/processes/pit-process.ts';
import { Plan } from '../support/worlds/plan-database.ts';

const CALLERS = 24;
const ROUNDS = 12;
const READ =
  '{ projects(first: 5) { edges { node { name progressPercent phases { name tasks { nodes { name } } } } } } }';
const WRITE = 'mutation ($input: UpdateProgressInput!) { updateProgress(input: $input) { task { id } } }';
const PROGRESS = `subscription ($id: ID!) { taskProgress(projectId: $id) { task { progressPercent } } }`;

let plan: Plan;
let pooler: PgBouncer;
let project: string;
let token: string;
const replicas: PitProcess[] = [];
const pools: pg.Pool[] = [];

beforeAll(async () => {
  plan = await Plan.open();
  project = await plan.project();
  const { appUrl, ownerUrl } = plan.database;
  pooler = await PgBouncer.start([appUrl, ownerUrl]);
  const settings = { DATABASE_URL: pooler.behind(appUrl), PIT_LISTEN_URL: appUrl };
  const starting = [0, 1].map(() => PitProcess.start(plan.database, settings));
  replicas.push(...(await Promise.all(starting)));
  for (let n = 0; n < 2; n++) pools.push(createPool(pooler.behind(appUrl), { max: 4, name: 'pooled' }));
  token = (await replicas[0]?.token(plan.actor())) ?? '';
}, 200_000);

afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.kill()));
  await Promise.all(pools.map((pool) => pool.end()));
  await pooler?.stop();
  await plan?.close();
});

async function ask(url: string, query: string, variables: object = {}): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  return `${response.status} ${await response.text()}`;
}

/** A task in a project of its own, so that who changes it waits for nobody. */
async function ownTask(): Promise<string> {
  const id = await plan.project();
  return plan.task(id, await plan.phase(id));
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await sleep(20);
}

const advisoryLocks = async (): Promise<number> => {
  const [found] = await plan.rows<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return found?.count ?? -1;
};

test('two replicas answer every request, and what they acknowledge is stored', async () => {
  const acknowledged: string[] = [];
  const refused: string[] = [];
  const call = async (caller: number): Promise<void> => {
    const taskId = await ownTask();
    for (let round = 1; round <= ROUNDS; round++) {
      const url = replicas[(caller + round) % 2]?.url ?? '';
      const comment = `caller ${caller}, round ${round}`;
      const written = await ask(url, WRITE, { input: { taskId, percent: round, comment } });
      if (/^200 \{"data":\{"upd/.test(written)) acknowledged.push(comment);
      const read = await ask(url, READ);
      refused.push(...[written, read].filter((answer) => !/^200 \{"data":\{"/.test(answer)));
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, (_, caller) => call(caller)));
  expect(refused).toEqual([]);
  expect(acknowledged).toHaveLength(CALLERS * ROUNDS);
  const stored = await plan.rows<{ comment: string }>('SELECT comment FROM pit.task_progress_log');
  expect(new Set(stored.map(({ comment }) => comment))).toEqual(new Set(acknowledged));
  const [used] = await plan.rows<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND usename = 'pit_app' AND application_name <> 'pit-events'`,
  );
  expect(used?.count).toBeLessThanOrEqual(SERVER_CONNECTIONS);
}, 120_000);

test('an event of one replica arrives on the other, which PostgreSQL has woken', async () => {
  const [written, followed] = replicas;
  const outboxReads = async (): Promise<number> => {
    const text = await (await fetch(followed?.url.replace('/graphql', '/metrics') ?? '')).text();
    return Number(/^pit_wakeups_total\{source="postgres"\} (\d+)/m.exec(text)?.[1] ?? 0);
  };
  const before = await outboxReads();
  const taskId = await plan.task(project, await plan.phase(project));
  const client = clientOf(followed?.url ?? '', token);
  const told = taken(client, { query: PROGRESS, variables: { id: project } }, 1);
  let percent = 0;
  // The subscription has begun when it hears.
  const stop = new AbortController();
  const writing = (async () => {
    while (!stop.signal.aborted) {
      await ask(written?.url ?? '', WRITE, { input: { taskId, percent: ++percent } });
      await sleep(100);
    }
  })();
  expect(await told).toMatchObject([
    { data: { taskProgress: { task: { progressPercent: expect.any(Number) } } } },
  ]);
  stop.abort();
  await writing;
  await client.dispose();
  await until(async () => (await outboxReads()) > before);
});

test('reads outlive a changed column, whose statements PgBouncer keeps prepared', async () => {
  await ownTask();
  const everywhere = async (): Promise<string[]> => {
    const asked = Array.from({ length: 2 * CALLERS }, (_, n) => ask(replicas[n % 2]?.url ?? '', READ));
    return (await Promise.all(asked)).filter((answer) => !/^200 \{"data":\{"/.test(answer));
  };
  for (let round = 0; round < 3; round++) expect(await everywhere()).toEqual([]);
  await plan.rows('ALTER TABLE pit.phase ALTER COLUMN name TYPE varchar(501)');
  for (let round = 0; round < 3; round++) expect(await everywhere()).toEqual([]);
});

test('a job runs on one replica at a time and on each of them in the end, and no lock is left', async () => {
  const running = new Set<pg.Pool>();
  let most = 0;
  const once = async (pool: pg.Pool): Promise<void> => {
    const work = async (): Promise<void> => {
      running.add(pool);
      most = Math.max(most, running.size);
      await pool.query('SELECT pg_sleep(0.02)');
      running.delete(pool);
    };
    await until(() => withJobLease(pool, { name: 'test', signal: NEVER_STOPPED }, work));
  };
  await Promise.all([...pools, ...pools, ...pools].map(once));
  expect(most).toBe(1);
  expect(await plan.rows(`SELECT FROM pit_ops.job_lease WHERE name = 'test'`)).toEqual([]);
  await until(async () => (await advisoryLocks()) === 0);
});

test('LISTEN through the pooler is found to hear nothing, and past it to hear', async () => {
  const [pool] = pools;
  const { appUrl } = plan.database;
  const { signal } = new AbortController();
  if (pool === undefined) throw new Error('no pool');
  expect(await hearsNotifications(appUrl, pool, signal)).toBe(true);
  expect(await hearsNotifications(pooler.behind(appUrl), pool, signal)).toBe(false);
});

test('migrations through the pooler are refused, naming the setting, and leave no lock', async () => {
  const { appUrl, ownerUrl } = plan.database;
  const refused = await migrate({ migrationUrl: pooler.behind(ownerUrl), appUrl }).catch(
    (error: unknown) => error,
  );
  expect((refused as Error).message).toMatch(/^DATABASE_MIGRATION_URL names a pooler/);
  await until(async () => (await advisoryLocks()) === 0);
});

test('a login that the pooler refuses is told as such, and not as a server that does not answer', async () => {
  const wrong = Object.assign(new URL(pooler.behind(plan.database.appUrl)), { password: 'mistyped' });
  await expect(requireMigrated(wrong.toString())).rejects.toThrow(
    /^The pooler at 127\.0\.0\.1:\d+ does not let "pit_app" of DATABASE_URL in \(.*authentication failed/,
  );
  await requireMigrated(pooler.behind(plan.database.appUrl));
});

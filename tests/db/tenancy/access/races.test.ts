import pg from 'pg';
import { AccessWorld } from './access-world.ts';

let world: AccessWorld;
beforeAll(async () => {
  world = await AccessWorld.open();
});
afterAll(() => world?.close());

type Level = 'READ COMMITTED' | 'REPEATABLE READ';

/** A transaction of the service on a connection of its own. */
async function begun(level: Level): Promise<pg.Client> {
  const client = new pg.Client(world.database.appUrl);
  client.on('error', () => undefined);
  await client.connect();
  await client.query(`BEGIN ISOLATION LEVEL ${level}`);
  await client.query(
    `SELECT set_config('app.org_id', $1, true), set_config('app.user_id', $2, true), set_config('app.role', 'service', true)`,
    [world.ours.id, world.ours.owner],
  );
  return client;
}

const give = (task: string): string =>
  `UPDATE pit.task SET assignees = '["${world.ours.other}"]' WHERE id = '${task}'`;
const take = (task: string): string => `UPDATE pit.task SET assignees = '[]' WHERE id = '${task}'`;

/**
 * One transaction takes the only work away while another gives some: the first has changed its rows when the second comes.
 * @returns how the second ended: its SQLSTATE, or the pieces that are left.
 */
async function raced(
  level: Level,
  [before, first, second]: readonly [string, string, string],
  end: 'COMMIT' | 'ROLLBACK',
): Promise<string | number> {
  await world.change(take(world.ours.task), take(world.ours.secondTask), before);
  const [one, two] = [await begun(level), await begun(level)];
  try {
    // Both have their snapshot before either changes anything.
    await two.query('SELECT count(*) FROM pit.task');
    await one.query(first);
    const waiting = two.query(second).then(
      () => two.query('COMMIT').then(() => undefined),
      (error: pg.DatabaseError) => error.code,
    );
    await isWaiting();
    await one.query(end);
    return (await waiting) ?? (await world.pieces(world.ours.other));
  } finally {
    await Promise.all([one.end(), two.end()]);
  }
}

/** Until a transaction waits for the row of the other. */
async function isWaiting(): Promise<void> {
  for (let looks = 0; looks < 5_000; looks++) {
    const { rows } = await world.admin.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()
         AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())`,
    );
    if ((rows[0]?.waiting ?? 0) > 0) return;
  }
  throw new Error('nobody waits');
}

test('whoever loses their last work while they are given other work keeps the project, in whichever order', async () => {
  const { task, secondTask } = world.ours;
  const lastGoes = [give(task), take(task), give(secondTask)] as const;
  const otherComes = [give(task), give(secondTask), take(task)] as const;
  expect(await raced('READ COMMITTED', lastGoes, 'COMMIT')).toBe(1);
  expect(await raced('READ COMMITTED', otherComes, 'COMMIT')).toBe(1);
  expect(await world.wrong()).toBe(0);
});

test('whoever of the two rolls back leaves what the other has made', async () => {
  const { task, secondTask } = world.ours;
  expect(await raced('READ COMMITTED', [give(task), take(task), give(secondTask)], 'ROLLBACK')).toBe(2);
  expect(await raced('READ COMMITTED', [give(task), give(secondTask), take(task)], 'ROLLBACK')).toBe(0);
  expect(await world.wrong()).toBe(0);
});

test('two who take away the last two pieces at once leave no row of none', async () => {
  const { ours } = world;
  const both = `${give(ours.task)}; ${give(ours.secondTask)}`;
  const pieces = await raced('READ COMMITTED', [both, take(ours.task), take(ours.secondTask)], 'COMMIT');
  expect(pieces).toBe(0);
  const { rows } = await world.admin.query('SELECT FROM pit_ops.project_access WHERE user_id = $1', [
    ours.other,
  ]);
  expect([rows.length, await world.wrong()]).toEqual([0, 0]);
});

test('under REPEATABLE READ a count that another changed is a lost race, which the service runs again, and one that went is begun anew', async () => {
  const { task, secondTask } = world.ours;
  expect(await raced('REPEATABLE READ', [give(task), give(secondTask), take(task)], 'COMMIT')).toBe('40001');
  expect(await raced('REPEATABLE READ', [give(task), take(task), give(secondTask)], 'COMMIT')).toBe(1);
  expect(await world.wrong()).toBe(0);
});

test('writers of one project that lock it first, all at once, neither deadlock nor lose a count', async () => {
  const { ours } = world;
  const lock = `SELECT FROM pit.project WHERE id = '${ours.project}' FOR NO KEY UPDATE`;
  const clients = await Promise.all(Array.from({ length: 4 }, () => begun('READ COMMITTED')));
  await Promise.all(clients.map((client) => client.query('COMMIT')));
  const act = `SELECT set_config('app.org_id', '${ours.id}', true), set_config('app.user_id', '${ours.owner}', true),
    set_config('app.role', 'service', true)`;
  const write = async (client: pg.Client, n: number): Promise<void> => {
    for (let i = 0; i < 10; i++) {
      const task = (i + n) % 2 === 0 ? ours.task : ours.secondTask;
      await client.query(
        `BEGIN; ${act}; SET LOCAL lock_timeout = 0; ${lock}; ${i % 3 === 0 ? take(task) : give(task)}`,
      );
      await client.query(i % 4 === 3 ? 'ROLLBACK' : 'COMMIT');
    }
  };
  try {
    await Promise.all(clients.map(write));
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
  expect(await world.wrong()).toBe(0);
});

import pg from 'pg';
import { asActor, value, type DatabaseActor } from '../as-actor.ts';
import { AccessWorld, tablesSeen, THROUGH_PROJECT } from './access-world.ts';

let world: AccessWorld;
beforeAll(async () => {
  world = await AccessWorld.open();
});
afterAll(() => world?.close());

interface Reason {
  readonly gives: string;
  readonly takes: string;
}

/** Every reason to see the project that stands in rows, as statements about the user `$other`. */
const REASONS: Readonly<Record<string, Reason>> = {
  'no division': {
    gives: 'UPDATE pit.project SET division_id = NULL WHERE id = $project',
    takes: 'UPDATE pit.project SET division_id = $division WHERE id = $project',
  },
  'owner of the project': {
    gives: 'UPDATE pit.project SET owner_id = $other WHERE id = $project',
    takes: 'UPDATE pit.project SET owner_id = $owner WHERE id = $project',
  },
  'sponsor of the project': {
    gives: 'UPDATE pit.project SET sponsor_id = $other WHERE id = $project',
    takes: 'UPDATE pit.project SET sponsor_id = NULL WHERE id = $project',
  },
  'owner of a task': {
    gives: 'UPDATE pit.task SET owner_id = $other WHERE id = $task',
    takes: 'UPDATE pit.task SET owner_id = $owner WHERE id = $task',
  },
  'assignee of a task': {
    gives: `UPDATE pit.task SET assignees = jsonb_build_array($other::text) WHERE id = $task`,
    takes: `UPDATE pit.task SET assignees = '[]' WHERE id = $task`,
  },
  'owner of a subtask': {
    gives: 'UPDATE pit.subtask SET owner_id = $other WHERE id = $subtask',
    takes: 'UPDATE pit.subtask SET owner_id = NULL WHERE id = $subtask',
  },
  'owner of a phase': {
    gives: 'UPDATE pit.phase SET owner_id = $other WHERE id = $phase',
    takes: 'UPDATE pit.phase SET owner_id = $owner WHERE id = $phase',
  },
  'owner of a work package': {
    gives: 'UPDATE pit.work_package SET owner_id = $other WHERE id = $workPackage',
    takes: 'UPDATE pit.work_package SET owner_id = $owner WHERE id = $workPackage',
  },
};

/** Ids of the fixture in place of their names. */
function filled(statement: string): string {
  const { ours } = world;
  return statement.replace(
    /\$(\w+)(::text)?/g,
    (_, name: Exclude<keyof typeof ours, 'service' | 'member'>, cast = '::uuid') => `'${ours[name]}'${cast}`,
  );
}

/** Changes rows as the service, then asks as the stranger, all in one transaction. */
async function seenWithin(client: pg.ClientBase, statement?: string): Promise<readonly string[]> {
  const act = (actor: DatabaseActor): Promise<unknown> =>
    client.query(`SELECT set_config('app.user_id', $1, true), set_config('app.role', $2, true)`, [
      actor.user,
      actor.role,
    ]);
  if (statement !== undefined) {
    await act(world.ours.service);
    await client.query(filled(statement));
  }
  await act(world.stranger);
  return tablesSeen(client);
}

test.each(Object.entries(REASONS))(
  'the %s alone shows the project and all of it at once, and its end hides all at once',
  async (_name, { gives, takes }) => {
    await asActor(world.database.appUrl, world.stranger, async (client) => {
      expect(await seenWithin(client)).toEqual([]);
      expect(await seenWithin(client, gives)).toEqual(THROUGH_PROJECT);
      expect(await seenWithin(client, takes)).toEqual([]);
    });
    expect(await world.wrong()).toBe(0);
  },
);

test('of two reasons the end of one leaves the other, whichever they are', async () => {
  const names = Object.keys(REASONS);
  await asActor(world.database.appUrl, world.stranger, async (client) => {
    await client.query(`SET LOCAL transaction_timeout = '60s'`);
    for (const [i, name] of names.entries()) {
      const one = REASONS[name] as Reason;
      const other = REASONS[names[(i + 1) % names.length] as string] as Reason;
      await seenWithin(client, one.gives);
      await seenWithin(client, other.gives);
      expect([name, await seenWithin(client, one.takes)]).toEqual([name, THROUGH_PROJECT]);
      expect([name, await seenWithin(client, other.takes)]).toEqual([name, []]);
    }
  });
});

test('work that is deleted shows nothing, and shows it again once restored', async () => {
  const work = { task: 'owner_id', subtask: 'owner_id', phase: 'owner_id', work_package: 'owner_id' };
  await asActor(world.database.appUrl, world.stranger, async (client) => {
    for (const [table, column] of Object.entries(work)) {
      const id = table === 'work_package' ? '$workPackage' : `$${table}`;
      const set = (what: string): string => `UPDATE pit.${table} SET ${what} WHERE id = ${id}`;
      expect(await seenWithin(client, set(`${column} = $other`))).toHaveLength(THROUGH_PROJECT.length);
      expect([table, await seenWithin(client, set('deleted_at = now()'))]).toEqual([table, []]);
      expect(await seenWithin(client, set('deleted_at = NULL'))).toHaveLength(THROUGH_PROJECT.length);
      await seenWithin(client, set(`${column} = ${table === 'subtask' ? 'NULL' : '$owner'}`));
    }
  });
  expect(await world.wrong()).toBe(0);
});

test('a stranger who forges the user of another organisation, or comes without a context, sees nothing of anybody', async () => {
  const { ours } = world;
  const elsewhere = {
    org: 'bbbbbbbb-0000-4000-8000-000000000001',
    user: ours.owner,
    role: 'member',
  } as const;
  const access = (client: pg.ClientBase): Promise<number> =>
    value(client, 'SELECT count(*)::int FROM pit_ops.project_access');
  await asActor(world.database.appUrl, elsewhere, async (client) => {
    expect([await access(client), await tablesSeen(client)]).toEqual([0, []]);
    expect(await value(client, 'SELECT count(*)::int FROM pit_ops.ctx_few_projects()')).toBe(0);
  });
  const bare = new pg.Client(world.database.appUrl);
  await bare.connect();
  try {
    expect([await access(bare), await tablesSeen(bare)]).toEqual([0, []]);
    expect(await value(bare, 'SELECT count(*)::int FROM pit_ops.ctx_few_projects()')).toBe(0);
  } finally {
    await bare.end();
  }
});

test('everybody reads of whom work is counted for themselves alone, an override too', async () => {
  const users = (actor: DatabaseActor): Promise<string[] | null> =>
    asActor(world.database.appUrl, actor, (client) =>
      value(client, 'SELECT array_agg(DISTINCT user_id) FROM pit_ops.project_access'),
    );
  const { ours } = world;
  expect(await users(ours.member)).toEqual([ours.owner]);
  expect(await users(world.stranger)).toBeNull();
  expect(await users({ ...ours.member, role: 'foreman', reason: 'Incident 42' })).toEqual([ours.owner]);
  expect(await users(ours.service)).toBeNull();
});

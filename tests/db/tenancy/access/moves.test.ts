import type pg from 'pg';
import { asActor, refusal, type DatabaseActor } from '../as-actor.ts';
import { AccessWorld } from './access-world.ts';

const NORTH = 'aaaaaaaa-0000-4000-8000-000000000002';
const SOUTH = 'aaaaaaaa-0000-4000-8000-0000000000b2';
const PERSON = 'aaaaaaaa-0000-4000-8000-0000000000c1';
const SOMEBODY = 'aaaaaaaa-0000-4000-8000-000000000004';
const BOSS = 'aaaaaaaa-0000-4000-8000-000000000003';

let world: AccessWorld;
beforeAll(async () => {
  world = await AccessWorld.open();
  await world.admin.query(
    `SELECT set_config('app.org_id', $1, false), set_config('app.user_id', $2, false), set_config('app.role', 'service', false)`,
    [world.ours.id, world.ours.service.user],
  );
  await world.admin.query(`INSERT INTO pit.division (id, org_id, name) VALUES ($1, $2, 'South')`, [
    SOUTH,
    world.ours.id,
  ]);
  await world.admin.query(
    `INSERT INTO pit."user" (id, org_id, name, email, role) VALUES ($1, $2, 'Pat', 'pat@a.example', 'member')`,
    [PERSON, world.ours.id],
  );
});
afterAll(() => world?.close());

/** The project in the north, owned by the boss, unless said otherwise; the person is what each row of the table says. */
const RELATIONS: Readonly<Record<string, string>> = {
  stranger: '',
  owner: `UPDATE pit.project SET owner_id = '${PERSON}' WHERE id = $1`,
  sponsor: `UPDATE pit.project SET sponsor_id = '${PERSON}' WHERE id = $1`,
  assignee: `UPDATE pit.task SET assignees = jsonb_build_array('${PERSON}') WHERE project_id = $1`,
  'owner and assignee': `WITH owned AS (UPDATE pit.project SET owner_id = '${PERSON}' WHERE id = $1)
    UPDATE pit.task SET assignees = jsonb_build_array('${PERSON}') WHERE project_id = $1`,
};

type Acting = Pick<DatabaseActor, 'role' | 'divisions'>;
const ACTORS: Readonly<Record<string, Acting>> = {
  'member of none': { role: 'member' },
  'member of the north': { role: 'member', divisions: [NORTH] },
  'member of both': { role: 'member', divisions: [NORTH, SOUTH] },
  'viewer of the north': { role: 'viewer', divisions: [NORTH] },
  'admin of none': { role: 'admin' },
  service: { role: 'service' },
};

const PUT = (values: string): string => `UPDATE pit.project SET ${values} WHERE id = $1`;
const MOVES: Readonly<Record<string, string>> = {
  'handed over': PUT(`owner_id = '${SOMEBODY}'`),
  'taken over': PUT(`owner_id = '${PERSON}'`),
  'moved to the south': PUT(`division_id = '${SOUTH}'`),
  'moved to no division': PUT('division_id = NULL'),
  'handed over and moved': PUT(`owner_id = '${SOMEBODY}', division_id = '${SOUTH}'`),
  'sponsor named': PUT(`sponsor_id = '${SOMEBODY}'`),
  'begun in the south': `INSERT INTO pit.project (name, owner_id, division_id)
    SELECT 'New', '${BOSS}', '${SOUTH}' WHERE $1::uuid IS NOT NULL`,
  'begun in the south for oneself': `INSERT INTO pit.project (name, owner_id, division_id)
    SELECT 'New', '${PERSON}', '${SOUTH}' WHERE $1::uuid IS NOT NULL`,
};

/** What becomes of a move: its SQLSTATE, or its rows and whether the project is still seen in the same transaction. */
async function outcomeOf(client: pg.Client, move: string): Promise<string> {
  const { project } = world.ours;
  let rows = 0;
  const refused = await refusal(
    client.query(move, [project]).then(({ rowCount }) => {
      rows = rowCount ?? 0;
    }),
  );
  if (refused !== 'accepted') return refused;
  if (rows === 0) return 'nothing';
  const { rowCount } = await client.query(
    `SELECT FROM pit.project WHERE CASE WHEN $2 THEN name = 'New' ELSE id = $1 END`,
    [project, move.includes('INSERT')],
  );
  return rowCount === 1 ? 'done, seen' : 'done, gone';
}

/** The outcomes of all moves for one actor in one relation, in the order of `MOVES`; each is taken back. */
async function outcomes(client: pg.Client, relation: string, actor: Acting): Promise<string[]> {
  const found: string[] = [];
  const user = actor.role === 'service' ? world.ours.service.user : PERSON;
  for (const move of Object.values(MOVES)) {
    await client.query('SAVEPOINT before');
    if (relation !== '') await client.query(relation, [world.ours.project]);
    await client.query(
      `SELECT set_config('app.user_id', $1, true), set_config('app.role', $2, true), set_config('app.division_ids', $3, true)`,
      [user, actor.role, (actor.divisions ?? []).join(',')],
    );
    found.push(await outcomeOf(client, move));
    await client.query('ROLLBACK TO SAVEPOINT before');
  }
  return found;
}

/** As they were before work was counted beside the plan, but for the three owners that count since; one letter for each of `MOVES`. */
const LETTERS: Readonly<Record<string, string>> = {
  'done, seen': 'D',
  'done, gone': 'G',
  nothing: '-',
  '42501': 'X',
};

const FROZEN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  stranger: {
    'member of none': '------XD',
    'member of the north': 'DDXDXDXD',
    'member of both': 'DDDDDDDD',
    'viewer of the north': '------XX',
    'admin of none': '------XD',
    service: 'DDDDDDDD',
  },
  owner: {
    'member of none': 'XDDDXDXD',
    'member of the north': 'DDDDXDXD',
    'member of both': 'DDDDDDDD',
    'viewer of the north': '------XX',
    'admin of none': 'XDDDXDXD',
    service: 'DDDDDDDD',
  },
  sponsor: {
    'member of none': 'DDDDDXXD',
    'member of the north': 'DDDDDDXD',
    'member of both': 'DDDDDDDD',
    'viewer of the north': '------XX',
    'admin of none': 'DDDDDXXD',
    service: 'DDDDDDDD',
  },
  assignee: {
    'member of none': 'DDDDDDXD',
    'member of the north': 'DDDDDDXD',
    'member of both': 'DDDDDDDD',
    'viewer of the north': '------XX',
    'admin of none': 'DDDDDDXD',
    service: 'DDDDDDDD',
  },
  'owner and assignee': {
    'member of none': 'DDDDDDXD',
    'member of the north': 'DDDDDDXD',
    'member of both': 'DDDDDDDD',
    'viewer of the north': '------XX',
    'admin of none': 'DDDDDDXD',
    service: 'DDDDDDDD',
  },
};

test('hand-overs and moves between divisions come out as they did before work was counted, for everybody', async () => {
  const found = await asActor(world.database.appUrl, world.ours.service, async (client) => {
    const table: Record<string, Record<string, string>> = {};
    for (const [relation, sql] of Object.entries(RELATIONS)) {
      const row: Record<string, string> = (table[relation] = {});
      for (const [name, actor] of Object.entries(ACTORS)) {
        row[name] = (await outcomes(client, sql, actor)).map((each) => LETTERS[each] ?? ` ${each} `).join('');
      }
    }
    return table;
  });
  expect(found).toEqual(FROZEN);
  expect(await world.wrong()).toBe(0);
});

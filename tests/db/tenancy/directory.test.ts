import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { asActor, refusal, value } from './as-actor.ts';
import { makeOrganisation, type Organisation } from './two-organisations.ts';

let database: TestDatabase;
let ours: Organisation;
let theirs: Organisation;

beforeAll(async () => {
  database = await cloneDatabase();
  ours = await makeOrganisation(database.appUrl, 'a');
  theirs = await makeOrganisation(database.appUrl, 'b');
});

afterAll(() => database.drop());

const sync = (directory: object, actor = ours.service): Promise<Record<string, number>> =>
  asActor(database.appUrl, actor, (client) =>
    value(client, 'SELECT pit_ops.sync_directory($1)', [directory]),
  );

test('a directory is taken over, and again without a change to the log', async () => {
  const directory = {
    organisation: { id: ours.id, name: 'Renamed', time_zone: 'Europe/London' },
    users: [{ id: ours.owner, name: 'Olive', email: 'olive@a.example', role: 'admin' }],
    memberships: [{ team_id: 'aaaaaaaa-0000-4000-8000-000000000005', user_id: ours.other, role: 'member' }],
  };
  expect(await sync(directory)).toEqual({
    organisations: 1,
    divisions: 0,
    users: 1,
    teams: 0,
    memberships: 1,
  });
  const entries = (): Promise<number> =>
    asActor(database.appUrl, { ...ours.member, role: 'admin' }, (client) =>
      value(
        client,
        `SELECT count(*)::int FROM pit.audit_log WHERE table_name IN ('organisation', 'user', 'team_membership')`,
      ),
    );
  const before = await entries();
  await sync(directory);
  expect(await entries()).toBe(before);
  const user = await asActor(database.appUrl, ours.member, async (client) => {
    const { rows } = await client.query('SELECT name, email, role FROM pit."user" WHERE id = $1', [
      ours.owner,
    ]);
    return rows[0] as unknown;
  });
  expect(user).toEqual({ name: 'Olive', email: 'olive@a.example', role: 'admin' });
});

test('a sync leaves what it does not name as it is', async () => {
  await sync({ organisation: { id: ours.id, name: 'Again' } });
  const zone = await asActor(database.appUrl, ours.member, (client) =>
    value(client, 'SELECT time_zone FROM pit.organisation'),
  );
  expect(zone).toBe('Europe/London');
});

test('the directory is synced by the service role alone, and only for its own organisation', async () => {
  expect(await refusal(sync({}, { ...ours.member, role: 'admin' }))).toBe('42501');
  expect(await refusal(sync({ organisation: { id: theirs.id, name: 'Taken' } }))).toBe('42501');
});

test('an id that another organisation holds is refused, and its row stays', async () => {
  const users = [{ id: theirs.owner, name: 'Taken', email: 'taken@a.example' }];
  expect(await refusal(sync({ users }))).toBe('23505');
  const name = await asActor(database.appUrl, theirs.member, (client) =>
    value(client, 'SELECT name FROM pit."user" WHERE id = $1', [theirs.owner]),
  );
  expect(name).toBe('Olive Owner');
});

test('jobs learn of every organisation but the platform itself, and nobody else does', async () => {
  const list = (actor = ours.service): Promise<string[]> =>
    asActor(database.appUrl, actor, async (client) => {
      const { rows } = await client.query<{ id: string }>('SELECT id FROM pit_ops.list_organisations()');
      return rows.map((row) => row.id);
    });
  expect(await list()).toEqual([ours.id, theirs.id]);
  expect(await refusal(list({ ...ours.member, role: 'admin' }))).toBe('42501');
});

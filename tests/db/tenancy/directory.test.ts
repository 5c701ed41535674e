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
    membershipsEnded: 0,
    changedTeams: ['aaaaaaaa-0000-4000-8000-000000000005'],
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

/** Who is in the team, beside who manages it. */
const members = (): Promise<string[]> =>
  asActor(database.appUrl, ours.member, async (client) => {
    const { rows } = await client.query<{ user_id: string }>(
      'SELECT user_id FROM pit.team_membership WHERE team_id = $1 ORDER BY user_id',
      [ours.team],
    );
    return rows.map((row) => row.user_id);
  });
const inTeam = (user: string, is?: boolean): object => ({
  team_id: ours.team,
  user_id: user,
  ...(is !== undefined && { is_member: is }),
});

test('a membership ends where it is said to be none, and where the complete list of the team leaves it out', async () => {
  await sync({ memberships: [inTeam(ours.owner), inTeam(ours.other)] });
  const ended = await sync({ memberships: [inTeam(ours.other, false), inTeam(ours.owner, true)] });
  expect(ended).toMatchObject({ memberships: 2, membershipsEnded: 1, changedTeams: [ours.team] });
  expect(await members()).toEqual([ours.owner]);
  // What has ended ends once, and who manages the team is of it anyhow.
  expect(await sync({ memberships: [inTeam(ours.other, false), inTeam(ours.owner, false)] })).toMatchObject({
    membershipsEnded: 1,
    changedTeams: [],
  });
  const team = { id: ours.team, name: 'Team', manager_id: ours.owner };
  const list = await sync({ teams: [{ ...team, member_ids: [ours.other, ours.owner] }] });
  expect(list).toMatchObject({ teams: 1, memberships: 2, membershipsEnded: 0, changedTeams: [ours.team] });
  const shorter = await sync({ teams: [{ ...team, member_ids: [ours.other] }] });
  expect(shorter).toMatchObject({ memberships: 0, membershipsEnded: 1, changedTeams: [] });
  expect(await members()).toEqual([ours.other]);
  await sync({ teams: [team] });
  expect(await members()).toEqual([ours.other]);
  await sync({ teams: [{ ...team, member_ids: [] }] });
  expect(await members()).toEqual([]);
  const removals = await asActor(database.appUrl, { ...ours.member, role: 'admin' }, (client) =>
    value(
      client,
      `SELECT count(*)::int FROM pit.audit_log WHERE table_name = 'team_membership' AND action = 'DELETE'`,
    ),
  );
  expect(removals).toBe(4);
});

test('roles stay through a complete list, and nothing of another organisation ends', async () => {
  await sync({ memberships: [{ ...inTeam(ours.owner), role: 'lead' }] });
  const team = { id: ours.team, name: 'Team', manager_id: ours.owner };
  await sync({ teams: [{ ...team, member_ids: [ours.owner] }] });
  const role = await asActor(database.appUrl, ours.member, (client) =>
    value(client, 'SELECT role FROM pit.team_membership WHERE team_id = $1', [ours.team]),
  );
  expect(role).toBe('lead');
  await sync({ memberships: [{ team_id: theirs.team, user_id: theirs.owner, is_member: false }] });
  const other = { id: theirs.team, name: 'Taken', manager_id: ours.owner, member_ids: [] };
  expect(await refusal(sync({ teams: [other] }))).toBe('23505');
  const kept = await asActor(database.appUrl, theirs.member, (client) =>
    value(client, 'SELECT count(*)::int FROM pit.team_membership'),
  );
  expect(kept).toBe(1);
});

test('the 501st member of a team is refused', async () => {
  const users = Array.from({ length: 501 }, (_, n) => {
    const id = `aaaaaaaa-0000-4000-8001-${String(n).padStart(12, '0')}`;
    return { id, name: `Person ${n}`, email: `${id}@a.example`, role: 'member' };
  });
  const memberships = users.map(({ id }) => inTeam(id));
  await sync({ users });
  await sync({ teams: [{ id: ours.team, name: 'Team', manager_id: ours.owner, member_ids: [] }] });
  expect(await refusal(sync({ memberships }))).toBe('23514 team_membership_most');
  expect(await members()).toEqual([]);
  await sync({ memberships: memberships.slice(0, 500) });
  expect(await members()).toHaveLength(500);
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

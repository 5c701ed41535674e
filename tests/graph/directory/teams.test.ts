import { randomUUID } from 'node:crypto';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import { MOST_TEAMS } from '../../../src/domain/directory/team-assignment.ts';
import { TeamWorld } from './team-world.ts';

let world: TeamWorld;
let api: TeamWorld['api'];
let division: string;
let team: string;
let member: Actor;
let project: string;
let phase: string;
let workPackage: string;
let task: string;

beforeAll(async () => {
  world = await TeamWorld.open();
  ({ api } = world);
});
beforeEach(async () => {
  await world.begin();
  ({ division, team, member, project, phase, workPackage, task } = world);
});
afterAll(() => world?.close());

const versionOf = async (table: string, id: string) =>
  (
    await api.plan.rows<{ at: string }>(`SELECT updated_at::text AS at FROM pit.${table} WHERE id = $1`, [id])
  )[0]?.at;

test.each([
  ['a task', () => ({ taskId: task })],
  ['a work package', () => ({ workPackageId: workPackage })],
  ['a phase', () => ({ phaseId: phase })],
])(
  'the people of a team that has %s see the project and work on it, and plan nothing',
  async (_name, node) => {
    expect(await world.sees(member)).toBe(false);
    await world.assign(node());
    expect(await world.sees(member)).toBe(true);
    await api.done('startTask', { id: task }, '__typename', member);
    await api.done('updateProgress', { taskId: task, percent: 40 }, '__typename', member);
    for (const [verb, input] of [
      ['updateTask', { id: task, name: 'Mine' }],
      ['assignTask', { id: task, ownerId: member.userId }],
      ['assignTeam', { teamId: team, taskId: task }],
      ['deleteTask', { id: task }],
    ] as const)
      expect([verb, await api.refused(verb, input, member)]).toEqual([
        verb,
        expect.objectContaining({ code: 'FORBIDDEN', pit: 'PIT001' }),
      ]);
    const { task: shown } = await world.read<{ task: { viewerMay: string[] } }>(
      `{ task(id: "${task}") { viewerMay } }`,
      member,
    );
    expect(shown.viewerMay).toContain('UPDATE_PROGRESS');
    expect(shown.viewerMay).not.toContain('UPDATE_TASK');
    const viewer: Actor = { ...member, role: 'viewer' };
    expect(await world.sees(viewer)).toBe(true);
    expect(await api.refused('startTask', { id: task }, viewer)).toMatchObject({ code: 'FORBIDDEN' });
    await world.unassign(node());
    expect(await world.sees(member)).toBe(false);
    expect(await api.refused('startTask', { id: task }, member)).toMatchObject({ code: 'NOT_FOUND' });
  },
);

test('a task beside those of the team is seen and not worked on', async () => {
  const other = await api.plan.task(project, phase);
  await world.assign();
  expect(await api.refused('startTask', { id: other }, member)).toMatchObject({ code: 'FORBIDDEN' });
});

test('sight and work end with the membership, and begin with one, also of who manages the team', async () => {
  await world.assign();
  const service = api.plan.actor(api.plan.worker, 'service');
  const sync = (input: object) => api.done('syncDirectory', input, 'membershipsEnded', service);
  const is = (isMember: boolean) =>
    sync({ memberships: [{ teamId: team, userId: member.userId, isMember }] });
  expect(await is(false)).toEqual({ membershipsEnded: 1 });
  expect(await world.sees(member)).toBe(false);
  await is(true);
  expect(await world.sees(member)).toBe(true);
  const named = { id: team, name: 'Crew', managerId: api.plan.sponsor };
  expect(await sync({ teams: [{ ...named, memberIds: [] }] })).toEqual({ membershipsEnded: 1 });
  expect(await world.sees(member)).toBe(false);
  await sync({ teams: [{ ...named, managerId: member.userId }] });
  expect(await world.sees(member)).toBe(true);
  const topics = await api.plan.rows('SELECT topic, payload FROM pit_ops.outbox WHERE stream_id = $1', [
    team,
  ]);
  // The assignment, and four changes of its people.
  expect(topics).toEqual(
    Array.from({ length: 5 }, () => ({ topic: 'pit.team.updated', payload: { teamId: team } })),
  );
});

test('a directory that says two things of one member is refused', async () => {
  const service = api.plan.actor(api.plan.worker, 'service');
  const teams = [{ id: team, name: 'Crew', managerId: api.plan.sponsor, memberIds: [member.userId] }];
  const of = (userId: string, isMember: boolean) => ({
    teams,
    memberships: [{ teamId: team, userId, isMember }],
  });
  expect(await api.refused('syncDirectory', of(member.userId, false), service)).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'input.memberships[0].isMember',
  });
  expect(await api.refused('syncDirectory', of(api.plan.helper, true), service)).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'input.memberships[0].userId',
  });
});

test('a team is assigned to one record, by who plans it, and to 20 teams at most', async () => {
  const assigned = (input: object, who = world.owner()) =>
    api.refused('assignTeam', { teamId: team, ...input }, who);
  expect(await assigned({})).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input', actual: 0 });
  expect(await assigned({ taskId: task, phaseId: phase })).toMatchObject({
    code: 'BAD_USER_INPUT',
    actual: 2,
  });
  expect(await assigned({ taskId: randomUUID() })).toMatchObject({
    code: 'NOT_FOUND',
    field: 'input.taskId',
  });
  expect(await assigned({ taskId: task, teamId: randomUUID() })).toMatchObject({
    code: 'NOT_FOUND',
    field: 'input.teamId',
  });
  const helper = { ...api.plan.actor(api.plan.helper), divisionIds: [division] };
  expect(await assigned({ taskId: task }, helper)).toMatchObject({ code: 'FORBIDDEN', pit: 'PIT001' });
  const outsider = await world.person();
  expect(await assigned({ taskId: task }, outsider)).toMatchObject({ code: 'NOT_FOUND' });
  for (let n = 0; n < MOST_TEAMS; n++) await world.assign({ taskId: task, teamId: await world.crew([]) });
  expect(await assigned({ taskId: task })).toMatchObject({ code: 'LIMIT_EXCEEDED', field: 'input.teamId' });
  const row = { team_id: team, project_id: project, task_id: task, role: 'assignee' };
  await expect(api.plan.insertBeside('team_assignment', row)).rejects.toMatchObject({
    constraint: 'team_assignment_most',
  });
  const elsewhere = await api.plan.project();
  await expect(
    api.plan.insertBeside('team_assignment', {
      ...{ team_id: team, project_id: elsewhere, work_package_id: workPackage, role: 'assignee' },
    }),
  ).rejects.toMatchObject({ constraint: 'team_assignment_work_package_project' });
});

test.each([
  ['task', () => ({ taskId: task }), () => task],
  ['phase', () => ({ phaseId: phase }), () => phase],
  ['work_package', () => ({ workPackageId: workPackage }), () => workPackage],
])(
  'a %s that gets a team has a new version, once, and is written by the version that was seen',
  async (table, node, id) => {
    const before = await versionOf(table, id());
    await world.assign(node());
    const after = await versionOf(table, id());
    expect(after).not.toBe(before);
    await world.assign(node());
    expect(await versionOf(table, id())).toBe(after);
    const late = { teamId: team, ...node(), ifUpdatedAt: '2026-01-01T00:00:00.000Z' };
    expect(await api.refused('unassignTeam', late)).toMatchObject({
      code: 'CONFLICT',
      field: 'input.ifUpdatedAt',
    });
    await world.unassign(node());
    expect(await versionOf(table, id())).not.toBe(after);
    expect(await api.plan.rows('SELECT FROM pit_ops.team_assignment WHERE team_id = $1', [team])).toEqual([]);
  },
);

test('work that is deleted or moved takes the sight of its team along', async () => {
  await world.assign();
  await api.done('deleteTask', { id: task }, '__typename', world.owner());
  expect(await world.sees(member)).toBe(false);
  await api.done('restoreTask', { id: task }, '__typename', world.owner());
  expect(await world.sees(member)).toBe(true);
  const elsewhere = await api.plan.project({ division_id: division });
  const otherPhase = await api.plan.phase(elsewhere);
  await api.done(
    'moveTask',
    { id: task, projectId: elsewhere, phaseId: otherPhase },
    '__typename',
    world.owner(),
  );
  expect(await world.sees(member)).toBe(false);
  const moved = await world.read<{ project: object | null }>(
    `{ project(id: "${elsewhere}") { id } }`,
    member,
  );
  expect(moved.project).not.toBeNull();
  expect(await api.plan.rows('SELECT pit_ops.count_wrong_team_access()::int AS wrong')).toEqual([
    { wrong: 0 },
  ]);
});

test('teams are shown with what they do, and tasks are found by them', async () => {
  await world.assign({ phaseId: phase });
  await world.assign({ taskId: task, role: 'REVIEWER' });
  const shown = await world.read<Record<string, { teams: object[] }>>(
    `{ task(id: "${task}") { teams { role team { name } task { id } phase { id } project { id } } }
       phase(id: "${phase}") { teams { role team { id } } } workPackage(id: "${workPackage}") { teams { id } } }`,
    world.owner(),
  );
  expect(shown['task']?.teams).toEqual([
    { role: 'REVIEWER', team: { name: 'Crew' }, task: { id: task }, phase: null, project: { id: project } },
  ]);
  expect(shown['phase']?.teams).toEqual([{ role: 'ASSIGNEE', team: { id: team } }]);
  expect(shown['workPackage']?.teams).toEqual([]);
  const query = `query ($id: ID!) { team(id: $id) { assignments(first: 9) { nodes { role task { id } phase { id } } } }
    tasks(filter: { teamId: [$id] }, first: 9) { nodes { id } } }`;
  const found = await world.read<{ team: { assignments: { nodes: object[] } }; tasks: { nodes: object[] } }>(
    query,
    member,
    {
      id: team,
    },
  );
  expect(found.tasks.nodes).toEqual([{ id: task }]);
  expect(found.team.assignments.nodes).toHaveLength(2);
  const outsider = await world.person();
  const hidden = await world.read<typeof found>(query, outsider, { id: team });
  expect([hidden.tasks.nodes, hidden.team.assignments.nodes]).toEqual([[], []]);
});

test('each of a team is told once of what it gets and loses, and who did it is not', async () => {
  await api.plan.insert('team_membership', { team_id: team, user_id: api.plan.owner, role: 'member' });
  await api.plan.insert('team_membership', { team_id: team, user_id: api.plan.sponsor, role: 'lead' });
  const before = await world.titlesFor(world.owner());
  await world.assign();
  await world.assign();
  await world.unassign();
  const told = [
    'Your team “Crew” does not work any more on “Paint” in “Bridge”',
    'Your team “Crew” works on “Paint” in “Bridge”',
  ];
  expect(await world.titlesFor(member)).toEqual(told);
  const sponsor = await world.titlesFor(api.plan.actor(api.plan.sponsor));
  expect(sponsor.filter((title) => title.includes('“Bridge”'))).toEqual(expect.arrayContaining(told));
  expect(await world.titlesFor(world.owner())).toEqual(before);
});

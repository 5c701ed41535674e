import { randomUUID } from 'node:crypto';
import { PROJECT_READERS } from '../../../../src/db/queries/events/reader-query.ts';
import { ActorRole } from '../../../../src/domain/enums.ts';
import { Plan } from '../../../support/worlds/plan-database.ts';
import { asActor, type DatabaseActor } from '../as-actor.ts';

let plan: Plan;
let other: Plan;
const north = randomUUID();
const south = randomUUID();

beforeAll(async () => {
  plan = await Plan.open();
  other = await plan.neighbour();
  for (const [id, name] of [
    [north, 'North'],
    [south, 'South'],
  ])
    await plan.insert('division', { id, name });
});
afterAll(() => plan?.close());

const claimed = (actors: readonly DatabaseActor[]) => [
  actors.map(({ user }) => user),
  actors.map(({ role }) => role),
  actors.map(({ divisions = [] }) => divisions.join(',')),
];

/** Who of them reads the project, as one statement tells it to who asks. */
async function told(by: DatabaseActor, project: string, actors: readonly DatabaseActor[]) {
  const { rows } = await asActor(plan.database.appUrl, by, (client) =>
    client.query<{ place: string }>(PROJECT_READERS.text, [project, ...claimed(actors)]),
  );
  return rows.map(({ place }) => Number(place)).sort((a, b) => a - b);
}

/** The same by the policies: each of them looks for the project. */
function seen(project: string, actors: readonly DatabaseActor[]) {
  return asActor(plan.database.appUrl, service(), async (client) => {
    const places: number[] = [];
    for (const [at, { user, role, divisions = [] }] of actors.entries()) {
      await client.query(
        `SELECT set_config('app.user_id', $1, true), set_config('app.role', $2, true), set_config('app.division_ids', $3, true)`,
        [user, role, divisions.join(',')],
      );
      const { rows } = await client.query('SELECT FROM pit.project WHERE id = $1 AND deleted_at IS NULL', [
        project,
      ]);
      if (rows.length > 0) places.push(at + 1);
    }
    return places;
  });
}

const service = (org = plan.orgId): DatabaseActor => ({ org, user: randomUUID(), role: 'service' });

/** Everybody: each role with each set of divisions, for people with each kind of work and for strangers. */
function everybody(people: readonly string[]): DatabaseActor[] {
  return Object.values(ActorRole).flatMap((role) =>
    [[], [north], [south], [north, south], ['*']].flatMap((divisions) =>
      people.map((user) => ({ org: plan.orgId, user, role, divisions })),
    ),
  );
}

test('one statement tells of everybody who sees a project what the policies tell each of them', async () => {
  const people = Array.from({ length: 7 }, () => randomUUID());
  const [owner, sponsor, doer, assigned, stepper, leader, stranger] = people as [string, ...string[]];
  for (const id of people)
    await plan.insert('user', { id, name: 'Person', email: `${id}@example.test`, role: 'member' });
  const projectIn = async (values: Record<string, unknown>) => {
    const project = await plan.project({ owner_id: owner, sponsor_id: sponsor, ...values });
    const phase = await plan.phase(project);
    const task = await plan.task(project, phase, { owner_id: doer, assignees: JSON.stringify([assigned]) });
    await plan.subtask(task, { owner_id: stepper });
    await plan.workPackage(project, phase, { owner_id: leader });
    return project;
  };
  const projects = [
    await projectIn({}),
    await projectIn({ division_id: north }),
    await projectIn({ division_id: south }),
    await projectIn({ division_id: north, deleted_at: '2026-01-01' }),
    randomUUID(),
  ];
  const actors = everybody([...people, randomUUID()]);
  const sizes: number[] = [];
  for (const project of projects) {
    const places = await told(service(), project, actors);
    expect(places).toEqual(await seen(project, actors));
    sizes.push(places.length);
  }
  expect(stranger).toBeDefined();
  expect(sizes[0]).toBe(actors.length);
  expect(sizes.slice(1).map((size) => size > 0 && size < actors.length)).toEqual([true, true, false, false]);
});

test('nobody but the service is told, and of another organisation nobody reads a project', async () => {
  const project = await plan.project();
  const actors = everybody([plan.owner]);
  expect(await told(service(), project, actors)).toHaveLength(actors.length);
  for (const role of ['admin', 'foreman', 'member', 'viewer'] as const)
    expect(
      await told({ org: plan.orgId, user: plan.owner, role, divisions: ['*'] }, project, actors),
    ).toEqual([]);
  expect(await told(service(other.orgId), project, actors)).toEqual([]);
});

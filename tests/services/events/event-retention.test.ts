import { forgetEvents } from '../../../src/jobs/maintenance.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const GO_ON = { aborted: false };
let plan: Plan;

beforeAll(async () => {
  plan = await Plan.open();
});
afterAll(() => plan?.close());

/** A project with one event per age in days, numbered in that order. */
async function projectWithEvents(organisation: Plan, ages: readonly number[]): Promise<string> {
  const project = await organisation.project();
  await organisation.rows(
    'INSERT INTO pit_ops.event_stream (org_id, stream_id, last_seq) VALUES ($1, $2, $3)',
    [organisation.orgId, project, ages.length],
  );
  await organisation.rows(
    `INSERT INTO pit_ops.outbox (org_id, stream_id, seq, topic, payload, created_at)
     SELECT $1, $2, n, 'pit.project.updated', '{}', now() - make_interval(hours => age)
     FROM unnest($3::int[]) WITH ORDINALITY AS t(age, n)`,
    [organisation.orgId, project, ages.map((days) => days * 24)],
  );
  return project;
}

async function kept(project: string): Promise<number[]> {
  const rows = await plan.rows<{ seq: string }>(
    'SELECT seq FROM pit_ops.outbox WHERE stream_id = $1 ORDER BY seq',
    [project],
  );
  return rows.map(({ seq }) => Number(seq));
}

test('events are forgotten after the time that the setting says, in every organisation', async () => {
  const neighbour = await plan.neighbour();
  const projects = [
    await projectWithEvents(plan, [30, 8, 6, 0]),
    await projectWithEvents(neighbour, [9, 9, 9]),
    await projectWithEvents(neighbour, [6, 1]),
  ];
  await forgetEvents(plan.pool, GO_ON, 7);
  const left: number[][] = [];
  for (const project of projects) left.push(await kept(project));
  expect(left).toEqual([[3, 4], [], [1, 2]]);
});

test('what is kept of a stream has no gaps, though times do not follow its numbers', async () => {
  const project = await projectWithEvents(plan, [6, 8, 6, 6]);
  await forgetEvents(plan.pool, GO_ON, 7);
  expect(await kept(project)).toEqual([3, 4]);
});

test('more events than one transaction takes are forgotten in one go', async () => {
  const project = await projectWithEvents(plan, [...Array.from({ length: 12_000 }, () => 20), 1]);
  await forgetEvents(plan.pool, GO_ON, 7);
  expect(await kept(project)).toEqual([12_001]);
});

test('a job that is told to stop forgets nothing more', async () => {
  const project = await projectWithEvents(plan, [20]);
  await forgetEvents(plan.pool, { aborted: true }, 7);
  expect(await kept(project)).toEqual([1]);
});

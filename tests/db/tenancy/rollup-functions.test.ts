import { statement } from '../../../src/db/connection/statement.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
let other: { orgId: string; project: string; task: string };

/** A second organisation in the same database. */
async function rollUpNeighbour(): Promise<typeof other> {
  const orgId = '20000000-0000-4000-8000-000000000002';
  await plan.rows(`INSERT INTO pit.organisation (id, name) VALUES ($1, 'Neighbour')`, [orgId]);
  const owner = await plan.insert('user', {
    org_id: orgId,
    name: 'n',
    email: 'n@example.test',
    role: 'member',
  });
  const people = { org_id: orgId, owner_id: owner };
  const project = await plan.insert('project', { name: 'Theirs', ...people });
  const phase = await plan.insert('phase', { name: 'Theirs', project_id: project, ...people });
  const task = await plan.insert('task', { name: 'Theirs', project_id: project, phase_id: phase, ...people });
  return { orgId, project, task };
}

beforeAll(async () => {
  plan = await Plan.open();
  other = await rollUpNeighbour();
});

afterAll(() => plan?.close());

const ask = async (text: string, values: string[], role: 'member' | 'viewer' = 'member') => {
  const actor = plan.actor(plan.owner, role);
  const { rows } = await plan.run(async (tx) => tx.run(statement(text), values), { actor });
  return rows;
};

const STORE = `SELECT pit_ops.store_settlement($1, 50, ARRAY[$2::uuid], '{50}', '{overdue}', ARRAY[$1::uuid], '{50}',
  '{1}', '{1}', '{"{}"}')`;

test('what another organisation holds does not come through a door', async () => {
  expect(await ask('SELECT * FROM pit_ops.task_facts(ARRAY[$1::uuid], NULL)', [other.task])).toEqual([]);
  expect(await ask('SELECT * FROM pit_ops.contributions($1)', [other.project])).toEqual([]);
  await plan.rows(
    `INSERT INTO pit_ops.rollup (node_id, org_id, project_id, state) VALUES ($1, $2, $1, '{}')`,
    [other.project, other.orgId],
  );
  expect(await ask('SELECT * FROM pit_ops.sums_above($1, NULL)', [other.task])).toEqual([]);
});

test('a neighbouring project cannot be given roll-ups through a function', async () => {
  await expect(ask(STORE, [other.project, other.task])).rejects.toMatchObject({ code: '42501' });
  const own = await plan.project();
  await ask(STORE, [own, other.task]);
  const [left] = await plan.rows('SELECT progress_percent AS percent FROM pit.task WHERE id = $1', [
    other.task,
  ]);
  expect(left).toEqual({ percent: 0 });
});

test('dates are fitted in the caller’s own organisation alone, and not by who only looks', async () => {
  const fit = 'SELECT pit_ops.fit_dates($1, NULL)';
  await expect(ask(fit, [other.project])).rejects.toMatchObject({ code: '42501' });
  const own = await plan.project({ start_date: '2026-01-01' });
  await expect(ask(fit, [own], 'viewer')).rejects.toMatchObject({ code: '42501' });
  const day = async () =>
    (await plan.rows('SELECT start_date::text AS day FROM pit.project WHERE id = $1', [own]))[0];
  expect(await day()).toEqual({ day: '2026-01-01' });
  await ask(fit, [own]);
  expect(await day()).toEqual({ day: null });
});

test('a project gets roll-ups of its own work alone, and not by who only looks', async () => {
  const [one, two] = [await plan.project(), await plan.project()];
  const task = await plan.task(two, await plan.phase(two));
  await ask(STORE, [one, task]);
  await expect(ask(STORE, [two, task], 'viewer')).rejects.toMatchObject({ code: '42501' });
  const [left] = await plan.rows('SELECT progress_percent AS percent, status FROM pit.task WHERE id = $1', [
    task,
  ]);
  expect(left).toEqual({ percent: 0, status: 'not_started' });
  const [project] = await plan.rows('SELECT progress_percent AS percent FROM pit.project WHERE id = $1', [
    one,
  ]);
  expect(project).toEqual({ percent: 50 });
});

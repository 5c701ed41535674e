import { clock } from '../../../src/clock.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { remindingOrganisations, remindOfDue } from '../../../src/services/notifications/due-reminders.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
const real = { ...clock };

beforeAll(async () => {
  plan = await Plan.open();
});

beforeEach(async () => {
  await plan.rows('DELETE FROM pit_ops.message_due');
  await plan.rows('DELETE FROM pit_ops.due_reminder');
  await plan.rows('UPDATE pit.project SET deleted_at = now() WHERE org_id = $1', [plan.orgId]);
});

afterAll(async () => {
  Object.assign(clock, real);
  await plan?.close();
});

async function remind(ahead = 0): Promise<boolean> {
  const { isMore } = await plan.run((tx) => remindOfDue(tx, ahead), { actor: systemActor(plan.orgId) });
  return isMore;
}

/** Who has been told what, by the name of the person. */
async function told(): Promise<string[]> {
  const rows = await plan.rows<{ line: string }>(
    `SELECT concat_ws(': ', u.name, d.title, d.message) AS line FROM pit_ops.message_due d
     JOIN pit."user" u ON u.id = d.user_id ORDER BY 1`,
  );
  return rows.map(({ line }) => line);
}

const DAY = 86_400;

test('the people of work that is due tomorrow are reminded of it once', async () => {
  clock.today = () => '2026-11-30';
  const project = await plan.project({ name: 'Move' });
  const phase = await plan.phase(project);
  const due = { end_date: '2026-12-01', assignees: JSON.stringify([plan.helper]) };
  const task = await plan.task(project, phase, { name: 'Packing', order_index: 0, ...due });
  await plan.task(project, phase, { name: 'Today', order_index: 1, end_date: '2026-11-30' });
  await plan.task(project, phase, { name: 'Later', order_index: 2, end_date: '2026-12-02' });
  await plan.task(project, phase, { name: 'Gone', order_index: 3, ...due, deleted_at: '2026-11-29' });
  await plan.task(project, phase, {
    name: 'Done',
    order_index: 4,
    ...due,
    status: 'completed',
    progress_percent: 100,
  });
  await plan.subtask(task, { name: 'Boxes', owner_id: plan.sponsor, end_date: '2026-12-01' });
  expect(await remind()).toBe(false);
  const lines = [
    'helper: “Packing” in “Move” is due tomorrow',
    'sponsor: “Boxes” in “Move” is due tomorrow',
    'worker: “Packing” in “Move” is due tomorrow',
  ];
  expect(await told()).toEqual(lines);
  await remind();
  expect(await told()).toEqual(lines);
});

test('processes that remind at once remind once', async () => {
  clock.today = () => '2026-11-30';
  const project = await plan.project({ name: 'Move' });
  await plan.task(project, await plan.phase(project), { name: 'Packing', end_date: '2026-12-01' });
  await Promise.all(Array.from({ length: 4 }, () => remind()));
  expect(await told()).toEqual(['worker: “Packing” in “Move” is due tomorrow']);
});

test('on a Friday that is what is due until Monday, in one message for each project; on a Saturday nothing', async () => {
  clock.today = () => '2026-12-04';
  const project = await plan.project({ name: 'Move' });
  const phase = await plan.phase(project);
  for (const [at, end_date] of ['2026-12-05', '2026-12-07', '2026-12-08'].entries()) {
    await plan.task(project, phase, { name: `Due ${end_date}`, order_index: at, end_date });
  }
  const other = await plan.project({ name: 'Other' });
  await plan.task(other, await plan.phase(other), { name: 'Alone', end_date: '2026-12-07' });
  await plan.project({ name: 'Archived', status: 'archived' });
  await remind();
  expect(await told()).toEqual([
    'worker: In “Move” 2 pieces of your work are due before the next working day is over: Due 2026-12-05\nDue 2026-12-07',
    'worker: “Alone” in “Other” is due on 2026-12-07',
  ]);
  await plan.rows('DELETE FROM pit_ops.message_due');
  clock.today = () => '2026-12-05';
  await remind(DAY);
  expect(await told()).toEqual([]);
});

test('projects that are many are gone through in several transactions, each of them once', async () => {
  clock.today = () => '2026-11-30';
  await plan.rows(
    `WITH project AS (
       INSERT INTO pit.project (org_id, name, owner_id) SELECT $1, 'Many', $2 FROM generate_series(1, 450) RETURNING id
     ), phase AS (
       INSERT INTO pit.phase (org_id, project_id, name, owner_id) SELECT $1, id, 'Phase', $2 FROM project RETURNING id, project_id
     )
     INSERT INTO pit.task (org_id, project_id, phase_id, name, owner_id, end_date)
     SELECT $1, project_id, id, 'Due', $2, '2026-12-01' FROM phase`,
    [plan.orgId, plan.owner],
  );
  expect([await remind(), await remind(), await remind(), await remind()]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  const counted = `SELECT count(*)::int AS n, count(DISTINCT project_id)::int AS projects FROM pit_ops.message_due`;
  expect(await plan.rows(counted)).toEqual([{ n: 450, projects: 450 }]);
});

test('an organisation is reminded a quarter of an hour before the digest that it has set, where it is', async () => {
  const [{ second = 0 } = {}] = await plan.rows<{ second: number }>(
    `SELECT extract(epoch FROM (now() AT TIME ZONE 'UTC')::time)::int AS second`,
  );
  /** So long ahead that it is ten o'clock, tomorrow. */
  const ten = DAY + 10 * 3_600 - second;
  const listed = async (digestHour: number, ahead = 0): Promise<boolean> => {
    await plan.rows('UPDATE pit.organisation SET settings = $2 WHERE id = $1', [
      plan.orgId,
      { escalation: { digestHour } },
    ]);
    return (await remindingOrganisations(plan.pool, plan.orgId, ahead)).includes(plan.orgId);
  };
  expect(await listed(0)).toBe(true);
  expect(await listed(10, ten)).toBe(true);
  expect(await listed(10, ten - 14 * 60)).toBe(true);
  expect(await listed(10, ten - 16 * 60)).toBe(false);
  expect(await listed(11, ten)).toBe(false);
  await remind();
  expect(await listed(0)).toBe(false);
  expect(await listed(0, DAY)).toBe(true);
});

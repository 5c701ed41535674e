import { clock } from '../../../src/clock.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { escalate } from '../../../src/services/notifications/escalation.ts';
import { scanProject } from '../../../src/services/watchdog/watchdog.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let first: Plan;
let plan: Plan;
let administrator: string;
const real = { ...clock };

beforeAll(async () => {
  first = await Plan.open();
});
beforeEach(async () => {
  clock.today = () => '2026-11-23';
  plan = await first.neighbour();
  administrator = await person('admin');
});
afterAll(async () => {
  Object.assign(clock, real);
  await first?.close();
});

const person = (role: string): Promise<string> =>
  plan.insert('user', { name: 'Somebody', email: `${crypto.randomUUID()}@example.test`, role });

const asService = () => ({ actor: systemActor(plan.orgId) });
const scan = (projectId: string) => plan.run((tx) => scanProject(tx, projectId), asService());
const hoursLater = (hours: number) => plan.run((tx) => escalate(tx, hours * 3_600), asService());

const heard = async (userId: string): Promise<number> => {
  const rows = await plan.rows(
    `SELECT FROM pit.notification WHERE user_id = $1 AND (title LIKE '%needs attention%')`,
    [userId],
  );
  return rows.length;
};

/** A project that hangs on a task that is six days late: an alert of level 1; or, three days late, one of level 2. */
async function lateProject(of: object = {}, end = '2026-11-17'): Promise<string> {
  const project = await plan.project({ name: 'Ventilation', start_date: '2026-11-02', ...of });
  const dates = { start_date: '2026-11-02', end_date: end, duration_days: 12 };
  await plan.task(project, await plan.phase(project), { name: 'Fans', status: 'overdue', ...dates });
  return project;
}

async function leave(...users: string[]): Promise<void> {
  for (const id of users)
    await plan.rows('INSERT INTO pit_ops.deactivated_user (id, org_id) VALUES ($1, $2)', [id, plan.orgId]);
}

test.each([
  ['of level 1, whose owner has left and that has no sponsor', '2026-11-17', false],
  ['of level 2, whose owner has left and that has no sponsor', '2026-11-20', false],
  ['of level 1, whose owner and sponsor have left', '2026-11-17', true],
  ['of level 2, whose owner and sponsor have left', '2026-11-20', true],
])('an alert %s, reaches the administrators at once', async (_, end, hasSponsor) => {
  const [owner, sponsor] = [await person('member'), await person('member')];
  const project = await lateProject({ owner_id: owner, sponsor_id: hasSponsor ? sponsor : null }, end);
  await leave(owner, sponsor);
  await scan(project);
  expect(await heard(administrator)).toBe(1);
});

test('an alert of level 2 reaches the sponsor at once where the owner has left, and no administrator', async () => {
  const owner = await person('member');
  const project = await lateProject({ owner_id: owner, sponsor_id: plan.sponsor }, '2026-11-20');
  await leave(owner);
  await scan(project);
  expect([await heard(plan.sponsor), await heard(administrator)]).toEqual([1, 0]);
});

test.each([
  ['the sponsor where the owner has left', false, [1, 0]],
  ['the administrators where both have left', true, [0, 1]],
])('an alert of level 3 waits for %s', async (_, hasSponsorLeft, expected) => {
  const owner = await person('member');
  const project = await lateProject({ owner_id: owner, sponsor_id: plan.sponsor }, '2026-11-22');
  await leave(owner, ...(hasSponsorLeft ? [plan.sponsor] : []));
  await scan(project);
  const waiting = async (userId: string) => {
    const title = '%alert%to look at%';
    return plan.rows('SELECT FROM pit.notification WHERE user_id = $1 AND title LIKE $2', [userId, title]);
  };
  expect([(await waiting(plan.sponsor)).length, (await waiting(administrator)).length]).toEqual(expected);
});

test('an alert of level 2 reaches the administrators after 48 hours where nobody beside the owner is there to hear', async () => {
  const owner = await person('member');
  const scanned = async (sponsorId: string | null) => {
    await scan(await lateProject({ owner_id: owner, sponsor_id: sponsorId }, '2026-11-20'));
  };
  await scanned(null);
  await scanned(owner);
  await scanned(plan.sponsor);
  await leave(plan.sponsor);
  await hoursLater(47);
  expect(await heard(administrator)).toBe(0);
  await hoursLater(49);
  expect(await heard(administrator)).toBe(3);
});

test('hours that change while an alert is under way neither repeat a step nor leave one out', async () => {
  await scan(await lateProject({ sponsor_id: plan.sponsor }));
  const all = async () => [await heard(plan.sponsor), await heard(administrator)];
  expect(await all()).toEqual([1, 0]);
  await hoursLater(7);
  await plan.rows('UPDATE pit.organisation SET settings = $2 WHERE id = $1', [
    plan.orgId,
    { escalation: { reminderHours: 100, administratorsHours: 30 } },
  ]);
  const told = await plan.rows(
    `SELECT FROM pit.notification WHERE user_id = $1 AND title LIKE '%nobody has acknowledged%'`,
    [plan.sponsor],
  );
  expect(told).toHaveLength(1);
  const [sponsor] = await all();
  // The reminder, which was given, would now come after the administrators.
  for (const [hours, administrators] of [
    [25, 0],
    [31, 1],
    [101, 1],
    [800, 1],
  ] as const) {
    await hoursLater(hours);
    expect(await all()).toEqual([sponsor, administrators]);
  }
  expect(await plan.rows('SELECT FROM pit_ops.escalation WHERE org_id = $1', [plan.orgId])).toEqual([]);
});

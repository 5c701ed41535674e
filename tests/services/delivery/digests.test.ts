import { clock } from '../../../src/clock.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import type { PersonalMail } from '../../../src/services/delivery/attempt.ts';
import { addressMessages } from '../../../src/services/delivery/message-addressing.ts';
import { updatePreferences } from '../../../src/services/delivery/preferences.ts';
import { sendMessage } from '../../../src/services/notifications/notifications.ts';
import { scanProject } from '../../../src/services/watchdog/watchdog.ts';
import { DeliveryWorld } from '../../support/delivery/delivery-world.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const HOUR = 3_600;

let first: Plan;
let plan: Plan;
let world: DeliveryWorld;
let mails: PersonalMail[];
const real = { ...clock };

beforeAll(async () => {
  first = await Plan.open();
});
beforeEach(async () => {
  clock.now = () => new Date('2026-11-30T12:00:00Z');
  clock.today = () => '2026-11-30';
  plan = await first.neighbour();
  mails = [];
  world = await DeliveryWorld.open(plan, '', {
    senders: {
      webhook: () => Promise.resolve({ outcome: 'sent' }),
      email: (mail) => Promise.resolve((mails.push(mail), { outcome: 'sent' as const })),
    },
  });
});
afterEach(() => {
  world.job.close();
  Object.assign(clock, real);
});
afterAll(() => first?.close());

const asService = () => ({ actor: systemActor(plan.orgId) });
const scan = (projectId: string) => plan.run((tx) => scanProject(tx, projectId), asService());
/** Puts a task off until its time has not come yet. */
const putOff = (task = '') =>
  plan.rows(
    `UPDATE pit.task SET start_date = '2026-12-14', end_date = '2026-12-18', status = 'not_started' WHERE id = $1`,
    [task],
  );

/** A project with late tasks, one day each: alerts of level 3, which come with the owner's digest. */
async function late(...names: string[]): Promise<{ project: string; tasks: string[] }> {
  const project = await plan.project({ name: 'Ventilation', start_date: '2026-11-02' });
  const phase = await plan.phase(project);
  const longer = { start_date: '2026-11-02', end_date: '2027-03-05', duration_days: 90 };
  for (let n = 0; n < 30; n += 1) await plan.task(project, phase, { ...longer, status: 'active' });
  const dates = { start_date: '2026-11-23', end_date: '2026-11-29', duration_days: 5 };
  const tasks: string[] = [];
  for (const name of names)
    tasks.push(await plan.task(project, phase, { name, status: 'overdue', ...dates }));
  return { project, tasks };
}

const texts = () => mails.flatMap(({ items }) => items.map(({ title, text }) => ({ title, text })));

async function morning(): Promise<void> {
  await world.run();
  expect(mails).toEqual([]);
  world.ahead = 20 * HOUR + 60;
  await world.run();
}

test('a digest leaves out alerts that are resolved by then', async () => {
  const gone = await late('Fans');
  const stays = await late('Ducts');
  for (const { project } of [gone, stays]) await scan(project);
  await world.run();
  await putOff(gone.tasks[0]);
  await scan(gone.project);
  await morning();
  const [told, ...others] = texts();
  expect(others).toEqual([]);
  expect(told?.text).toContain('Ducts');
  expect(told?.text).not.toContain('Fans');
});

test('a mail of alerts of which some are resolved says how many, and none is sent once all are', async () => {
  const { project, tasks } = await late('Fans', 'Ducts');
  await scan(project);
  await world.run();
  await putOff(tasks[0]);
  await scan(project);
  await morning();
  expect(texts().map(({ text }) => text)).toEqual([
    expect.stringMatching(
      /Fans[^]*1 of these \d+ is resolved since\.$|Ducts[^]*1 of these \d+ is resolved since\.$/,
    ),
  ]);
  mails.length = 0;
  world.ahead = 0;
  const other = await late('Pipes');
  await scan(other.project);
  await world.run();
  await putOff(other.tasks[0]);
  await scan(other.project);
  await morning();
  expect(mails).toEqual([]);
  expect((await world.deliveries()).map(({ state }) => state).sort()).toEqual(['cancelled', 'sent']);
});

test('two processes that put messages into the digest of a user at once make one', async () => {
  await plan.run((tx) => updatePreferences(tx, [{ channel: 'email', digest: 'daily' }]), {
    actor: plan.actor(plan.worker),
  });
  const tell = (title: string) =>
    plan.run((tx) => sendMessage(tx, [plan.worker], { title, link: '/pit' }).then(() => ({})));
  let [addressed, finish] = [(): void => undefined, (): void => undefined];
  const isAddressed = new Promise<void>((resolve) => (addressed = resolve));
  const isFinished = new Promise<void>((resolve) => (finish = resolve));
  await tell('One');
  const slow = plan.run(async (tx) => {
    const answer = await addressMessages(tx, ['email'], 0);
    addressed();
    await isFinished;
    return answer;
  }, asService());
  await isAddressed;
  await tell('Two');
  const quick = plan.run((tx) => addressMessages(tx, ['email'], 0), asService());
  // It waits for the first where it is about to put the second message somewhere.
  for (let isWaiting = false; !isWaiting;) {
    const [row] = await plan.rows<{ waiting: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted) AS waiting`,
    );
    isWaiting = row?.waiting ?? false;
  }
  finish();
  await Promise.all([slow, quick]);
  const digests = await plan.rows<{ titles: string[] }>(
    `SELECT ARRAY(SELECT jsonb_array_elements(payload -> 'items') ->> 'title') AS titles FROM pit_ops.delivery
     WHERE org_id = $1`,
    [plan.orgId],
  );
  expect(digests).toEqual([{ titles: ['One', 'Two'] }]);
});

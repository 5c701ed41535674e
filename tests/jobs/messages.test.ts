import { createECDH } from 'node:crypto';
import type { PersonalMail } from '../../src/services/delivery/attempt.ts';
import type { PersonalMessage } from '../../src/services/delivery/personal-message.ts';
import { subscribePush } from '../../src/services/delivery/browsers.ts';
import { endMails, updatePreferences } from '../../src/services/delivery/preferences.ts';
import { sendMessage, type Message } from '../../src/services/notifications/notifications.ts';
import { systemActor } from '../../src/domain/directory/actor.ts';
import type { Attempt } from '../../src/domain/delivery/retry-schedule.ts';
import { clock } from '../../src/clock.ts';
import { moveStatus } from '../../src/services/plan/status/task-status.ts';
import { watch } from '../../src/services/notifications/watching.ts';
import { DeliveryWorld } from '../support/delivery/delivery-world.ts';
import { Plan } from '../support/worlds/plan-database.ts';

let first: Plan;
let plan: Plan;
let world: DeliveryWorld;
let mails: PersonalMail[];
let pushes: PersonalMessage[];
let answer: Attempt;
const real = { ...clock };

beforeAll(async () => {
  first = await Plan.open();
});

beforeEach(async () => {
  clock.now = () => new Date('2026-11-30T12:00:00Z');
  plan = await first.neighbour();
  mails = [];
  pushes = [];
  answer = { outcome: 'sent' };
  world = await DeliveryWorld.open(plan, '', {
    senders: {
      webhook: () => Promise.resolve(answer),
      email: (mail) => Promise.resolve((mails.push(mail), answer)),
      push: (message) => Promise.resolve((pushes.push(message), answer)),
    },
  });
});

afterEach(() => {
  world.job.close();
  Object.assign(clock, real);
});

afterAll(() => first.close());

const tell = (message: Partial<Message> = {}, to = [plan.worker]) =>
  plan.run((tx) => sendMessage(tx, to, { title: 'News', link: '/pit', ...message }).then(() => ({})));

const rows = () =>
  plan.rows('SELECT type, is_read AS "isRead" FROM pit.notification WHERE user_id = $1 ORDER BY type', [
    plan.worker,
  ]);

async function subscribe() {
  const keys = createECDH('prime256v1');
  keys.generateKeys();
  const p256dh = keys.getPublicKey().toString('base64url');
  const browser = {
    endpoint: `https://push.example.com/${crypto.randomUUID()}`,
    p256dh,
    auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  };
  await plan.run((tx) => subscribePush(tx, browser), { actor: plan.actor(plan.worker) });
}

test('a message goes to the address of its user too, a row for each channel, and only the one in the platform is unread', async () => {
  await tell({ text: 'In full' });
  await world.run();
  await world.run();
  expect(mails).toMatchObject([
    { address: 'worker@example.test', items: [{ title: 'News', text: 'In full', link: '/pit' }] },
  ]);
  expect(await rows()).toEqual([
    { type: 'email', isRead: true },
    { type: 'internal_message', isRead: false },
  ]);
});

test('a browser gets what is grave, and one that is gone is forgotten', async () => {
  await subscribe();
  await tell({ level: 2 });
  await world.run();
  expect(pushes).toMatchObject([{ level: 2 }]);
  answer = { outcome: 'gone', status: 410 };
  await tell({ level: 1 });
  await world.run();
  answer = { outcome: 'sent' };
  await tell({ level: 1 });
  await world.run();
  expect(pushes).toHaveLength(2);
  expect(mails).toHaveLength(3);
});

test('whoever switched e-mail off gets none, and quiet hours put off what is not of level 1', async () => {
  const asWorker = { actor: plan.actor(plan.worker) };
  await plan.run(
    (tx) => updatePreferences(tx, [{ channel: 'email', quietFrom: '11:00', quietTo: '13:00' }]),
    asWorker,
  );
  await tell();
  await tell({ title: 'Grave', level: 1 });
  await world.run();
  expect(mails.map(({ items }) => items[0]?.title)).toEqual(['Grave']);
  world.ahead = 3_601;
  await world.run();
  expect(mails.map(({ items }) => items[0]?.title)).toEqual(['Grave', 'News']);
  await plan.run((tx) => updatePreferences(tx, [{ channel: 'email', isOn: false }]), asWorker);
  await tell({ level: 1 });
  await world.run();
  expect(mails).toHaveLength(2);
});

test('whoever ends their mails gets none that waited, and keeps what else they want of them', async () => {
  const want = { channel: 'email' as const, minLevel: 4, quietFrom: '00:00', quietTo: '23:59' };
  await plan.run((tx) => updatePreferences(tx, [want]), { actor: plan.actor(plan.worker) });
  await tell();
  await world.run();
  await plan.run((tx) => endMails(tx, plan.worker).then(() => ({})), { actor: systemActor(plan.orgId) });
  world.ahead = 24 * 3_600;
  await world.run();
  expect(mails).toEqual([]);
  const [kept] = await plan.rows(
    `SELECT is_on AS "isOn", min_level AS "minLevel", quiet_from::text AS "quietFrom" FROM pit_ops.notification_preference
     WHERE user_id = $1 AND channel = 'email'`,
    [plan.worker],
  );
  expect(kept).toEqual({ isOn: false, minLevel: 4, quietFrom: expect.stringMatching(/^00:00/) as string });
});

test('a digest brings at eight what came since the last one, in one mail', async () => {
  await plan.run((tx) => updatePreferences(tx, [{ channel: 'email', digest: 'daily' }]), {
    actor: plan.actor(plan.worker),
  });
  for (const title of ['One', 'Two', 'Three']) {
    await tell({ title });
    await world.run();
  }
  expect(mails).toEqual([]);
  world.ahead = 20 * 3_600 + 60;
  await world.run();
  expect(mails.map(({ items }) => items.map(({ title }) => title))).toEqual([['One', 'Two', 'Three']]);
});

test('a text that is longer than a message holds is cut, and no sign of it in half', async () => {
  await tell({ title: 'Long', text: `a${'\u{1F6A7}'.repeat(6_000)}` });
  await world.run();
  const [item] = mails.flatMap(({ items }) => items);
  expect(item?.text).toMatch(/^a\u{1F6A7}{4999}…$/u);
});

test('a digest takes any number of messages of any signs, in as many mails as it needs', async () => {
  await plan.run((tx) => updatePreferences(tx, [{ channel: 'email', digest: 'daily' }]), {
    actor: plan.actor(plan.worker),
  });
  for (const sign of ['\u{1F6A7}', '漢'])
    for (let n = 0; n < 60; n += 1) await tell({ text: `${'a'.repeat(n % 2)}${sign.repeat(1_000)}` });
  await world.run();
  expect(mails).toEqual([]);
  world.ahead = 20 * 3_600 + 60;
  await world.run();
  expect(mails.flatMap(({ items }) => items)).toHaveLength(120);
  expect(mails.length).toBeGreaterThanOrEqual(3);
});

test('a message that the database does not take is given up, and keeps none behind it', async () => {
  await tell({ title: 'Before' });
  await tell({ title: 'Too large' });
  await tell({ title: 'Behind' });
  // As if a text had come to be larger than a delivery may be.
  await plan.rows(`UPDATE pit_ops.message_due SET message = $2 WHERE org_id = $1 AND title = 'Too large'`, [
    plan.orgId,
    '漢'.repeat(40_000),
  ]);
  await world.run();
  expect(mails.flatMap(({ items }) => items.map(({ title }) => title)).sort()).toEqual(['Before', 'Behind']);
});

test('whoever does not see the project any more, or has left, is told nothing of what was written before', async () => {
  const division = await plan.insert('division', { id: crypto.randomUUID(), name: 'Elsewhere' });
  const hidden = await plan.project({ name: 'Hidden', division_id: division });
  await tell({ projectId: hidden });
  await world.run();
  expect(mails).toEqual([]);
  await tell({ projectId: hidden }, [plan.sponsor]);
  await world.run();
  expect(mails).toHaveLength(1);
  await tell({}, [plan.helper]);
  await plan.rows('INSERT INTO pit_ops.deactivated_user (id, org_id) VALUES ($1, $2)', [
    plan.helper,
    plan.orgId,
  ]);
  await world.run();
  expect(mails).toHaveLength(1);
  expect((await world.deliveries()).map(({ state }) => state).sort()).toEqual([
    'cancelled',
    'cancelled',
    'sent',
  ]);
});

test('a watcher gets a mail of what became of the task, and none once it is not known that they see it', async () => {
  const project = await plan.project({ name: 'Move' });
  const phase = await plan.phase(project);
  const task = await plan.task(project, phase, { name: 'Packing', status: 'active' });
  await plan.run((tx) => watch(tx, { taskId: task }), { actor: plan.actor(plan.helper) });
  await plan.run((tx) => moveStatus(tx, 'blockTask', { id: task, reason: 'No boxes' }));
  await world.run();
  const told = () =>
    mails.filter(({ address }) => address === 'helper@example.test').map(({ items }) => items[0]);
  expect(told()).toEqual([
    { title: '“Packing” is blocked.', text: null, link: `/pit/tasks/${task}`, projectId: project },
  ]);
  const division = await plan.insert('division', { id: crypto.randomUUID(), name: 'Elsewhere' });
  await plan.rows('UPDATE pit.project SET division_id = $2 WHERE id = $1', [project, division]);
  await plan.run((tx) => moveStatus(tx, 'unblockTask', { id: task }));
  await world.run();
  expect(told()).toHaveLength(1);
});

test('a mail in the morning tells what is due tomorrow, once', async () => {
  clock.today = () => '2026-11-30';
  await plan.rows('UPDATE pit.organisation SET settings = $2 WHERE id = $1', [
    plan.orgId,
    { escalation: { digestHour: 0 } },
  ]);
  const project = await plan.project({ name: 'Move' });
  await plan.task(project, await plan.phase(project), { name: 'Packing', end_date: '2026-12-01' });
  await world.run();
  world.ahead = 10;
  await world.run();
  expect(mails).toMatchObject([
    { address: 'worker@example.test', items: [{ title: '“Packing” in “Move” is due tomorrow' }] },
  ]);
});

test('an alert of level 3 comes with the digest, at the hour that the organisation has set', async () => {
  await plan.rows('UPDATE pit.organisation SET settings = $2 WHERE id = $1', [
    plan.orgId,
    { escalation: { digestHour: 14 } },
  ]);
  await tell({ title: 'Can wait', level: 3 });
  await world.run();
  world.ahead = 2 * 3_600 - 60;
  await world.run();
  expect(mails).toEqual([]);
  world.ahead = 2 * 3_600 + 60;
  await world.run();
  expect(mails.map(({ items }) => items[0]?.title)).toEqual(['Can wait']);
});

test('where nothing is set up, messages wait in the platform alone', async () => {
  const bare = await DeliveryWorld.open(plan, '', { senders: { webhook: () => Promise.resolve(answer) } });
  await tell();
  await bare.run();
  bare.job.close();
  expect(await rows()).toEqual([{ type: 'internal_message', isRead: false }]);
  expect(await world.deliveries()).toEqual([]);
});

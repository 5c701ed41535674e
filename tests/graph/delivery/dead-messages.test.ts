import { clock } from '../../../src/clock.ts';
import type { Actor } from '../../../src/domain/directory/actor.ts';
import type { Attempt } from '../../../src/domain/delivery/retry-schedule.ts';
import type { PersonalMail } from '../../../src/services/delivery/attempt.ts';
import { updatePreferences } from '../../../src/services/delivery/preferences.ts';
import { sendMessage, type Message } from '../../../src/services/notifications/notifications.ts';
import { DeliveryWorld } from '../../support/delivery/delivery-world.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let world: DeliveryWorld;
let mails: PersonalMail[];
let answer: Attempt;
const real = { ...clock };

beforeAll(async () => {
  api = await PlanGraph.open();
});
beforeEach(async () => {
  clock.now = () => new Date('2026-11-30T12:00:00Z');
  mails = [];
  answer = { outcome: 'refused', status: 550, error: '550 no such user' };
  await api.plan.rows('DELETE FROM pit_ops.delivery WHERE org_id = $1', [api.plan.orgId]);
  world = await DeliveryWorld.open(api.plan, '', {
    senders: {
      webhook: () => Promise.resolve(answer),
      email: (mail) => Promise.resolve((mails.push(mail), answer)),
    },
  });
});
afterEach(() => {
  world.job.close();
  Object.assign(clock, real);
});
afterAll(() => api?.close());

const tell = (to: string, message: Partial<Message> = {}) =>
  api.plan.run((tx) =>
    sendMessage(tx, [to], { title: 'News', link: '/pit/tasks/1', ...message }).then(() => ({})),
  );
const admin = (): Actor => api.plan.actor(world.admin, 'admin');

interface Letter {
  id: string;
  channel: string;
  state: string;
  topic: string;
  alertLevel: number | null;
  messageCount: number;
  attempts: number;
  lastStatus: number | null;
  lastError: string | null;
  recipient: { id: string } | null;
  notification: { title: string } | null;
}

const QUERY = `query ($filter: MessageDeliveryFilter) { messageDeliveries(filter: $filter) { totalCount nodes { id channel
  state topic alertLevel messageCount attempts lastStatus lastError recipient { id } notification { title } } } }`;

async function letters(actor: Actor, filter: object = {}): Promise<Letter[]> {
  const { data, errors } = await api.graph.ask(actor, QUERY, { filter });
  expect(errors).toBeUndefined();
  const { totalCount, nodes } = data?.['messageDeliveries'] as { totalCount: number; nodes: Letter[] };
  expect(totalCount).toBe(nodes.length);
  return nodes;
}

const redeliver = (actor: Actor, input: object) =>
  api.done<{ redelivered: number }>('redeliverMessages', input, 'redelivered', actor);

test('who was to get a mail that was given up sees it, administrators see that and not what it says, and nobody else does', async () => {
  const { worker, helper } = api.plan;
  await tell(worker, { title: 'Secret', level: 2 });
  await world.run();
  const told = {
    channel: 'EMAIL',
    state: 'DEAD',
    topic: 'ALERT',
    alertLevel: 2,
    messageCount: 1,
    attempts: 1,
    lastStatus: 550,
    lastError: '550 no such user',
    recipient: { id: worker },
  };
  expect(await letters(api.plan.actor(worker))).toMatchObject([
    { ...told, notification: { title: 'Secret' } },
  ]);
  expect(await letters(admin(), { state: ['DEAD'], recipientId: [worker] })).toMatchObject([
    { ...told, notification: null },
  ]);
  expect(await letters(admin(), { channel: ['PUSH'] })).toEqual([]);
  expect(await letters(api.plan.actor(helper))).toEqual([]);
  expect(await letters(api.plan.actor(helper, 'foreman'))).toEqual([]);
});

test('a mail that was given up is sent again by who was to get it or an administrator, once, and by nobody else', async () => {
  const { worker, helper } = api.plan;
  await tell(worker);
  await world.run();
  const [letter] = await letters(admin());
  const ids = [letter?.id ?? ''];
  expect(await redeliver(api.plan.actor(helper), { ids })).toEqual({ redelivered: 0 });
  expect(await redeliver(api.plan.actor(helper), { since: '2026-01-01T00:00:00.000Z' })).toEqual({
    redelivered: 0,
  });
  answer = { outcome: 'sent' };
  expect(await redeliver(admin(), { ids })).toEqual({ redelivered: 1 });
  await world.run();
  expect(mails).toHaveLength(2);
  expect(await letters(admin())).toMatchObject([{ state: 'SENT', lastError: null }]);
  // What was taken is not sent a second time.
  expect(await redeliver(api.plan.actor(worker), { ids })).toEqual({ redelivered: 0 });
  answer = { outcome: 'refused' };
  await tell(worker);
  await world.run();
  expect(await redeliver(api.plan.actor(worker), { since: '2026-01-01T00:00:00.000Z' })).toEqual({
    redelivered: 1,
  });
});

test('what is sent again is not told to who does not see its project any more', async () => {
  const { worker } = api.plan;
  const division = await api.plan.insert('division', { id: crypto.randomUUID(), name: 'Elsewhere' });
  const project = await api.plan.project({ name: 'Hidden', owner_id: worker });
  await tell(worker, { projectId: project });
  await world.run();
  await api.plan.rows('UPDATE pit.project SET division_id = $2, owner_id = $3 WHERE id = $1', [
    project,
    division,
    api.plan.owner,
  ]);
  answer = { outcome: 'sent' };
  expect(await redeliver(admin(), { since: '2026-01-01T00:00:00.000Z' })).toEqual({ redelivered: 1 });
  await world.run();
  expect(mails).toHaveLength(1);
  expect(await letters(admin())).toMatchObject([{ state: 'CANCELLED' }]);
});

test('what an administrator sends again waits until the quiet hours of its reader are over', async () => {
  const { worker } = api.plan;
  await tell(worker);
  await world.run();
  await api.plan.run(
    (tx) => updatePreferences(tx, [{ channel: 'email', quietFrom: '11:00', quietTo: '13:00' }]),
    { actor: api.plan.actor(worker) },
  );
  answer = { outcome: 'sent' };
  await redeliver(admin(), { since: '2026-01-01T00:00:00.000Z' });
  await world.run();
  expect(mails).toHaveLength(1);
  expect(await letters(admin())).toMatchObject([{ state: 'PENDING', attempts: 0 }]);
  world.ahead = 3_601;
  await world.run();
  expect(mails).toHaveLength(2);
  await api.plan.rows('DELETE FROM pit_ops.notification_preference WHERE org_id = $1', [api.plan.orgId]);
});

test('sending messages again takes either ids or a moment', async () => {
  for (const input of [{}, { ids: [], since: '2026-01-01T00:00:00.000Z' }])
    expect(await api.refused('redeliverMessages', input, admin())).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input',
      expected: 'ids or since',
    });
});

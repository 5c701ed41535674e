import { systemActor } from '../../src/domain/directory/actor.ts';
import { MARK_WEBHOOK } from '../../src/db/queries/delivery/webhook-query.ts';
import {
  redeliverDeliveries,
  rotateWebhookSecret,
  updateWebhook,
} from '../../src/services/delivery/webhooks.ts';
import { answering, WebhookReceiver } from '../support/delivery/webhook-receiver.ts';
import { DeliveryWorld } from '../support/delivery/delivery-world.ts';
import { TEST_WEBHOOKS } from '../support/processes/graph.ts';
import { Plan } from '../support/worlds/plan-database.ts';

const HOUR = 3_600;
let first: Plan;
let plan: Plan;
let receiver: WebhookReceiver;
let world: DeliveryWorld;

beforeAll(async () => {
  first = await Plan.open();
});

beforeEach(async () => {
  receiver = await WebhookReceiver.start();
  plan = await first.neighbour();
  world = await DeliveryWorld.open(plan, receiver.ca);
});

afterEach(async () => {
  world.job.close();
  await plan.rows(`DELETE FROM pit_ops.delivery WHERE org_id = $1`, [plan.orgId]);
  await plan.rows(
    'UPDATE pit_ops.webhook_endpoint SET is_active = false, disabled_reason = $2 WHERE org_id = $1',
    [plan.orgId, 'by_hand'],
  );
  await receiver.stop();
});

afterAll(() => first.close());

const asAdmin = () => ({ actor: plan.actor(world.admin, 'admin') });
const taskIds = () => receiver.received.map(({ event }) => event.data['taskId']);

/** What happened in a project, in the order in which it was stored. */
const emitted = async (projectId: string) =>
  (
    await plan.rows<{ id: string }>(
      `SELECT payload ->> 'taskId' AS id FROM pit_ops.outbox WHERE stream_id = $1 ORDER BY seq`,
      [projectId],
    )
  ).map(({ id }) => id);

test('events that happen after an endpoint was registered reach it once and in order, and none before', async () => {
  const project = await plan.project();
  await world.announce(project, 3);
  await world.register(receiver);
  await world.announce(project, 5);
  await world.run();
  await world.announce(project, 4);
  await world.run();
  expect(taskIds()).toEqual((await emitted(project)).slice(3));
  await world.run();
  expect(receiver.calls).toBe(9);
});

test('an endpoint gets the topics that it asked for', async () => {
  const project = await plan.project();
  await world.register(receiver, ['pit.task.created']);
  await plan.run(async (tx) => {
    tx.emit({
      topic: 'pit.task.created',
      streamId: project,
      payload: { projectId: project, taskId: project },
    });
    tx.emit({
      topic: 'pit.task.updated',
      streamId: project,
      payload: { projectId: project, taskId: project },
    });
    return {};
  });
  await world.run();
  expect(receiver.received.map(({ event }) => event.type)).toEqual(['pit.task.created']);
});

test('a receiver that is down for 40 hours gets every event once, in order for each project', async () => {
  const projects = [await plan.project(), await plan.project()];
  await world.register(receiver);
  for (const project of projects) await world.announce(project, 4);
  receiver.behaviours = [answering(503)];
  await world.runOn(40 * HOUR);
  expect(receiver.received).toEqual([]);
  receiver.behaviours = [];
  await world.runOn(90 * HOUR);
  for (const project of projects) {
    const got = receiver.received.filter(({ event }) => event.data['projectId'] === project);
    expect(got.map(({ event }) => event.data['taskId'])).toEqual(await emitted(project));
  }
  expect(new Set((await world.deliveries()).map(({ state }) => state))).toEqual(new Set(['sent']));
});

test('after ten attempts a delivery is dead, the next of its project is tried, and it can be sent again', async () => {
  const project = await plan.project();
  await world.register(receiver);
  await world.announce(project, 2);
  receiver.behaviours = [...Array.from({ length: 10 }, () => answering(500)), answering(204)];
  await world.runOn(90 * HOUR);
  expect(await world.deliveries()).toMatchObject([
    { state: 'dead', attempt: 10, status: 500 },
    { state: 'sent', attempt: 1 },
  ]);
  receiver.behaviours = [];
  const since = '2026-01-01T00:00:00.000Z';
  expect(await plan.run((tx) => redeliverDeliveries(tx, { since }), asAdmin())).toEqual({
    redelivered: 1,
    projectIds: [project],
  });
  await world.run();
  expect(taskIds()).toEqual((await emitted(project)).slice(0, 1));
  await world.job.run(new AbortController().signal);
  expect(world.outcomes.filter((each) => each === 'webhook failed')).toHaveLength(10);
});

test('a secret that cannot be opened fails the deliveries of its webhook, and no others', async () => {
  const project = await plan.project();
  const webhookId = await world.register(receiver);
  const other = await world.register(receiver);
  await world.announce(project);
  await plan.rows(`UPDATE pit_ops.webhook_state SET secret = '\\x01' WHERE endpoint_id = $1`, [webhookId]);
  await world.run();
  const rows = await plan.rows(
    'SELECT target_id AS id, state, last_error AS error FROM pit_ops.delivery WHERE org_id = $1',
    [plan.orgId],
  );
  const error = 'the secret of the webhook cannot be opened';
  expect(rows).toContainEqual({ id: webhookId, state: 'pending', error });
  expect(rows).toContainEqual({ id: other, state: 'sent', error: null });
});

test('sending again waits for a delivery that is about to end, so that each sees the other in its lane', async () => {
  const webhookId = await world.register(receiver);
  let [end, marked] = [(): void => undefined, (): void => undefined];
  const ended = new Promise<void>((resolve) => (end = resolve));
  const isMarked = new Promise<void>((resolve) => (marked = resolve));
  const ending = plan.run(
    async (tx) => {
      await tx.run(MARK_WEBHOOK, [webhookId, true, 0, true, 0]);
      marked();
      await ended;
      return {};
    },
    { actor: systemActor(plan.orgId) },
  );
  await isMarked;
  let isOver = false;
  const since = '2026-01-01T00:00:00.000Z';
  const asked = plan.run((tx) => redeliverDeliveries(tx, { since }), asAdmin()).then(() => (isOver = true));
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(isOver).toBe(false);
  end();
  await Promise.all([ending, asked]);
});

test('an endpoint that asks for patience is left alone for as long', async () => {
  await world.register(receiver);
  await world.announce(await plan.project());
  receiver.behaviours = [answering(429, { 'retry-after': '3600' }), answering(204)];
  await world.run();
  world.ahead = 3_500;
  await world.run();
  expect(receiver.calls).toBe(1);
  world.ahead = 3_700;
  await world.run();
  expect(receiver.calls).toBe(2);
});

test('an endpoint that is gone is disabled at once, and who registered it is told', async () => {
  const id = await world.register(receiver);
  const project = await plan.project();
  await world.announce(project, 3);
  receiver.behaviours = [answering(410)];
  await world.run();
  expect(await world.endpoint(id)).toEqual([{ active: false, reason: 'gone' }]);
  expect((await world.deliveries()).map(({ state }) => state)).toEqual(['dead', 'dead', 'dead']);
  const told = await plan.rows('SELECT title FROM pit.notification WHERE user_id = $1', [world.admin]);
  expect(told).toEqual([{ title: 'A webhook was disabled' }]);
  await world.announce(project);
  await world.run();
  expect(receiver.calls).toBe(1);
});

test('an endpoint that takes nothing for five days is disabled; enabled again, it goes on where it stopped', async () => {
  const id = await world.register(receiver);
  const project = await plan.project();
  receiver.behaviours = [answering(500)];
  await world.announce(project);
  await world.runOn(100 * HOUR);
  await world.announce(project);
  await plan.rows('UPDATE pit_ops.delivery SET next_at = now() WHERE org_id = $1', [plan.orgId]);
  world.ahead = 121 * HOUR;
  await world.run();
  expect(await world.endpoint(id)).toEqual([{ active: false, reason: 'failing' }]);
  receiver.behaviours = [];
  await world.announce(project, 2);
  await world.run();
  expect(receiver.received).toEqual([]);
  await plan.run((tx) => updateWebhook(tx, { id, isActive: true }, TEST_WEBHOOKS), asAdmin());
  await world.announce(project);
  await world.run();
  expect(taskIds()).toEqual((await emitted(project)).slice(2));
});

test('while a secret is rotated both sign, and after the overlap the new one alone', async () => {
  const id = await world.register(receiver);
  const project = await plan.project();
  await plan.run((tx) => rotateWebhookSecret(tx, { id, overlapHours: 2 }, TEST_WEBHOOKS), asAdmin());
  receiver.secrets.push(await world.secretOf(id));
  await world.announce(project);
  await world.run();
  expect(receiver.received[0]?.signedWith).toEqual(receiver.secrets);
  await plan.rows(`UPDATE pit_ops.webhook_state SET previous_until = now() WHERE endpoint_id = $1`, [id]);
  await world.announce(project);
  await world.run();
  expect(receiver.received[1]?.signedWith).toEqual(receiver.secrets.slice(1));
});

test('of several processes each sends what the others do not, two at a time to one endpoint', async () => {
  await world.register(receiver);
  let underWay = 0;
  let most = 0;
  receiver.behaviours = [
    (response) => {
      most = Math.max(most, ++underWay);
      setTimeout(() => {
        underWay -= 1;
        response.writeHead(204).end();
      }, 5);
    },
  ];
  for (let n = 0; n < 12; n++) await world.announce(await plan.project());
  const others = [await DeliveryWorld.open(plan, receiver.ca), await DeliveryWorld.open(plan, receiver.ca)];
  await Promise.all([world.run(), ...others.map((other) => other.run())]);
  while ((await world.deliveries()).some(({ state }) => state === 'pending')) await world.run();
  for (const other of others) other.job.close();
  expect(receiver.calls).toBe(12);
  expect(most).toBeLessThanOrEqual(2);
});

test('a delivery that a process had when it died is sent by another once its lease is out', async () => {
  await world.register(receiver);
  await world.announce(await plan.project());
  const leaving = await DeliveryWorld.open(plan, receiver.ca, {
    senders: { webhook: () => new Promise(() => undefined) },
  });
  const kill = new AbortController();
  void leaving.run(kill.signal);
  while ((await world.deliveries())[0]?.attempt !== 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  leaving.job.close();
  kill.abort();
  await world.run();
  expect(receiver.calls).toBe(0);
  world.ahead = 100;
  await world.run();
  expect(receiver.received).toHaveLength(1);
  expect(await world.deliveries()).toMatchObject([{ state: 'sent', attempt: 2 }]);
});

test('a service that stops breaks off what is under way, and leaves it as if it had not been tried', async () => {
  await world.register(receiver);
  await world.announce(await plan.project());
  receiver.behaviours = [() => undefined];
  const stop = new AbortController();
  const running = world.run(stop.signal);
  while (receiver.calls === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  stop.abort();
  await running;
  receiver.behaviours = [];
  await world.run();
  expect(await world.deliveries()).toMatchObject([{ state: 'sent', attempt: 1 }]);
});

test('an endpoint whose deliveries wait does not keep those of another organisation waiting', async () => {
  await world.register(receiver);
  receiver.behaviours = [() => undefined];
  for (let n = 0; n < 5; n++) await world.announce(await plan.project());
  const neighbour = await first.neighbour();
  const other = await WebhookReceiver.start();
  const theirs = await DeliveryWorld.open(neighbour, other.ca);
  await theirs.register(other);
  await theirs.announce(await neighbour.project(), 3);
  const stop = new AbortController();
  const running = theirs.run(stop.signal);
  await other.until(3);
  stop.abort();
  await running;
  theirs.job.close();
  await other.stop();
  expect(other.received).toHaveLength(3);
});

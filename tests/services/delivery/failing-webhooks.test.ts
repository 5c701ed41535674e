import type { Attempt } from '../../../src/domain/delivery/retry-schedule.ts';
import { DeliveryWorld } from '../../support/delivery/delivery-world.ts';
import { TEST_WEBHOOKS } from '../../support/processes/graph.ts';
import { registerWebhook, updateWebhook } from '../../../src/services/delivery/webhooks.ts';
import { organisationFeed } from '../../../src/services/events/organisation-feed.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const HOUR = 3_600;
const FAILED: Attempt = { outcome: 'failed', status: 500 };

let first: Plan;
let plan: Plan;
let world: DeliveryWorld;
let answer: Attempt;

beforeAll(async () => {
  first = await Plan.open();
});
beforeEach(async () => {
  plan = await first.neighbour();
  answer = FAILED;
  world = await DeliveryWorld.open(plan, '', { senders: { webhook: () => Promise.resolve(answer) } });
});
afterEach(() => world.job.close());
afterAll(() => first?.close());

async function endpoint(): Promise<string> {
  await organisationFeed(plan.pool)(plan.orgId, undefined);
  const { webhookId } = await plan.run(
    (tx) => registerWebhook(tx, { url: 'https://hooks.example.com/pit' }, TEST_WEBHOOKS, 0),
    { actor: plan.actor(world.admin, 'admin') },
  );
  return webhookId;
}

/** An event at that hour, and what becomes of it until another hour. */
async function eventAt(project: string, hour: number, until: number): Promise<void> {
  await world.announce(project);
  world.ahead = hour * HOUR;
  await plan.rows(`UPDATE pit_ops.delivery SET next_at = now() WHERE org_id = $1 AND state = 'pending'`, [
    plan.orgId,
  ]);
  await world.runOn(until * HOUR);
}

const isActive = async (id: string): Promise<boolean | undefined> => (await world.endpoint(id))[0]?.active;

test('an endpoint with rare events is not disabled at its first failure after days in which nothing was tried', async () => {
  const id = await endpoint();
  const project = await plan.project();
  await eventAt(project, 0, 100);
  expect((await world.deliveries()).map(({ state }) => state)).toEqual(['dead']);
  await eventAt(project, 240, 240);
  expect(await isActive(id)).toBe(true);
  // From there on it takes nothing for five days, neither this event nor the next.
  await eventAt(project, 245, 325);
  await eventAt(project, 340, 359);
  expect(await isActive(id)).toBe(true);
  await eventAt(project, 361, 361);
  expect(await isActive(id)).toBe(false);
});

test('a success ends what an endpoint has failed at', async () => {
  const id = await endpoint();
  const project = await plan.project();
  await eventAt(project, 0, 70);
  answer = { outcome: 'sent', status: 204 };
  await eventAt(project, 71, 72);
  answer = FAILED;
  await eventAt(project, 110, 110);
  await eventAt(project, 125, 125);
  expect(await isActive(id)).toBe(true);
});

test('an event that concerns a single user is refused to a webhook, which would wait for it in vain', async () => {
  const id = await endpoint();
  const actor = { actor: plan.actor(world.admin, 'admin') };
  for (const [topic, actual] of [
    ['pit.export.generated', 'EXPORT_GENERATED'],
    ['pit.notification.created', 'NOTIFICATION_CREATED'],
  ] as const) {
    const topics = ['pit.task.completed', topic];
    const refusal = { code: 'BAD_USER_INPUT', detail: { field: 'input.topics', actual } };
    const url = 'https://hooks.example.com/other';
    await expect(
      plan.run((tx) => registerWebhook(tx, { url, topics }, TEST_WEBHOOKS, 0), actor),
    ).rejects.toMatchObject(refusal);
    await expect(
      plan.run((tx) => updateWebhook(tx, { id, topics }, TEST_WEBHOOKS), actor),
    ).rejects.toMatchObject(refusal);
  }
  await plan.run((tx) => updateWebhook(tx, { id, topics: ['pit.task.completed'] }, TEST_WEBHOOKS), actor);
});

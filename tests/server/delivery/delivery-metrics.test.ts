import { Metrics } from '../../../src/server/observability/metrics.ts';
import { DeliveryWorld } from '../../support/delivery/delivery-world.ts';
import { answering, WebhookReceiver } from '../../support/delivery/webhook-receiver.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const HOUR = 3_600;

let plan: Plan;
let receiver: WebhookReceiver;

beforeAll(async () => {
  plan = await Plan.open();
  receiver = await WebhookReceiver.start();
});

afterAll(async () => {
  await receiver?.stop();
  await plan?.close();
});

test('operators see attempts by kind and outcome, and how many deliveries were given up', async () => {
  const metrics = new Metrics({});
  const world = await DeliveryWorld.open(plan, receiver.ca, {
    onAttempt: (kind, outcome) => metrics.deliveryAttempted(kind, outcome),
  });
  metrics.watchDeliveries(world.job);
  const lines = async (): Promise<string[]> =>
    (await metrics.text()).split('\n').filter((line) => line.startsWith('pit_deliveries_'));
  expect(await lines()).toEqual([
    'pit_deliveries_dead{kind="email"} 0',
    'pit_deliveries_dead{kind="push"} 0',
    'pit_deliveries_dead{kind="webhook"} 0',
  ]);
  await world.register(receiver);
  await world.announce(await plan.project());
  await world.run();
  receiver.behaviours = [answering(503)];
  await world.announce(await plan.project());
  await world.runOn(80 * HOUR);
  // How many are dead is counted once a minute: who begins now counts at once.
  const counting = await DeliveryWorld.open(plan, receiver.ca);
  await counting.run();
  world.job.dead = counting.job.dead;
  expect((await lines()).sort()).toEqual([
    'pit_deliveries_dead{kind="email"} 0',
    'pit_deliveries_dead{kind="push"} 0',
    'pit_deliveries_dead{kind="webhook"} 1',
    'pit_deliveries_total{kind="webhook",outcome="failed"} 10',
    'pit_deliveries_total{kind="webhook",outcome="sent"} 1',
  ]);
  for (const { job } of [world, counting]) job.close();
});

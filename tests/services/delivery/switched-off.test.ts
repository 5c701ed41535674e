import { updateWebhook } from '../../../src/services/delivery/webhooks.ts';
import { DeliveryWorld } from '../../support/delivery/delivery-world.ts';
import { answering, WebhookReceiver } from '../../support/delivery/webhook-receiver.ts';
import { TEST_WEBHOOKS } from '../../support/processes/graph.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

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

test('what waits for an endpoint that is switched off is sent once it is switched on, in order', async () => {
  const world = await DeliveryWorld.open(plan, receiver.ca);
  const project = await plan.project();
  const id = await world.register(receiver);
  const turn = (isActive: boolean) =>
    plan.run((tx) => updateWebhook(tx, { id, isActive }, TEST_WEBHOOKS), {
      actor: plan.actor(world.admin, 'admin'),
    });
  receiver.behaviours = [answering(503)];
  await world.announce(project, 3);
  await world.run();
  await turn(false);
  world.ahead = 3_600;
  await world.run();
  expect([receiver.received, (await world.deliveries()).map(({ state }) => state)]).toEqual([
    [],
    ['pending', 'pending', 'pending'],
  ]);
  receiver.behaviours = [];
  await turn(true);
  await world.runOn(3_600);
  const emitted = await plan.rows<{ id: string }>(
    `SELECT payload ->> 'taskId' AS id FROM pit_ops.outbox WHERE stream_id = $1 ORDER BY seq`,
    [project],
  );
  expect(receiver.received.map(({ event }) => event.data['taskId'])).toEqual(emitted.map((each) => each.id));
  world.job.close();
});

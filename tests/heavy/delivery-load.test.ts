import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { WebhookSender } from '../../src/server/delivery/webhook-sender.ts';
import { DeliveryWorld } from '../support/delivery/delivery-world.ts';
import { WebhookReceiver } from '../support/delivery/webhook-receiver.ts';
import { Plan } from '../support/worlds/plan-database.ts';

const ALERTS = 10_000;
const PROJECTS = 20;
/** What the heap may grow by between the first thousand events and the last, in bytes; all that is under way is far less. */
const MOST_GROWTH = 24 * 1024 * 1024;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

let plan: Plan;
let receiver: WebhookReceiver;
let world: DeliveryWorld;

beforeAll(async () => {
  plan = await Plan.open();
  receiver = await WebhookReceiver.start();
  // An attempt that a busy machine cuts off would be sent again, and minutes later.
  const sender = new WebhookSender({ privateHosts: ['localhost'], ca: receiver.ca, callMs: 30_000 });
  const senders = { webhook: (...call: Parameters<typeof sender.send>) => sender.send(...call) };
  world = await DeliveryWorld.open(plan, receiver.ca, { senders });
});

afterAll(async () => {
  world?.job.close();
  await receiver?.stop();
  await plan?.close();
});

test('ten thousand alerts at once reach a webhook, each once and in order for each project, and the heap stays flat', async () => {
  const projects = await Promise.all(
    Array.from({ length: PROJECTS }, (_, at) => plan.project({ name: `Project ${at}` })),
  );
  await world.register(receiver, ['pit.watchdog.alert']);
  const each = ALERTS / PROJECTS;
  await Promise.all(
    projects.map((projectId) =>
      plan.run((tx) => {
        for (let n = 0; n < each; n++) {
          const alertId = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
          tx.emit({ topic: 'pit.watchdog.alert', streamId: projectId, payload: { projectId, alertId } });
        }
        return Promise.resolve({});
      }),
    ),
  );
  const taken = new Map(projects.map((id) => [id, 0]));
  const outOfOrder: string[] = [];
  const heap: number[] = [];
  let count = 0;
  receiver.beforeAnswer = () => {
    for (const { event } of receiver.received.splice(0)) {
      const { projectId, alertId } = event.data as { projectId: string; alertId: string };
      const number = Number(alertId.slice(-12));
      if (number !== taken.get(projectId)) outOfOrder.push(`${projectId} ${number}`);
      taken.set(projectId, number + 1);
      count += 1;
      if (count % 1_000 !== 0) continue;
      collect();
      heap.push(process.memoryUsage().heapUsed);
    }
    return Promise.resolve();
  };
  await world.run();
  expect(outOfOrder).toEqual([]);
  expect([...taken.values()]).toEqual(projects.map(() => each));
  expect(heap).toHaveLength(ALERTS / 1_000);
  expect(Math.max(...heap) - (heap[0] ?? 0)).toBeLessThan(MOST_GROWTH);
  const states = await plan.rows('SELECT state, count(*)::int AS n FROM pit_ops.delivery GROUP BY state');
  expect(states).toEqual([{ state: 'sent', n: ALERTS }]);
}, 900_000);

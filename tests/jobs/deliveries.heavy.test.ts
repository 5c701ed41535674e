import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebhookReceiver } from '../support/delivery/webhook-receiver.ts';
import { PitProcess } from '../support/processes/pit-process.ts';
import { Plan } from '../support/worlds/plan-database.ts';

let plan: Plan;
let receiver: WebhookReceiver;
let pit: PitProcess;
let folder: string;

beforeAll(async () => {
  plan = await Plan.open();
  receiver = await WebhookReceiver.start();
  folder = await mkdtemp(join(tmpdir(), 'pit-deliveries-'));
  await writeFile(join(folder, 'ca.pem'), receiver.ca);
  pit = await PitProcess.start(plan.database, {
    PIT_DATA_DIR: folder,
    PIT_WEBHOOK_HOSTS: `localhost:${receiver.port}`,
    NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'),
  });
});

afterAll(async () => {
  await pit?.stop();
  await receiver?.stop();
  await plan?.close();
  await rm(folder, { recursive: true, force: true });
});

test('a process that is killed between sending and noting it loses nothing, and sends one event twice at most', async () => {
  const id = crypto.randomUUID();
  await plan.insert('user', { id, name: 'Admin', email: 'admin@example.test', role: 'admin' });
  const register = `mutation ($url: String!) { registerWebhook(input: { url: $url }) { secret } }`;
  const answer = await fetch(pit.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await pit.token(plan.actor(id, 'admin'))}`,
    },
    body: JSON.stringify({ query: register, variables: { url: receiver.url } }),
  });
  const { data } = (await answer.json()) as { data: { registerWebhook: { secret: string } } };
  receiver.secrets = [data.registerWebhook.secret];

  let killed: Promise<void> | undefined;
  receiver.beforeAnswer = () => (killed ??= pit.kill());
  const project = await plan.project();
  const tasks = Array.from({ length: 5 }, () => crypto.randomUUID());
  await plan.run(async (tx) => {
    for (const taskId of tasks) {
      tx.emit({ topic: 'pit.task.updated', streamId: project, payload: { projectId: project, taskId } });
    }
    return {};
  });
  while (killed === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
  await killed;
  receiver.beforeAnswer = undefined;
  expect(receiver.received).toHaveLength(1);
  // Nobody waits a minute and a half for the lease of the dead.
  await plan.rows('UPDATE pit_ops.delivery SET lease_until = now() WHERE lease_until IS NOT NULL');
  await pit.restart();
  await receiver.until(6);
  expect(receiver.received.map(({ event }) => event.data['taskId'])).toEqual([tasks[0], ...tasks]);
  expect(receiver.received[1]?.id).toBe(receiver.received[0]?.id);
});

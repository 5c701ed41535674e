import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Webhook } from 'standardwebhooks';

const RECEIVER = fileURLToPath(new URL('../../../examples/webhooks/receiver.mjs', import.meta.url));
const DOCS = fileURLToPath(new URL('../../../docs/notifications.md', import.meta.url));
const SECRET = `whsec_${Buffer.alloc(32, 'first').toString('base64')}`;

test('the receiver of the documentation is the one that is tried here', () => {
  expect(readFileSync(DOCS, 'utf8')).toContain(readFileSync(RECEIVER, 'utf8'));
});

test('the receiver of the documentation takes an event once, and nothing that is not signed', async () => {
  const receiver = spawn(process.execPath, [RECEIVER], {
    env: { ...process.env, PORT: '0', WEBHOOK_SECRET: SECRET },
  });
  const lines = createInterface({ input: receiver.stdout })[Symbol.asyncIterator]();
  try {
    const port = String((await lines.next()).value).split(' ')[1];
    const event = { id: 'stream:7', type: 'pit.task.completed', subject: 'task', data: { taskId: 'task' } };
    const body = JSON.stringify(event);
    const sentAt = new Date();
    const post = async (secret: string) => {
      const headers = {
        'webhook-id': event.id,
        'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(event.id, sentAt, body),
      };
      return (await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body })).status;
    };
    expect(await post(`whsec_${Buffer.alloc(32, 'other').toString('base64')}`)).toBe(401);
    expect([await post(SECRET), await post(SECRET)]).toEqual([204, 204]);
    receiver.kill();
    const printed: string[] = [];
    for await (const line of { [Symbol.asyncIterator]: () => lines }) printed.push(line);
    expect(printed).toEqual(['pit.task.completed task {"taskId":"task"}']);
  } finally {
    receiver.kill();
    if (receiver.exitCode === null && receiver.signalCode === null) await once(receiver, 'exit');
  }
});

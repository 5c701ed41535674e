import webPush from 'web-push';
import { PushSender } from '../../../src/server/delivery/push-sender.ts';
import { PushService } from '../../support/delivery/push-service.ts';

const NEVER = new AbortController().signal;
const vapid = { subject: 'mailto:it@example.com', ...webPush.generateVAPIDKeys() };
let service: PushService;

beforeAll(async () => {
  service = await PushService.start();
});

beforeEach(() => {
  service.status = 201;
  service.received.length = 0;
});

afterAll(() => service.stop());

const item = {
  title: 'You have a task',
  text: 'Of which the lock screen says nothing',
  link: '/pit/tasks/7',
  projectId: null,
};
const message = { userId: 'user', address: 'user@example.com', level: null, items: [item] };

function send(more: object = {}, browser = service.browser, privateHosts = ['localhost']) {
  const sender = new PushSender({ vapid, privateHosts, ca: service.ca });
  return sender.send({ ...message, ...more }, browser, NEVER);
}

test('a browser decrypts title and link and nothing else, and knows who has sent them', async () => {
  expect(await send()).toEqual({ outcome: 'sent', status: 201 });
  const [got] = service.received;
  expect(got?.payload).toEqual({ title: 'You have a task', link: '/pit/tasks/7' });
  expect(got?.claims).toMatchObject({ aud: service.origin, sub: 'mailto:it@example.com' });
  expect(got?.headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '28800', urgency: 'normal' });
});

test('what is grave is kept longer for a browser that is off', async () => {
  await send({ level: 1 });
  expect(service.received[0]?.headers).toMatchObject({ ttl: '259200', urgency: 'high' });
});

test.each([404, 410])('a browser of which the service says %i is gone', async (status) => {
  service.status = status;
  expect(await send()).toMatchObject({ outcome: 'gone', status });
});

test('a service that is busy is asked again', async () => {
  service.status = 503;
  expect(await send()).toMatchObject({ outcome: 'failed', status: 503 });
});

test('keys that are none are refused without a call', async () => {
  expect(await send({}, { ...service.browser, p256dh: 'A'.repeat(87) })).toMatchObject({
    outcome: 'refused',
  });
});

test('an address in our own network is not called, whoever gave it as their browser', async () => {
  expect(await send({}, service.browser, [])).toMatchObject({
    outcome: 'failed',
    error: expect.stringContaining('private'),
  });
  expect(service.received).toEqual([]);
});

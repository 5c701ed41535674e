import { createServer, type Server } from 'node:net';
import { WebhookSender, type WebhookSenderOptions } from '../../../src/server/delivery/webhook-sender.ts';
import { answering, WebhookReceiver } from '../../support/delivery/webhook-receiver.ts';

const SECRET = `whsec_${Buffer.alloc(32, 'first').toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(32, 'other').toString('base64')}`;
const NEVER = new AbortController().signal;
let receiver: WebhookReceiver;

beforeAll(async () => {
  receiver = await WebhookReceiver.start();
});

beforeEach(() => {
  receiver.behaviours = [];
  receiver.secrets = [SECRET];
  receiver.received.length = 0;
  receiver.calls = 0;
});

afterAll(() => receiver.stop());

const event = { type: 'pit.task.completed', id: 'stream:7' };

function send(options: Partial<WebhookSenderOptions> = {}, url = receiver.url, secrets = [SECRET]) {
  const sender = new WebhookSender({ privateHosts: ['localhost'], ca: receiver.ca, ...options });
  return sender.send({ url, eventId: 'stream:7', body: JSON.stringify(event), secrets }, NEVER);
}

test('a receiver verifies what it gets with the library of Standard Webhooks', async () => {
  expect(await send()).toEqual({ outcome: 'sent', status: 204 });
  expect(receiver.received).toMatchObject([
    { id: 'stream:7', event, headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' } },
  ]);
});

test('while a secret is rotated both sign, and a receiver that has either is content', async () => {
  receiver.secrets = [SECRET, OTHER];
  await send({}, receiver.url, [OTHER, SECRET]);
  expect(receiver.received[0]?.signedWith).toEqual([SECRET, OTHER]);
});

test('a receiver that has another secret refuses, which is a failure', async () => {
  receiver.secrets = [OTHER];
  expect(await send()).toMatchObject({ outcome: 'failed', status: 401 });
});

test.each([
  [500, {}, { outcome: 'failed', status: 500, retryAfter: 0 }],
  [429, { 'retry-after': '90' }, { outcome: 'failed', status: 429, retryAfter: 90 }],
  [410, {}, { outcome: 'gone', status: 410 }],
])('an answer of %i is no success', async (status, headers, expected) => {
  receiver.behaviours = [answering(status, headers)];
  expect(await send()).toMatchObject(expected);
});

test('a redirect is a failure, and is not followed', async () => {
  receiver.behaviours = [answering(302, { location: `${receiver.url}/elsewhere` })];
  expect(await send()).toMatchObject({ outcome: 'failed', status: 302, error: 'redirects are not followed' });
  expect(receiver.calls).toBe(1);
});

test('a receiver that never comes to the end of its head is left after a time', async () => {
  receiver.behaviours = [
    (response) => {
      const drip = setInterval(() => response.socket?.write('x-drip: 1\r\n'), 20);
      response.socket?.write('HTTP/1.1 200 OK\r\n');
      response.socket?.on('close', () => clearInterval(drip));
    },
  ];
  expect(await send({ callMs: 300 })).toEqual({ outcome: 'failed', error: 'no answer in time' });
});

test('a connection that is reset is a failure with its code', async () => {
  receiver.behaviours = [(response) => void response.socket?.destroy()];
  expect(await send()).toEqual({ outcome: 'failed', error: 'ECONNRESET' });
});

test('a certificate that is not of the host is refused', async () => {
  const result = await send({ privateHosts: ['other.example.com'], resolve: loopback }, anotherName());
  expect(result).toEqual({ outcome: 'failed', error: 'ERR_TLS_CERT_ALTNAME_INVALID' });
  expect(receiver.calls).toBe(0);
});

const loopback = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
const anotherName = () => `https://other.example.com:${receiver.port}/`;
const publicName = () => `https://hooks.example.com:${receiver.port}/`;

test('a public name that leads to this machine is refused before anything connects', async () => {
  const refused = { outcome: 'failed', error: 'the address of the host is private' };
  expect(await send({ resolve: loopback }, publicName())).toEqual(refused);
  expect(receiver.calls).toBe(0);
  expect(await send({ resolve: loopback, privateHosts: ['hooks.example.com'] }, publicName())).toMatchObject({
    outcome: 'sent',
  });
});

test('one private address among several is enough to refuse', async () => {
  const mixed = () =>
    Promise.resolve([
      { address: '93.184.216.34', family: 4 },
      { address: '::1', family: 6 },
    ]);
  expect(await send({ resolve: mixed }, publicName())).toMatchObject({
    error: expect.stringContaining('private'),
  });
});

test('literal addresses of private networks are refused whatever was registered', async () => {
  for (const host of ['127.0.0.1', '[::1]', '169.254.169.254', '[::ffff:127.0.0.1]']) {
    const result = await send({}, `https://${host}:${receiver.port}/`);
    expect(result).toMatchObject({ outcome: 'failed', error: expect.stringContaining('private') });
  }
});

test('the connection goes to the address that was looked at, and the name is not looked up again', async () => {
  const looked: string[] = [];
  const once = (name: string) => {
    looked.push(name);
    const address = looked.length === 1 ? '127.0.0.1' : '10.0.0.1';
    return Promise.resolve([{ address, family: 4 }]);
  };
  await send({ resolve: once, privateHosts: ['hooks.example.com'] }, publicName());
  expect(looked).toEqual(['hooks.example.com']);
  expect(receiver.received).toHaveLength(1);
});

test('a look-up that hangs is left after a time', async () => {
  const hanging = () => new Promise<never>(() => undefined);
  expect(await send({ resolve: hanging, callMs: 50 }, publicName())).toEqual({
    outcome: 'failed',
    error: 'no answer in time',
  });
});

test('a server that speaks no TLS gets nothing', async () => {
  const heard: Buffer[] = [];
  const plain: Server = createServer((socket) => {
    socket.on('data', (data) => heard.push(data)).on('error', () => undefined);
    socket.end('HTTP/1.1 200 OK\r\n\r\n');
  });
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  const { port } = plain.address() as { port: number };
  expect(await send({}, `https://localhost:${port}/`)).toMatchObject({ outcome: 'failed' });
  expect(Buffer.concat(heard).toString('latin1')).not.toContain('webhook-id');
  await new Promise((resolve) => plain.close(resolve));
});

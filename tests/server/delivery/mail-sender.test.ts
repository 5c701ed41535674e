import { createServer } from 'node:net';
import { MailSender, type Mail, type MailSenderOptions } from '../../../src/server/delivery/mail-sender.ts';
import { MailServer } from '../../support/delivery/mail-server.ts';

const NEVER = new AbortController().signal;
let server: MailServer;

beforeAll(async () => {
  server = await MailServer.start();
});

beforeEach(() => {
  server.mails.length = 0;
  server.isEncrypted.length = 0;
});

afterAll(() => server.stop());

const MAIL: Mail = {
  orgId: 'org',
  userId: 'user',
  deliveryId: 'b5c8f0aa-0000-4000-8000-000000000001',
  address: 'worker@example.com',
  level: null,
  items: [{ title: 'You have a task “Größe”', text: 'By Friday', link: '/pit/tasks/7', projectId: null }],
};

function send(options: Partial<MailSenderOptions> = {}, mail: Partial<Mail> = {}, signal = NEVER) {
  const sender = new MailSender({
    smtpUrl: server.url,
    from: 'PIT <pit@example.com>',
    linkBase: 'https://work.example',
    unsubscribeUrl: (userId, orgId) => `https://pit.example/notifications/unsubscribe?t=${orgId}.${userId}`,
    ca: server.ca,
    ...options,
  });
  return sender.send({ ...MAIL, ...mail }, signal);
}

test('a mail says what happened as text and HTML, and how to end mails with one click', async () => {
  expect(await send()).toEqual({ outcome: 'sent', status: 250 });
  const [mail] = server.mails;
  expect(mail).toMatchObject({
    subject: 'You have a task “Größe”',
    messageId: '<b5c8f0aa-0000-4000-8000-000000000001@example.com>',
    from: { text: '"PIT" <pit@example.com>' },
    to: { text: 'worker@example.com' },
    text: expect.stringContaining('By Friday\nhttps://work.example/pit/tasks/7'),
    html: expect.stringContaining('href="https://work.example/pit/tasks/7"'),
  });
  expect(mail?.headers.get('auto-submitted')).toBe('auto-generated');
  const lists = mail?.headerLines
    .filter(({ key }) => key.startsWith('list-'))
    .map(({ line }) => line.replace(/\s+/g, ' '));
  expect(lists).toEqual([
    'List-Unsubscribe: <https://pit.example/notifications/unsubscribe?t=org.user>',
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
  ]);
});

test('a server that offers TLS gets mails over it', async () => {
  await send();
  expect(server.isEncrypted).toEqual([true]);
});

test('a server elsewhere that speaks no TLS gets no mail', async () => {
  const plain = await MailServer.start({ hideSTARTTLS: true });
  expect(await send({ smtpUrl: plain.url })).toMatchObject({ outcome: 'sent' });
  const elsewhere = plain.url.replace('localhost', 'localhost.');
  expect(await send({ smtpUrl: elsewhere })).toMatchObject({ outcome: 'failed' });
  expect(plain.mails).toHaveLength(1);
  await plain.stop();
});

test('a server that asks for patience gets the mail later, with the same id', async () => {
  server.refusals = [{ code: 451, message: 'Greylisted' }];
  expect(await send()).toEqual({ outcome: 'failed', status: 451, error: 'the mail server answered 451' });
  expect(await send()).toMatchObject({ outcome: 'sent' });
  expect(server.mails[0]?.messageId).toContain(MAIL.deliveryId);
});

test('a server that knows no such mailbox is not asked again', async () => {
  server.refusals = [{ code: 550, message: 'No such user' }];
  expect(await send()).toEqual({ outcome: 'refused', status: 550, error: 'the mail server answered 550' });
});

test('a server that does not know us is for the operator to mend, and asked again', async () => {
  const strict = await MailServer.start({
    authOptional: false,
    onAuth: (_auth, _session, done) => done(Object.assign(new Error('no'), { responseCode: 535 })),
  });
  const smtpUrl = strict.url.replace('smtp://', 'smtp://pit:wrong@');
  expect(await send({ smtpUrl })).toMatchObject({ outcome: 'failed', status: 535 });
  await strict.stop();
});

test('a server that says nothing is left after a time', async () => {
  const mute = createServer((socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const { port } = mute.address() as { port: number };
  const result = await send({ smtpUrl: `smtp://localhost:${port}`, sendMs: 200 });
  expect(result).toMatchObject({ outcome: 'failed' });
  mute.close();
});

test('a service that stops does not wait for a server', async () => {
  const mute = createServer((socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const { port } = mute.address() as { port: number };
  const result = await send({ smtpUrl: `smtp://localhost:${port}` }, {}, AbortSignal.timeout(50));
  expect(result).toEqual({ outcome: 'failed', error: 'broken off' });
  mute.close();
});

test('names with line breaks and addresses with several recipients get nobody else a mail', async () => {
  const title = 'Ship\r\nBcc: all@example.com';
  await send({}, { items: [{ title, text: null, link: null, projectId: null }] });
  expect(server.mails[0]?.bcc).toBeUndefined();
  expect(server.mails[0]?.subject).toBe('Ship Bcc: all@example.com');
  const refused = await send({}, { address: 'a@example.com, b@example.com' });
  expect(refused).toMatchObject({ outcome: 'refused' });
  expect(server.mails).toHaveLength(1);
});

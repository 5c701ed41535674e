import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Plan } from '../../support/worlds/plan-database.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';

let plan: Plan;
let service: TestService;

beforeAll(async () => {
  plan = await Plan.open();
  service = await startTestService(plan.database);
});
afterAll(async () => {
  await service?.stop();
  await plan?.close();
});

/** A request as Java's client sends it, which would rather speak HTTP/2. */
async function post(agent: Agent, body: string): Promise<{ status: number | undefined; text: string }> {
  const call = request(service.url, {
    method: 'POST',
    agent,
    headers: {
      connection: 'Upgrade, HTTP2-Settings',
      upgrade: 'h2c',
      'http2-settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      authorization: `Bearer ${await service.token(plan.actor())}`,
    },
  });
  call.end(body);
  const [response] = (await once(call, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode, text: Buffer.concat(chunks).toString() };
}

test('a socket that is asked for behind a request is opened after its answer', async () => {
  const body = '{"query":"{ viewer { role } }"}';
  const authorization = `authorization: Bearer ${await service.token(plan.actor())}`;
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: pit\r\n${authorization}\r\ncontent-type: application/json\r\n` +
      `content-length: ${body.length}\r\n\r\n${body}` +
      'GET /graphql HTTP/1.1\r\nhost: pit\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n' +
      `sec-websocket-protocol: graphql-transport-ws\r\nsec-websocket-key: ${Buffer.alloc(16).toString('base64')}\r\n\r\n`,
  );
  let heard = '';
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
  while (!heard.includes('HTTP/1.1 101')) await once(socket, 'data');
  expect(heard).toMatch(/^HTTP\/1\.1 200 [\s\S]*MEMBER[\s\S]*HTTP\/1\.1 101 /);
  socket.destroy();
});

test.each([
  ['short', ''],
  ['longer than a packet', ' '.repeat(200_000)],
])('a request with a %s body that offers HTTP/2 is answered as if it had not', async (_name, padding) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const body = JSON.stringify({ query: `{ viewer { role } } ${padding}` });
  const answers = [await post(agent, body), await post(agent, body)];
  for (const answer of answers) {
    expect(answer).toEqual({ status: 200, text: '{"data":{"viewer":{"role":"MEMBER"}}}\n' });
  }
  agent.destroy();
});

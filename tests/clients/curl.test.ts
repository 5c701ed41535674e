import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { Plan } from '../support/worlds/plan-database.ts';
import { startTestService, type TestService } from '../support/processes/service.ts';

const VIEWER = '{"query":"{ viewer { role } }"}';

let plan: Plan;
let service: TestService;
let authorization: string;

beforeAll(async () => {
  plan = await Plan.open();
  service = await startTestService(plan.database);
  authorization = `Bearer ${await service.token(plan.actor())}`;
});
afterAll(async () => {
  await service?.stop();
  await plan?.close();
});

/** An answer to a request without a body. */
async function ask(method: string, headers: Record<string, string> = {}) {
  const asked = request(service.url, { method, headers, agent: false }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  const chunks = (await response.toArray()) as Buffer[];
  return {
    status: response.statusCode,
    headers: response.headers,
    text: Buffer.concat(chunks).toString(),
  };
}

test.each(['PUT', 'DELETE', 'PATCH', 'TRACE', 'HEAD'])(
  'the batch %s is refused by its name',
  async (method) => {
    const { status, headers, text } = await ask(method);
    expect([status, headers.allow]).toEqual([405, 'GET, POST, OPTIONS']);
    if (method === 'HEAD') expect(text).toBe('');
    else
      expect(JSON.parse(text)).toMatchObject({
        errors: [{ extensions: { field: 'method', actual: method } }],
      });
  },
);

test('OPTIONS tells which methods there are, and the preflight of an unknown page nothing else', async () => {
  const preflight = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
  for (const headers of [undefined, preflight]) {
    const answer = await ask('OPTIONS', headers);
    expect([answer.status, answer.headers.allow]).toEqual([204, 'GET, POST, OPTIONS']);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  }
});

test('a request in HTTP/1.0 is answered, and its connection is closed', async () => {
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  const head = `authorization: ${authorization}\r\ncontent-type: application/json\r\n`;
  socket.write(`POST /graphql HTTP/1.0\r\n${head}content-length: ${VIEWER.length}\r\n\r\n${VIEWER}`);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(socket, 'close');
  expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 200 OK[^]*\r\n\r\n\{"data"/);
});

test('a form, which curl sends where no type is said, is refused with the type that is expected', async () => {
  const response = await fetch(service.url, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
    body: VIEWER,
  });
  expect([response.status, await response.json()]).toMatchObject([
    415,
    { errors: [{ extensions: { field: 'content-type', expected: 'application/json, in UTF-8' } }] },
  ]);
});

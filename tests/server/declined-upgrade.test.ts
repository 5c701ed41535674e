import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { Plan } from '../support/plan-database.ts';
import { startTestService, type TestService } from '../support/service.ts';

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

test.each([
  ['short', ''],
  ['longer than a packet', ' '.repeat(300_000)],
])('a request with a %s body that offers HTTP/2 is answered as if it had not', async (_name, padding) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const body = JSON.stringify({ query: `{ viewer { role } } ${padding}` });
  const answers = [await post(agent, body), await post(agent, body)];
  for (const answer of answers) {
    expect(answer).toEqual({ status: 200, text: '{"data":{"viewer":{"role":"MEMBER"}}}\n' });
  }
  agent.destroy();
});

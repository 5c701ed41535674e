import { connect } from 'node:net';
import { LIMITS } from '../../../src/server/graphql/limits.ts';
import { RawSocket } from '../../support/subscriptions/websocket-client.ts';
import { Plan } from '../../support/worlds/plan-database.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';
import { actorOf } from '../../support/worlds/planting.ts';

let plan: Plan;
let service: TestService;
let token: string;

beforeAll(async () => {
  plan = await Plan.open();
  service = await startTestService(plan.database);
  token = await service.token(plan.actor());
});

afterAll(async () => {
  await service?.stop();
  await plan?.close();
});

interface Answer {
  status: number;
  retryAfter: string | null;
  error: { code?: unknown; field?: unknown; expected?: unknown } | undefined;
}

async function post(body: string, bearer = token, url = service.url): Promise<Answer> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${bearer}` };
  const response = await fetch(url, { method: 'POST', headers, body });
  const { errors = [] } = (await response.json()) as { errors?: { extensions: Record<string, unknown> }[] };
  const error = errors[0]?.extensions;
  return { status: response.status, retryAfter: response.headers.get('retry-after'), error };
}

const FINE = { status: 200, error: undefined };
const ids = (count: number): string[] => Array.from({ length: count }, () => plan.owner);
const filtered = (count: number): string =>
  JSON.stringify({
    query: 'query ($ids: [ID!]) { tasks(filter: { assigneeId: $ids }) { totalCount } }',
    variables: { ids: ids(count) },
  });

/** A sample of the service's metrics. */
async function sample(name: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', service.url))).text();
  return Number(
    text
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.split(' ')[1],
  );
}

test('a list of more items than any list may have is refused and named before the body is parsed', async () => {
  expect(await post(filtered(LIMITS.jsonItems))).toMatchObject(FINE);
  expect(await post(filtered(LIMITS.jsonItems + 1))).toMatchObject({
    status: 400,
    error: { code: 'BAD_USER_INPUT', field: 'variables.ids', expected: `at most ${LIMITS.jsonItems}` },
  });
});

test('a body of too many values is refused, however they are arranged', async () => {
  const rows = Array.from({ length: 1_000 }, () => Array.from({ length: 201 }, () => 0));
  const sent = await post(JSON.stringify({ query: '{ viewer { role } }', variables: { rows } }));
  expect(sent).toMatchObject({ status: 400, error: { code: 'BAD_USER_INPUT' } });
});

test('a document that is too long is refused before it is read, also with few tokens', async () => {
  const query = `{ viewer { role } } # ${'x'.repeat(LIMITS.characters)}`;
  const refused = { status: 413, error: { code: 'LIMIT_EXCEEDED', field: 'characters' } };
  expect(await post(JSON.stringify({ query }))).toMatchObject(refused);
});

test('a document refused by its size is refused from memory the next time, with the same words', async () => {
  const query = `{ viewer { ${'role '.repeat(LIMITS.fields + 1)} } }`;
  const body = JSON.stringify({ query, operationName: 'Unknown' });
  const entries = 'pit_cache{cache="refused_documents",measure="entries"}';
  const before = await sample(entries);
  const first = await post(body);
  expect(first).toMatchObject({ status: 413, error: { code: 'LIMIT_EXCEEDED', field: 'fields' } });
  expect(await post(body)).toEqual(first);
  expect(await sample(entries)).toBe(before + 1);
});

test('large bodies and new documents are measured, and known documents in small bodies are not', async () => {
  const seconds = 'pit_expensive_work_seconds_total';
  const small = JSON.stringify({ query: 'query Measured { viewer { role } }' });
  const before = await sample(seconds);
  await post(small);
  const afterNew = await sample(seconds);
  expect(afterNew).toBeGreaterThan(before);
  await post(small);
  expect(await sample(seconds)).toBe(afterNew);
  await post(small.replace('}"}', `}","variables":{"x":"${'x'.repeat(LIMITS.smallBytes)}"}}`));
  expect(await sample(seconds)).toBeGreaterThan(afterNew);
});

describe('a caller who owes, while another is about,', () => {
  const other = actorOf('b');
  const question = (name: string): string => JSON.stringify({ query: `query ${name} { __typename }` });
  const tooMany = { status: 429, error: { code: 'LIMIT_EXCEEDED', field: 'retryAfterSeconds' } };
  const large = JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(LIMITS.smallBytes) } });
  let own: TestService;
  let [mine, theirs] = ['', ''];

  beforeEach(async () => {
    own = await startTestService(
      plan.database,
      {},
      {
        loopTime: { burstMs: 0, mostDelayMs: 0, aboutMs: 1e9 },
      },
    );
    [mine, theirs] = await Promise.all([own.token(plan.actor()), own.token(other)]);
  });

  afterEach(() => own.stop());

  const ask = (body: string, bearer: string) => post(body, bearer, own.url);

  test('is answered 429 with Retry-After to large bodies and new documents, and goes on with known ones', async () => {
    expect(await ask(question('Known'), mine)).toMatchObject(FINE);
    expect(await ask(large, mine)).toMatchObject(FINE);
    expect(await ask(question('Known'), theirs)).toMatchObject(FINE);
    for (const body of [question('Unknown'), large]) {
      const refused = await ask(body, mine);
      expect(refused).toMatchObject(tooMany);
      expect(Number(refused.retryAfter)).toBeGreaterThan(0);
      expect(refused.error?.expected).toBe(Number(refused.retryAfter));
    }
    expect(await ask(question('Known'), mine)).toMatchObject(FINE);
  });

  test('is refused without its large body having been read', async () => {
    await ask(question('Known'), mine);
    await ask(question('Known'), theirs);
    const { hostname, port } = new URL(own.url);
    const socket = connect(Number(port), hostname);
    const answer = new Promise<string>((resolve) => socket.once('data', (chunk) => resolve(String(chunk))));
    const head = ['POST /graphql HTTP/1.1', 'host: pit', 'content-type: application/json'];
    head.push(`authorization: Bearer ${mine}`, `content-length: ${LIMITS.bodyBytes}`);
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    expect(await answer).toMatch(/^HTTP\/1.1 429 /);
    socket.destroy();
  });

  test('is refused on a stream and on a socket too, operation by operation', async () => {
    await ask(question('Known'), mine);
    await ask(question('Known'), theirs);
    const headers = {
      'content-type': 'application/json',
      authorization: `Bearer ${mine}`,
      accept: 'text/event-stream',
    };
    const stream = await fetch(own.url, { method: 'POST', headers, body: question('Streamed') });
    expect(await stream.text()).toContain('"code":"LIMIT_EXCEEDED"');
    const raw = await RawSocket.open(own.url);
    raw.say({ type: 'connection_init', payload: { authorization: `Bearer ${mine}` } });
    await raw.hears(({ type }) => type === 'connection_ack');
    raw.say({ id: '1', type: 'subscribe', payload: { query: 'query Said { __typename }' } });
    const refused = await raw.hears(({ type }) => type === 'error');
    expect(refused.payload).toMatchObject([
      { extensions: { code: 'LIMIT_EXCEEDED', field: 'retryAfterSeconds' } },
    ]);
    raw.close();
  });
});

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { MOST_CALLBACKS, MOST_CALLBACKS_OF_USER } from '../../../src/services/events/callbacks.ts';
import { TestRouter } from '../../support/subscriptions/callback-router.ts';
import { Plan } from '../../support/worlds/plan-database.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';

const PROGRESS = `subscription Progress($id: ID!, $after: String) {
  taskProgress(projectId: $id, after: $after) { cursor topic task { id progressPercent } }
}`;
const UPDATE = `mutation Update($input: UpdateProgressInput!) { updateProgress(input: $input) { task { id } } }`;

let plan: Plan;
let router: TestRouter;
let service: TestService;
let token: string;
let project: string;
let task: string;

beforeAll(async () => {
  plan = await Plan.open();
  router = await TestRouter.start();
  service = await startTestService(plan.database);
  token = await service.token(plan.actor());
});
beforeEach(async () => {
  project = await plan.project();
  task = await plan.task(project, await plan.phase(project));
});
afterEach(() => {
  router.known.clear();
  router.objects = () => undefined;
});
afterAll(async () => {
  await service?.stop();
  await router?.stop();
  await plan?.close();
});

interface Subscribing {
  query?: string;
  variables?: Record<string, unknown>;
  token?: string;
  extension?: object;
}

async function subscribe(subscribing: Subscribing = {}, at = service) {
  const { query = PROGRESS, variables = { id: project }, extension = router.extension() } = subscribing;
  const response = await fetch(at.url, {
    method: 'POST',
    headers: {
      accept: 'application/json;callbackSpec=1.0',
      'content-type': 'application/json',
      authorization: `Bearer ${subscribing.token ?? token}`,
    },
    body: JSON.stringify({ query, variables, extensions: { subscription: extension } }),
  });
  const body = (await response.json()) as { data: null; errors?: { extensions: Record<string, unknown> }[] };
  const id = (extension as { subscriptionId?: string }).subscriptionId ?? '';
  return { id, response, body, code: body.errors?.[0]?.extensions['code'] };
}

/** Makes two events. */
async function progress(percent: number, at = service): Promise<void> {
  const { body } = await at.query(token, UPDATE, { input: { taskId: task, percent } });
  expect(body.errors).toBeUndefined();
}

async function stored(id: string): Promise<object[]> {
  return plan.rows('SELECT position FROM pit_ops.callback_subscription WHERE subscription_id = $1', [id]);
}

async function untilForgotten(id: string): Promise<void> {
  const deadline = Date.now() + 10_000;
  while ((await stored(id)).length > 0) {
    expect(Date.now()).toBeLessThan(deadline);
    await sleep(20);
  }
}

/** Numbers of the events behind cursors. */
function numbersOf(cursors: readonly string[]): number[] {
  return cursors.map((cursor) => Number(Buffer.from(cursor, 'base64url').toString().split(':')[1]));
}

test('the router is asked, and then told each event once and in order', async () => {
  const { id, response, body } = await subscribe();
  expect(response.status).toBe(200);
  expect(response.headers.get('subscription-protocol')).toBe('callback/1.0');
  expect(body).toEqual({ data: null });
  expect(router.of(id, 'check')).toMatchObject([{ kind: 'subscription', protocol: 'callback/1.0' }]);
  for (const percent of [10, 20, 30]) await progress(percent);
  const told = await router.take(id, 'next', 6);
  expect(told[0]).toMatchObject({ kind: 'subscription', protocol: 'callback/1.0' });
  expect(told[5]?.payload?.data['taskProgress']?.task.progressPercent).toBe(30);
  expect(numbersOf(router.cursors(id))).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a router that resumes is told what came after its cursor', async () => {
  const first = await subscribe();
  for (const percent of [10, 20]) await progress(percent);
  await router.take(first.id, 'next', 4);
  const again = await subscribe({ variables: { id: project, after: router.cursors(first.id)[1] } });
  await router.take(again.id, 'next', 2);
  expect(numbersOf(router.cursors(again.id))).toEqual([3, 4]);
});

test('a router hears from us in time, also where nothing happens', async () => {
  const { id } = await subscribe({ extension: router.extension(3_000) });
  const [first, second, third] = await router.take(id, 'check', 3);
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeLessThan(3_000);
  expect((third?.at ?? 0) - (second?.at ?? 0)).toBeLessThan(3_000);
});

test('another organisation is told nothing', async () => {
  const stranger = await plan.neighbour();
  const refused = await subscribe({ token: await service.token(stranger.actor()) });
  expect(refused).toMatchObject({ code: 'NOT_FOUND', body: { data: null } });
  expect(await stored(refused.id)).toEqual([]);
});

test('a token that expires completes the subscription', async () => {
  const { id } = await subscribe({ token: await service.token(plan.actor(), {}, '8s') });
  await progress(10);
  await router.take(id, 'next', 1);
  const [complete] = await router.take(id, 'complete');
  expect(complete?.errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
  await untilForgotten(id);
});

test('who may not see the project any more is told so with the next event, and nothing else', async () => {
  const { id } = await subscribe({ token: await service.token(plan.actor(plan.helper)) });
  await progress(10);
  await router.take(id, 'next', 2);
  const division = await plan.insert('division', { name: 'Elsewhere' });
  await plan.rows('UPDATE pit.project SET division_id = $2 WHERE id = $1', [project, division]);
  await progress(20);
  const [complete] = await router.take(id, 'complete');
  expect(complete?.errors?.[0]?.extensions['code']).toBe('NOT_FOUND');
  expect(router.of(id, 'next')).toHaveLength(2);
  await untilForgotten(id);
});

test('a router that knows of no such subscription, or has another verifier, is not told anything', async () => {
  const unknown = { ...router.extension(), subscriptionId: 'unknown' };
  expect((await subscribe({ extension: unknown })).code).toBe('BAD_USER_INPUT');
  const wrong = { ...router.extension(), verifier: 'wrong' };
  expect((await subscribe({ extension: wrong })).code).toBe('BAD_USER_INPUT');
  expect(await plan.rows('SELECT FROM pit_ops.callback_subscription WHERE verifier = $1', ['wrong'])).toEqual(
    [],
  );
});

test('a router that has closed the subscription ends it, with an event or with a heartbeat', async () => {
  const byEvent = await subscribe({ extension: router.extension(0) });
  const byHeartbeat = await subscribe({ extension: router.extension(600) });
  await progress(10);
  await router.take(byEvent.id, 'next', 2);
  router.known.clear();
  await untilForgotten(byHeartbeat.id);
  await progress(20);
  await untilForgotten(byEvent.id);
});

test('a router that fails for a while misses nothing and gets nothing twice', async () => {
  const { id } = await subscribe();
  let failures = 0;
  router.objects = ({ action }) => (action === 'next' && failures++ < 4 ? 503 : undefined);
  for (const percent of [10, 20]) await progress(percent);
  await router.take(id, 'next', 4);
  expect(numbersOf(router.cursors(id))).toEqual([1, 2, 3, 4]);
  expect(failures).toBeGreaterThanOrEqual(5);
});

test.each([
  ['http://pit.example/callback', 'FORBIDDEN'],
  ['http://169.254.169.254/latest/meta-data', 'FORBIDDEN'],
  ['http://127.0.0.1.pit.example/callback', 'FORBIDDEN'],
  ['http://me:secret@127.0.0.1/callback', 'BAD_USER_INPUT'],
  ['file:///etc/passwd', 'BAD_USER_INPUT'],
  ['nonsense', 'BAD_USER_INPUT'],
])('nothing is sent to %s', async (callbackUrl, code) => {
  const refused = await subscribe({ extension: { ...router.extension(), callbackUrl } });
  expect(refused.code).toBe(code);
  expect(refused.response.status).toBe(code === 'FORBIDDEN' ? 403 : 400);
});

test('with PIT_CALLBACK_URLS set, a callback to any other address is refused', async () => {
  const { port } = new URL(router.address('x'));
  const env = { PIT_CALLBACK_URLS: `https://router.example/callback, http://127.0.0.1:${port}/callback` };
  const strict = await startTestService(plan.database, env);
  const outcome = async (callbackUrl: string) =>
    (await subscribe({ extension: { ...router.extension(), callbackUrl } }, strict)).code;
  expect(await outcome(`http://127.0.0.1:${port}/elsewhere`)).toBe('FORBIDDEN');
  expect(await outcome(`http://127.0.0.1:${port}/callback-of-another/x`)).toBe('FORBIDDEN');
  expect(await outcome(`http://127.0.0.1:${port}/callback/../elsewhere`)).toBe('FORBIDDEN');
  expect(await outcome(`http://localhost:${port}/callback/x`)).toBe('FORBIDDEN');
  expect((await subscribe({}, strict)).code).toBeUndefined();
  await strict.stop();
});

test('a redirect is not followed', async () => {
  const visits: unknown[] = [];
  const secret = createServer((request, response) => {
    visits.push(request.url);
    response.end();
  });
  await new Promise<void>((resolve) => secret.listen(0, '127.0.0.1', resolve));
  const target = `http://127.0.0.1:${(secret.address() as AddressInfo).port}/`;
  const redirecting = createServer((_request, response) =>
    response.writeHead(307, { location: target }).end(),
  );
  await new Promise<void>((resolve) => redirecting.listen(0, '127.0.0.1', resolve));
  const callbackUrl = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}/`;
  const refused = await subscribe({ extension: { ...router.extension(), callbackUrl } });
  expect(refused.code).toBe('UNAVAILABLE');
  expect(visits).toEqual([]);
  for (const server of [secret, redirecting]) {
    server.closeAllConnections();
    server.close();
  }
});

test('a document that is too large is refused with 413, as over plain HTTP', async () => {
  const query = `subscription { projectChanged(id: "${project}") { ${'cursor '.repeat(5_001)} } }`;
  const { response, body } = await subscribe({ query });
  expect([response.status, body.errors?.[0]?.extensions]).toMatchObject([
    413,
    { code: 'LIMIT_EXCEEDED', field: 'fields' },
  ]);
});

test('what does not make sense is refused', async () => {
  const valid = router.extension();
  for (const [field, value] of [
    ['callbackUrl', 7],
    ['subscriptionId', ''],
    ['verifier', undefined],
    ['heartbeatIntervalMs', -1],
  ] as const) {
    const refused = await subscribe({ extension: { ...valid, [field]: value } });
    expect(refused.body.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: `extensions.subscription.${field}`,
    });
  }
  expect((await subscribe({ query: '{ viewer { role } }' })).code).toBe('BAD_USER_INPUT');
  expect((await subscribe({ query: 'subscription {' })).code).toBe('GRAPHQL_PARSE_FAILED');
  const first = await subscribe();
  const twice = { ...router.extension(), subscriptionId: first.id, callbackUrl: router.address(first.id) };
  expect((await subscribe({ extension: { ...twice, verifier: router.known.get(first.id) } })).code).toBe(
    'CONFLICT',
  );
});

test.each([
  ['an organisation', MOST_CALLBACKS, () => randomUUID(), undefined],
  ['a user', MOST_CALLBACKS_OF_USER, (of: Plan) => of.owner, (of: Plan) => of.sponsor],
])('the number of callbacks of %s is bounded', async (_whose, most, holder, another) => {
  const other = await plan.neighbour();
  await plan.rows(
    `INSERT INTO pit_ops.callback_subscription (org_id, subscription_id, actor, operation, callback_url, verifier,
       heartbeat_ms, position, owner, leased_until)
     SELECT $1, n::text, jsonb_build_object('userId', $3::text), '{}', 'http://127.0.0.1/', 'x', 0, 'x', gen_random_uuid(), 'infinity'
     FROM generate_series(1, $2::int) AS n`,
    [other.orgId, most, holder(other)],
  );
  const variables = { id: await other.project() };
  const refused = await subscribe({ token: await service.token(other.actor()), variables });
  expect(refused.code).toBe('LIMIT_EXCEEDED');
  const free = another && { token: await service.token(other.actor(another(other))), variables };
  expect((await subscribe(free)).code).toBeUndefined();
});

test('what is under way is counted', async () => {
  const count = async () => {
    const text = await (await fetch(new URL('/metrics', service.url))).text();
    return Number(/^pit_subscribers\{transport="callback"\} (\d+)$/m.exec(text)?.[1]);
  };
  const { id } = await subscribe({ extension: router.extension(600) });
  const open = await count();
  router.known.delete(id);
  await untilForgotten(id);
  expect(await count()).toBeLessThan(open);
});

test('nobody subscribes without a token', async () => {
  const { status } = await fetch(service.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: PROGRESS,
      variables: { id: project },
      extensions: { subscription: router.extension() },
    }),
  });
  expect(status).toBe(401);
});

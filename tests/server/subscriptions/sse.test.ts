import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventSourceReader, type SentEvent } from '../../support/subscriptions/event-source.ts';
import { Plan } from '../../support/worlds/plan-database.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';

const PROGRESS = `subscription Progress($id: ID!, $after: String) {
  taskProgress(projectId: $id, after: $after) { cursor topic task { id progressPercent } }
}`;
const UPDATE = `mutation Update($input: UpdateProgressInput!) { updateProgress(input: $input) { task { progressPercent } } }`;
const TIMES = { patienceMs: 1_000, keepAliveMs: 200 };

let plan: Plan;
let service: TestService;
let token: string;
let project: string;
let task: string;
const readers: EventSourceReader[] = [];

beforeAll(async () => {
  plan = await Plan.open();
  service = await startTestService(plan.database, {}, { streamTimes: TIMES });
  token = await service.token(plan.actor());
});
beforeEach(async () => {
  project = await plan.project();
  task = await plan.task(project, await plan.phase(project));
});
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
});
afterAll(async () => {
  await service?.stop();
  await plan?.close();
});

interface Asking {
  query?: string;
  variables?: Record<string, unknown>;
  headers?: Record<string, string>;
  token?: string;
}

async function subscribe(asking: Asking = {}, at = service): Promise<EventSourceReader> {
  const { query = PROGRESS, variables = { id: project }, headers = {} } = asking;
  const reader = await EventSourceReader.open(at.url, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${asking.token ?? token}`,
      ...headers,
    },
    body: JSON.stringify({ query, variables }),
  });
  readers.push(reader);
  return reader;
}

/** Makes two events: of the task, and of its progress. */
async function progress(percent: number): Promise<void> {
  const { body } = await service.query(token, UPDATE, { input: { taskId: task, percent } });
  expect(body.errors).toBeUndefined();
}

interface Result {
  data?: Record<string, { cursor: string; task: { id: string; progressPercent: number } }> | null;
  errors?: { message: string; extensions: Record<string, unknown> }[];
}

function resultOf(event: SentEvent | undefined): Result {
  return JSON.parse(event?.data ?? 'null') as Result;
}

/** The code of what a stream says last but one, before it completes. */
async function endOf(reader: EventSourceReader): Promise<unknown> {
  const events = await reader.rest();
  expect(events.at(-1)).toEqual({ event: 'complete', id: undefined, data: '' });
  return resultOf(events.at(-2)).errors?.[0]?.extensions['code'];
}

async function metric(name: string, labels: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', service.url))).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name}{${labels}}`));
  return Number(line?.split(' ').at(-1) ?? 0);
}

test('events arrive as they happen, each with its place', async () => {
  const open = await metric('pit_subscribers', 'transport="sse"');
  const reader = await subscribe();
  expect(reader.response.status).toBe(200);
  expect(reader.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(reader.response.headers.get('cache-control')).toBe('no-cache, no-transform');
  expect(await metric('pit_subscribers', 'transport="sse"')).toBe(open + 1);
  const admin = await service.token(plan.actor(plan.owner, 'admin'));
  const { body } = await service.query(admin, '{ serviceStatus { openStreams } }');
  expect(body.data).toEqual({ serviceStatus: { openStreams: open + 1 } });
  await sleep(3 * TIMES.keepAliveMs);
  await progress(40);
  const [first] = await reader.take(2);
  expect(reader.comments).toBeGreaterThanOrEqual(3);
  expect(first?.event).toBe('next');
  const told = resultOf(first).data?.['taskProgress'];
  expect(told).toMatchObject({ cursor: first?.id, task: { id: task, progressPercent: 40 } });
  reader.close();
  while ((await metric('pit_subscribers', 'transport="sse"')) > open) await sleep(10);
});

test('a reader goes on after the last event it has seen, by its header or by its variable', async () => {
  const reader = await subscribe();
  for (const percent of [10, 20, 30]) await progress(percent);
  const ids = (await reader.take(6)).map(({ id }) => id ?? '');
  reader.close();
  const byHeader = await subscribe({ headers: { 'last-event-id': ids[1] ?? '' } });
  expect((await byHeader.take(4)).map(({ id }) => id)).toEqual(ids.slice(2));
  const byVariable = await subscribe({ variables: { id: project, after: ids[3] } });
  expect((await byVariable.take(2)).map(({ id }) => id)).toEqual(ids.slice(4));
  // An EventSource repeats its first request: what it has seen since counts, not where it began.
  const both = { variables: { id: project, after: ids[0] }, headers: { 'last-event-id': ids[4] ?? '' } };
  expect((await (await subscribe(both)).take(1)).map(({ id }) => id)).toEqual(ids.slice(5));
  const fragment = `subscription F($id: ID!) { ...Root } fragment Root on Subscription { taskProgress(projectId: $id) { cursor } }`;
  const inFragment = await subscribe({ query: fragment, headers: { 'last-event-id': ids[4] ?? '' } });
  expect((await inFragment.take(1)).map(({ id }) => id)).toEqual(ids.slice(5));
});

test('another organisation is told nothing', async () => {
  const stranger = await plan.neighbour();
  const reader = await subscribe({ token: await service.token(stranger.actor()) });
  await progress(10);
  expect(await endOf(reader)).toBe('NOT_FOUND');
});

test('a token that expires ends the stream, and says so', async () => {
  const expiring = await service.token(plan.actor(), {}, '8s');
  const reader = await subscribe({ token: expiring });
  await progress(10);
  expect((await reader.take(2)).map(({ event }) => event)).toEqual(['next', 'next']);
  expect(await endOf(reader)).toBe('UNAUTHENTICATED');
});

test('who may not see the project any more is told so with the next event, and nothing else', async () => {
  const helper = await service.token(plan.actor(plan.helper));
  const reader = await subscribe({ token: helper });
  await progress(10);
  await reader.take(2);
  const division = await plan.insert('division', { name: 'Elsewhere' });
  await plan.rows('UPDATE pit.project SET division_id = $2 WHERE id = $1', [project, division]);
  await progress(20);
  expect(await endOf(reader)).toBe('NOT_FOUND');
});

test('what is wrong with an operation is said in the stream', async () => {
  const refused = async (query: string, variables = {}) => endOf(await subscribe({ query, variables }));
  expect(await refused('subscription {')).toBe('GRAPHQL_PARSE_FAILED');
  expect(await refused('subscription { nonsense }')).toBe('GRAPHQL_VALIDATION_FAILED');
  expect(await refused(PROGRESS, { id: project, after: 'nonsense' })).toBe('BAD_USER_INPUT');
  const wide = Array.from({ length: 40 }, (_, i) => `a${i}: viewer { role }`).join(' ');
  expect(await refused(`{ ${wide} }`)).toBe('LIMIT_EXCEEDED');
});

test('without a token or a valid request no event stream is opened', async () => {
  const ask = async (headers: Record<string, string>, body: unknown) => {
    const { status, headers: got } = await fetch(service.url, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return [status, got.get('content-type')];
  };
  const json = 'application/json; charset=utf-8';
  expect(await ask({}, { query: PROGRESS, variables: { id: project } })).toEqual([401, json]);
  const authorization = `Bearer ${token}`;
  for (const body of [{}, [], { query: 7 }, { query: PROGRESS, variables: [] }])
    expect(await ask({ authorization }, body)).toEqual([400, json]);
});

test('queries and mutations come as one event', async () => {
  const query = await (await subscribe({ query: '{ viewer { role } }', variables: {} })).rest();
  expect(query.map(({ event }) => event)).toEqual(['next', 'complete']);
  expect(resultOf(query[0])).toEqual({ data: { viewer: { role: 'MEMBER' } } });
  const written = await (
    await subscribe({ query: UPDATE, variables: { input: { taskId: task, percent: 30 } } })
  ).rest();
  expect(written.map(({ event }) => event)).toEqual(['next', 'complete']);
});

test('a gateway that lists all it can read gets JSON for a query, and a stream for a subscription', async () => {
  const lists = [
    'application/graphql-response+json, application/json, multipart/mixed, text/event-stream',
    'text/event-stream, application/json',
    '*/*, text/event-stream;q=0.5',
  ];
  for (const accept of lists) {
    const query = await subscribe({ query: '{ viewer { role } }', variables: {}, headers: { accept } });
    expect(query.response.headers.get('content-type')).toMatch(/^application\/(graphql-response\+)?json/);
    const stream = await subscribe({ headers: { accept } });
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  }
  const [accept = ''] = lists;
  const open = await fetch(service.url, {
    method: 'POST',
    headers: { accept, 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ _service { sdl } }' }),
  });
  expect(open.status).toBe(200);
  const preferring = {
    query: '{ viewer { role } }',
    variables: {},
    headers: { accept: 'application/json;q=0.1, text/event-stream' },
  };
  expect((await (await subscribe(preferring)).rest()).map(({ event }) => event)).toEqual([
    'next',
    'complete',
  ]);
});

test('server-sent events are served by GET too, except for mutations', async () => {
  const at = (query: string) => {
    const url = new URL(service.url);
    url.searchParams.set('query', query);
    url.searchParams.set('variables', JSON.stringify({ id: project }));
    return url.toString();
  };
  const headers = {
    accept: 'text/event-stream',
    authorization: `Bearer ${token}`,
    'apollo-require-preflight': '1',
  };
  const reader = await EventSourceReader.open(at(PROGRESS), { headers });
  readers.push(reader);
  await progress(10);
  expect((await reader.take(1))[0]?.event).toBe('next');
  const mutation = await fetch(at('mutation { updateProgress(input: { percent: 5 }) { task { id } } }'), {
    headers,
  });
  expect(mutation.status).toBeGreaterThanOrEqual(400);
  expect(mutation.headers.get('content-type')).toMatch(/^application\/json/);
});

test('a reader who does not read is cut off, and no other notices', async () => {
  const closed = await metric('pit_streams_closed_total', 'reason="too_slow"');
  const wide = PROGRESS.replace(
    'task {',
    `task { ${Array.from({ length: 90 }, (_, i) => `a${i}: description`).join(' ')}`,
  );
  await plan.rows('UPDATE pit.task SET description = $2 WHERE id = $1', [task, 'long '.repeat(2_000)]);
  const body = JSON.stringify({ query: wide, variables: { id: project } });
  const stalled = request(service.url, {
    method: 'POST',
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
    },
  });
  stalled.on('error', () => undefined).end(body);
  const [response] = (await once(stalled, 'response')) as [NodeJS.ReadableStream];
  response.pause();
  const other = await subscribe({ query: wide });
  let seen = 0;
  const deadline = Date.now() + 20_000;
  while ((await metric('pit_streams_closed_total', 'reason="too_slow"')) === closed) {
    expect(Date.now()).toBeLessThan(deadline);
    await progress((seen % 90) + 1);
    await other.take(2);
    seen += 2;
  }
  stalled.destroy();
  await progress(95);
  const [last] = await other.take(2);
  expect(resultOf(last).data?.['taskProgress']?.task.progressPercent).toBe(95);
}, 30_000);

test('a stopping service says so, and is gone at once', async () => {
  const going = await startTestService(plan.database);
  const reader = await subscribe({}, going);
  const begun = Date.now();
  const [code] = await Promise.all([endOf(reader), going.stop()]);
  expect(code).toBe('UNAVAILABLE');
  expect(Date.now() - begun).toBeLessThan(6_000);
});

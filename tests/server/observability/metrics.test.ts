import { setTimeout as sleep } from 'node:timers/promises';
import { Metrics } from '../../../src/server/observability/metrics.ts';
import { clientOf, taken } from '../../support/subscriptions/websocket-client.ts';
import { Plan } from '../../support/worlds/plan-database.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';

let plan: Plan;
let service: TestService;
let token: string;
let projectId: string;
let taskId: string;

beforeAll(async () => {
  plan = await Plan.open();
  projectId = await plan.project();
  taskId = await plan.task(projectId, await plan.phase(projectId));
  service = await startTestService(plan.database);
  token = await service.token(plan.actor());
});

afterAll(async () => {
  await service?.stop();
  await plan?.close();
});

/** The samples of a service by name and labels as they are printed, e.g. `pit_errors_total{code="CONFLICT"}`. */
async function samples(): Promise<Map<string, number>> {
  const response = await fetch(new URL('/metrics', service.url));
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  return read(await response.text());
}

function read(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.replace(/ \S+$/, ''), Number(line.split(' ').at(-1))]));
}

/** What some requests add to the samples that are named. */
async function added(run: () => Promise<unknown>, ...names: string[]): Promise<number[]> {
  const before = await samples();
  await run();
  const after = await samples();
  return names.map((name) => (after.get(name) ?? 0) - (before.get(name) ?? 0));
}

const requests = (operation: string, outcome: string) =>
  `pit_request_duration_seconds_count{operation="${operation}",outcome="${outcome}"}`;
const STATEMENTS = 'pit_request_sql_statements_sum';

test('requests are counted by operation, whether Apollo answers or what is known already', async () => {
  const ask = () => service.query(token, 'query Named($id: ID!) { task(id: $id) { name } }', { id: taskId });
  const thrice = async () => {
    for (let i = 0; i < 3; i++) expect((await ask()).body.errors).toBeUndefined();
  };
  expect(await added(thrice, requests('Named', 'ok'), STATEMENTS)).toEqual([3, 3]);
  const anonymous = () => service.query(token, '{ viewer { role } }');
  expect(await added(anonymous, requests('anonymous', 'ok'), STATEMENTS)).toEqual([1, 0]);
});

test('the statements of a mutation count too', async () => {
  const mutation = `mutation Move($id: ID!) {
    updateProgress(input: { taskId: $id, percent: 40 }) { task { progressPercent } }
  }`;
  const move = async () => {
    expect((await service.query(token, mutation, { id: taskId })).body.errors).toBeUndefined();
  };
  const [count = 0, statements = 0] = await added(move, requests('Move', 'ok'), STATEMENTS);
  expect(count).toBe(1);
  expect(statements).toBeGreaterThan(3);
});

test('errors are counted by code, and tell what the caller can mend from what we must', async () => {
  const codes = ['NOT_FOUND', 'UNAUTHENTICATED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_REQUEST'];
  const counted = codes.map((code) => `pit_errors_total{code="${code}"}`);
  const refused = async () => {
    const mutation = 'mutation Start($id: ID!) { startTask(input: { id: $id }) { task { id } } }';
    await service.query(token, mutation, { id: plan.owner });
    await service.query(undefined, 'query Stranger { tasks { totalCount } }');
    await service.query('not.a.token', '{ viewer { role } }');
    await service.query(token, '{ nothing }');
    await fetch(service.url);
  };
  const names = [...counted, requests('Start', 'refused'), requests('anonymous', 'refused')];
  expect(await added(refused, ...names)).toEqual([1, 2, 1, 1, 1, 4]);
  expect((await samples()).has(requests('Stranger', 'refused'))).toBe(false);
});

test('operations on a socket count as well, and so do those who follow there', async () => {
  const client = clientOf(service.url, token);
  const query = 'query OnSocket($id: ID!) { task(id: $id) { name } }';
  const ask = () => taken(client, { query, variables: { id: taskId } }, 1);
  expect(await added(ask, requests('OnSocket', 'ok'), STATEMENTS)).toEqual([1, 1]);

  const subscribers = 'pit_subscribers{transport="ws"}';
  const subscription = `subscription Follow($id: ID!) { projectChanged(id: $id) { cursor } }`;
  const results = client.iterate({ query: subscription, variables: { id: projectId } });
  const next = results.next();
  while ((await samples()).get(subscribers) !== 1) await sleep(20);
  const move = `mutation ($id: ID!) { updateProgress(input: { taskId: $id, percent: 70 }) { task { id } } }`;
  const told = async () => {
    expect((await service.query(token, move, { id: taskId })).body.errors).toBeUndefined();
    expect((await next).value).toHaveProperty('data.projectChanged.cursor');
  };
  const [events = 0, lags = 0] = await added(
    told,
    'pit_events_delivered_total',
    'pit_event_lag_seconds_count',
  );
  expect([events > 0, lags > 0]).toEqual([true, true]);
  await client.dispose();
  while ((await samples()).get(subscribers) !== 0) await sleep(20);
});

test('nothing in the numbers names anybody', async () => {
  const id = taskId.replaceAll('-', '');
  await service.query(token, `query Task_${id} { task(id: "${taskId}") { name } }`);
  const text = [...(await samples()).keys()].join('\n');
  expect(text).not.toMatch(/[0-9a-f]{8}-?[0-9a-f]{4}/i);
  expect(text).toContain(requests('other', 'ok'));
});

test('names of operations are bounded in number', async () => {
  const metrics = new Metrics({});
  for (let i = 0; i < 1_000; i++) {
    const request = { outcome: 'ok', way: 'compiled', seconds: 0.01, statements: 1, errorCodes: [] } as const;
    metrics.requestAnswered({ ...request, operationName: `Query${i}`, sharer: `organisation ${i % 4}` });
  }
  const counted = read(await metrics.text());
  const operations = [...counted.keys()].filter((name) =>
    name.startsWith('pit_request_duration_seconds_count'),
  );
  expect(operations).toHaveLength(201);
  expect(counted.get(requests('other', 'ok'))).toBe(800);
});

test('names that one organisation invents do not fill the place of the others', async () => {
  const metrics = new Metrics({});
  const request = { outcome: 'ok', way: 'compiled', seconds: 0.01, statements: 1, errorCodes: [] } as const;
  for (let i = 0; i < 1_000; i++)
    metrics.requestAnswered({ ...request, operationName: `Invented${i}`, sharer: 'a' });
  metrics.requestAnswered({ ...request, operationName: 'Board', sharer: 'b' });
  metrics.requestAnswered({ ...request, operationName: 'Board', sharer: 'a' });
  const counted = read(await metrics.text());
  expect(counted.get(requests('other', 'ok'))).toBe(900);
  expect(counted.get(requests('Board', 'ok'))).toBe(2);
});

test('pools, process and live streams are there', async () => {
  const now = await samples();
  expect(now.get('pit_pool_connections{pool="read",state="total"}')).toBeGreaterThan(0);
  expect(now.get('pit_pool_connections{pool="write",state="waiting"}')).toBe(0);
  expect(now.get('process_resident_memory_bytes')).toBeGreaterThan(0);
  for (const cache of [
    'statements',
    'prepared_statements',
    'selections',
    'documents',
    'compiled_operations',
  ]) {
    const measure = (what: string) => now.get(`pit_cache{cache="${cache}",measure="${what}"}`) ?? -1;
    expect(measure('entries')).toBeGreaterThan(0);
    expect(measure('size')).toBeLessThanOrEqual(measure('bound'));
  }

  const metrics = new Metrics({});
  metrics.subscriberOpened('ws');
  metrics.subscriberOpened('ws');
  metrics.subscriberClosed('ws', 'too_slow');
  metrics.eventsDelivered(3, 0.02);
  metrics.outboxRead('postgres');
  metrics.eventExecuted('shared');
  const told = read(await metrics.text());
  expect(told.get('pit_subscribers{transport="ws"}')).toBe(1);
  expect(told.get('pit_streams_closed_total{reason="too_slow"}')).toBe(1);
  expect(told.get('pit_events_delivered_total')).toBe(3);
  expect(told.get('pit_event_lag_seconds_bucket{le="0.025"}')).toBe(1);
  expect(told.get('pit_wakeups_total{source="postgres"}')).toBe(1);
  expect(told.get('pit_subscription_executions_total{kind="shared"}')).toBe(1);
});

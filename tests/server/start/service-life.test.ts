import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { HeldTeams } from '../../support/worlds/held-teams.ts';
import { RawSocket } from '../../support/subscriptions/websocket-client.ts';
import { Plan } from '../../support/worlds/plan-database.ts';
import { Relay } from '../../support/processes/relay.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';

const READ = '{ teams { edges { node { name } } } }';

let plan: Plan;
let token: string;
let service: TestService;
let isStopped = false;
let teams: HeldTeams;

beforeAll(async () => {
  plan = await Plan.open();
  teams = new HeldTeams(plan);
  await plan.insert('team', { name: 'Team', manager_id: plan.owner });
});

beforeEach(async () => {
  service = await startTestService(plan.database);
  isStopped = false;
  token = await service.token(plan.actor());
});

afterEach(async () => {
  await teams.release();
  if (!isStopped) await service?.stop();
});

afterAll(async () => {
  await plan?.close();
});

/** Where the service stands, and a path there. */
const at = (path: string): string => new URL(path, service.url).toString();

async function ask(query = READ) {
  const { status, body } = await service.query(token, query);
  const [error] = (body.errors ?? []) as { extensions: Record<string, unknown> }[];
  return { status, code: error?.extensions['code'] };
}

const ANSWERED = { status: 200, code: undefined };

function terminateReaders(): Promise<object[]> {
  return plan.rows(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE application_name = 'pit-read' AND datname = current_database()`,
  );
}

test('live is who runs, ready is who has a database', async () => {
  const relay = await Relay.start(plan.database.appUrl);
  await service.stop();
  service = await startTestService({ appUrl: relay.url });
  for (const path of ['/health/live', '/health/ready']) expect((await fetch(at(path))).status).toBe(200);
  expect(await ask()).toEqual(ANSWERED);
  relay.cut();
  expect((await fetch(at('/health/live'))).status).toBe(200);
  const ready = await fetch(at('/health/ready'));
  expect(ready.status).toBe(503);
  expect(await ready.text()).not.toMatch(/ECONN|127\.0\.0\.1|\bat\b /);
  expect(await ask()).toEqual({ status: 200, code: 'UNAVAILABLE' });
});

test('stopping lets a request in flight finish, refuses new ones, and is soon over', async () => {
  await teams.hold();
  const agent = new Agent({ keepAlive: true });
  const inFlight = new Promise<number | undefined>((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const call = request(service.url, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    call.on('error', reject).end(JSON.stringify({ query: READ }));
  });
  await teams.untilWaiting(1);
  const begun = Date.now();
  isStopped = true;
  const stopped = service.stop();
  await sleep(100);
  await expect(fetch(at('/health/ready'))).rejects.toThrow();
  await teams.release();
  expect(await inFlight).toBe(200);
  await stopped;
  expect(Date.now() - begun).toBeLessThan(10_000);
  agent.destroy();
});

test('stopping lets an operation in flight on a socket finish, too, and begins no other', async () => {
  await teams.hold();
  const raw = await RawSocket.begin(service.url, token);
  raw.subscribe('1', READ);
  await teams.untilWaiting(1);
  isStopped = true;
  const stopped = service.stop();
  raw.subscribe('2', READ);
  const refused = await raw.hears(({ id }) => id === '2');
  expect(refused).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'UNAVAILABLE' } }] });
  await teams.release();
  expect(await raw.closed).toEqual({ code: 1001, reason: 'Going away' });
  expect(raw.of('1')).toMatchObject([
    { type: 'next', payload: { data: { teams: { edges: [{ node: { name: 'Team' } }] } } } },
    { type: 'complete' },
  ]);
  await stopped;
});

test('readers beyond what the database can take are sent away in time, and served afterwards', async () => {
  await teams.hold();
  const held = Array.from({ length: 4 }, () => ask());
  await teams.untilWaiting(4);
  const begun = Date.now();
  const more = await Promise.all(Array.from({ length: 6 }, () => ask('{ users { edges { node { id } } } }')));
  expect(more).toContainEqual({ status: 200, code: 'UNAVAILABLE' });
  expect(Date.now() - begun).toBeLessThan(6_000);
  await teams.release();
  for (const answer of await Promise.all(held)) expect([200, 409]).toContain(answer.status);
  expect(await ask()).toEqual(ANSWERED);
});

test('readers do not notice that their idle connections were ended', async () => {
  for (let round = 0; round < 3; round++) {
    await Promise.all(Array.from({ length: 8 }, () => ask()));
    await terminateReaders();
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask()));
    expect(answers).toEqual(Array.from({ length: 8 }, () => ANSWERED));
  }
});

test('readers do not notice that their connection was ended while they waited', async () => {
  await teams.hold();
  const answers = Array.from({ length: 3 }, () => ask());
  await teams.untilWaiting(3);
  await terminateReaders();
  await teams.release();
  expect(await Promise.all(answers)).toEqual([ANSWERED, ANSWERED, ANSWERED]);
});

test('the service does not start as a superuser, before whom there is no wall', async () => {
  const appUrl = plan.database.adminUrl;
  await expect(startTestService({ appUrl })).rejects.toThrow('row-level security');
  const connected = `SELECT FROM pg_stat_activity
    WHERE application_name LIKE 'pit-%' AND usename = current_user AND datname = current_database()`;
  // The server takes a moment to notice who has hung up.
  while ((await plan.rows(connected)).length > 0) await sleep(20);
});

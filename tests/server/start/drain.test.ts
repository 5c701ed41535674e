import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { HeldTeams } from '../../support/worlds/held-teams.ts';
import { PitProcess } from '../../support/processes/pit-process.ts';
import { Plan } from '../../support/worlds/plan-database.ts';
import { Relay } from '../../support/processes/relay.ts';

const READ = '{ teams { edges { node { name } } } }';

let plan: Plan;
let pit: PitProcess;
let headers: Record<string, string>;
let teams: HeldTeams;
let relay: Relay | undefined;
const sockets: Socket[] = [];

beforeAll(async () => {
  plan = await Plan.open();
  teams = new HeldTeams(plan);
});

beforeEach(async () => {
  pit = await PitProcess.start(plan.database);
  headers = {
    authorization: `Bearer ${await pit.token(plan.actor())}`,
    'content-type': 'application/json',
  };
});

afterEach(async () => {
  await teams.release();
  for (const socket of sockets.splice(0)) socket.destroy();
  await pit?.kill();
  relay?.cut();
});

afterAll(async () => {
  await plan?.close();
});

function ask(agent?: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(pit.url, { method: 'POST', headers, agent }, (response) => {
      response.resume().on('end', () => resolve(response));
    })
      .on('error', reject)
      .end(JSON.stringify({ query: READ }));
  });
}

/** A client that says so much and then nothing more. */
async function hangingClient(said: string): Promise<void> {
  const socket = connect(pit.port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(said);
}

/** How long the process takes to end, in milliseconds. */
async function stopped(): Promise<number> {
  const begun = performance.now();
  await pit.stop();
  return performance.now() - begun;
}

test('a process that has nothing to do is gone at once', async () => {
  const agent = new Agent({ keepAlive: true });
  expect((await ask(agent)).statusCode).toBe(200);
  expect(await stopped()).toBeLessThan(5_000);
  agent.destroy();
});

test('a slow request is answered, is the last on its connection, and the process goes after it', async () => {
  await teams.hold();
  const agent = new Agent({ keepAlive: true });
  const slow = ask(agent);
  await teams.untilWaiting(1);
  const gone = stopped();
  await sleep(300);
  await expect(fetch(new URL('/health/ready', pit.url))).rejects.toThrow();
  await teams.release();
  const answer = await slow;
  expect([answer.statusCode, answer.headers.connection]).toEqual([200, 'close']);
  expect(await gone).toBeLessThan(5_000);
  agent.destroy();
});

test('clients that hang keep nobody: neither without a word, nor in a header, nor in a body', async () => {
  await hangingClient('');
  await hangingClient('POST /graphql HTTP/1.1\r\nHost: pit\r\n');
  const { authorization } = headers;
  const head = `Host: pit\r\nContent-Type: application/json\r\nAuthorization: ${authorization}`;
  await hangingClient(`POST /graphql HTTP/1.1\r\n${head}\r\nContent-Length: 1000\r\n\r\n{"query":`);
  await sleep(200);
  expect(await stopped()).toBeLessThan(10_000);
});

test('a database that no longer answers does not hold up the shutdown', async () => {
  relay = await Relay.start(plan.database.appUrl);
  await pit.stop();
  pit = await PitProcess.start({ appUrl: relay.url, ownerUrl: plan.database.ownerUrl });
  expect((await ask()).statusCode).toBe(200);
  relay.freeze();
  const cutOff = expect(ask()).rejects.toThrow();
  await sleep(200);
  expect(await stopped()).toBeLessThan(10_000);
  await cutOff;
});

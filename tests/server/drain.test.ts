import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { PitProcess } from '../support/pit-process.ts';
import { Plan } from '../support/plan-database.ts';

const READ = '{ teams { edges { node { name } } } }';

let plan: Plan;
let pit: PitProcess;
let headers: Record<string, string>;
let holder: pg.Client | undefined;
const sockets: Socket[] = [];
let stopRelay = (): void => undefined;

beforeAll(async () => {
  plan = await Plan.open();
});

beforeEach(async () => {
  pit = await PitProcess.start(plan.database);
  headers = {
    authorization: `Bearer ${await pit.token(plan.actor())}`,
    'content-type': 'application/json',
  };
});

afterEach(async () => {
  await release();
  for (const socket of sockets.splice(0)) socket.destroy();
  await pit?.kill();
  stopRelay();
});

afterAll(async () => {
  await plan?.close();
});

/** Makes whoever reads teams wait, until `release`. */
async function holdTeams(): Promise<void> {
  holder = new pg.Client({ connectionString: plan.database.adminUrl });
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query('LOCK TABLE pit.team IN ACCESS EXCLUSIVE MODE');
}

async function release(): Promise<void> {
  await holder?.end();
  holder = undefined;
}

async function untilReaderWaits(): Promise<void> {
  const waiting = `SELECT FROM pg_stat_activity
    WHERE application_name = 'pit-read' AND wait_event_type = 'Lock' AND datname = current_database()`;
  while ((await plan.rows(waiting)).length === 0) await sleep(20);
}

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
  await holdTeams();
  const agent = new Agent({ keepAlive: true });
  const slow = ask(agent);
  await untilReaderWaits();
  const gone = stopped();
  await sleep(300);
  await expect(fetch(new URL('/health/ready', pit.url))).rejects.toThrow();
  await release();
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

test('neither does a database that no longer answers', async () => {
  const relay = await startRelay();
  await pit.stop();
  pit = await PitProcess.start({ appUrl: relay.url, ownerUrl: plan.database.ownerUrl });
  expect((await ask()).statusCode).toBe(200);
  relay.freeze();
  const cutOff = expect(ask()).rejects.toThrow();
  await sleep(200);
  expect(await stopped()).toBeLessThan(10_000);
  await cutOff;
});

/** Stands between service and database, and can stop passing anything on. */
async function startRelay() {
  const target = new URL(plan.database.appUrl);
  const pairs: [Socket, Socket][] = [];
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    pairs.push([near, far]);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
      from.pipe(to);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(plan.database.appUrl);
  url.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  stopRelay = () => {
    for (const socket of pairs.flat()) socket.destroy();
    server.close();
  };
  const freeze = (): void => {
    for (const socket of pairs.flat()) socket.unpipe().pause();
  };
  return { url: url.toString(), freeze };
}

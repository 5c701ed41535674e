import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { openEmbedded, type EmbeddedDatabase } from '../../../src/db/setup/embedded.ts';

const HOLDER = fileURLToPath(new URL('../../support/postgres/hold-embedded.ts', import.meta.url));

let dataDir: string;
const holders: ChildProcess[] = [];

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'pit-embedded-'));
  chmodSync(dataDir, 0o711);
});

afterAll(async () => {
  for (const holder of holders) holder.kill('SIGKILL');
  await (await open()).close();
  rmSync(dataDir, { recursive: true });
});

function open(): Promise<EmbeddedDatabase> {
  return openEmbedded(dataDir, { throwAway: true });
}

/** Another process that has the database open; resolves with what it says once it has. */
async function startHolder(): Promise<{ process: ChildProcess; started: boolean; appUrl: string }> {
  const holder = spawn(process.execPath, ['--import', 'tsx', HOLDER, dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  holders.push(holder);
  const [line] = (await once(createInterface(holder.stdout), 'line')) as [string];
  const said = JSON.parse(line) as { started: boolean; appUrl: string };
  return { process: holder, ...said };
}

function serverProcess(): number {
  const file = join(dataDir, 'postgres', 'data', 'postmaster.pid');
  return Number(readFileSync(file, 'utf8').split('\n')[0]);
}

function isRunning(): boolean {
  return readdirSync(join(dataDir, 'postgres', 'data')).includes('postmaster.pid');
}

async function ask(url: string, query: string): Promise<unknown> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const result = await client.query<{ answer: unknown }>(query);
    return result.rows[0]?.answer;
  } finally {
    await client.end();
  }
}

test('two at once build one cluster, share its server, and the last to close stops it', async () => {
  const [first, second] = await Promise.all([startHolder(), open()]);
  expect([first.started, second.started].sort()).toEqual([false, true]);
  expect(first.appUrl).toBe(second.appUrl);

  await second.close();
  expect(isRunning()).toBe(true);
  first.process.stdin?.end();
  await once(first.process, 'exit');
  expect(isRunning()).toBe(false);
});

test('data stays, and the second start is quick', async () => {
  const before = await open();
  await ask(before.adminUrl, 'CREATE TABLE IF NOT EXISTS kept AS SELECT 42 AS answer');
  await before.close();

  const begin = performance.now();
  const after = await open();
  expect(performance.now() - begin).toBeLessThan(15_000);
  expect(after.started).toBe(true);
  expect(await ask(after.adminUrl, 'SELECT answer FROM kept')).toBe(42);
  await after.close();
});

test('a server whose service was killed is joined, and stopped by the next to close', async () => {
  const killed = await startHolder();
  killed.process.kill('SIGKILL');
  await once(killed.process, 'exit');
  expect(isRunning()).toBe(true);

  const next = await open();
  expect(next.started).toBe(false);
  await next.close();
  expect(isRunning()).toBe(false);
});

test('a server that was killed is replaced, at the same address', async () => {
  const before = await open();
  process.kill(serverProcess(), 'SIGKILL');

  const after = await open();
  expect(after.started).toBe(true);
  expect(after.appUrl).toBe(before.appUrl);
  expect(await ask(after.adminUrl, 'SELECT 1 AS answer')).toBe(1);
  await before.close();
  await after.close();
  expect(isRunning()).toBe(false);
});

test('the server stays while a client that came by its address is connected', async () => {
  const database = await open();
  const client = new pg.Client(database.adminUrl);
  await client.connect();
  await database.close();
  const { rows } = await client.query<{ answer: number }>('SELECT 1 AS answer');
  expect(rows).toEqual([{ answer: 1 }]);
  await client.end();
});

test('the embedded server listens to this machine alone, asks for a password, and keeps its secret to itself', async () => {
  const database = await open();
  expect(await ask(database.adminUrl, `SELECT current_setting('listen_addresses') AS answer`)).toBe(
    '127.0.0.1',
  );
  const wrong = new URL(database.adminUrl);
  wrong.password = 'guess';
  await expect(ask(wrong.toString(), 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  expect(statSync(join(dataDir, 'database-secret')).mode & 0o777).toBe(0o600);
  await database.close();
});

test('a start that is given up stops the server under its own connections, unless another process has it open', async () => {
  const holder = await startHolder();
  const shared = await open();
  await shared.giveUp();
  expect(isRunning()).toBe(true);
  holder.process.stdin?.end();
  await once(holder.process, 'exit');

  const given = await open();
  const client = new pg.Client(given.adminUrl);
  client.on('error', () => undefined);
  await client.connect();
  await given.giveUp();
  expect(isRunning()).toBe(false);
  await client.end().catch(() => undefined);
});

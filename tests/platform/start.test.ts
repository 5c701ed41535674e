import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { cloneDatabase, type TestDatabase } from '../support/postgres/database.ts';
import { PLATFORM_START_MS } from '../support/processes/platform.ts';
import { loadSmallDemo } from '../support/worlds/small-demo.ts';

const SCRIPT = fileURLToPath(new URL('../../examples/platform/start.ts', import.meta.url));

let database: TestDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
  await loadSmallDemo(database);
}, PLATFORM_START_MS);

afterAll(() => database?.drop());

const environment = () => ({
  ...process.env,
  DATABASE_URL: database.appUrl,
  DATABASE_MIGRATION_URL: database.ownerUrl,
  PIT_JWT_SECRET: 'a secret for the platform as a command',
  PORT: '0',
});

/** Everything that the command says up to and including its last example. */
async function readWelcome(child: ChildProcess): Promise<string> {
  let said = '';
  const streams = [child.stdout, child.stderr];
  for (const stream of streams) stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const gone = once(child, 'exit').then(() => {
    throw new Error(`The platform has ended: ${said}`);
  });
  const welcomed = new Promise<void>((resolve) => {
    child.stdout?.on('data', () => {
      if (/its sponsor:[^]*}'\n/.test(said)) resolve();
    });
  });
  await Promise.race([welcomed, gone]);
  return said;
}

/** The lines that the command says from now on, until a webhook and two mails have arrived. */
async function readArrivals(child: ChildProcess): Promise<string[]> {
  const lines: string[] = [];
  const about = (word: string): number => lines.filter((line) => line.startsWith(word)).length;
  for await (const line of createInterface({ input: child.stdout as Readable })) {
    lines.push(line);
    if (about('WEBHOOK') >= 1 && about('MAIL') >= 2) break;
  }
  return lines;
}

/** The printed commands, as `fetch` would send them: a machine without curl can run this test, too. */
function readCommands(welcome: string): { url: string; headers: Record<string, string>; body: string }[] {
  return [...welcome.matchAll(/^curl -sN? (\S+) \\\n([^]*?)-d '(.*)'$/gm)].map(
    ([, url = '', options = '', body = '']) => ({
      url,
      headers: Object.fromEntries(
        [...options.matchAll(/-H '([\w-]+): ([^']+)'/g)].map(([, name = '', value = '']) => [name, value]),
      ),
      body,
    }),
  );
}

test(
  'what npm run platform prints can be pasted and answers, and Ctrl-C stops all of it within ten seconds',
  async () => {
    const child = spawn(process.execPath, ['--import', 'tsx', SCRIPT, '--port', '0'], { env: environment() });
    const welcome = await readWelcome(child);
    const commands = readCommands(welcome);
    expect(commands).toHaveLength(5);
    const arrived = readArrivals(child);
    const answers = await Promise.all(
      commands
        .filter(({ headers }) => headers['accept'] === 'application/json')
        .map(async ({ url, headers, body }) => {
          const response = await fetch(url, { method: 'POST', headers, body });
          return (await response.json()) as { data: Record<string, object>; errors?: unknown };
        }),
    );
    expect(answers.map(({ errors }) => errors)).toEqual([undefined, undefined, undefined, undefined]);
    const fields = ['risk', 'project', 'updateProgress', 'createTask'];
    expect(answers.map(({ data }) => Object.keys(data)[0])).toEqual(fields);
    const lines = await arrived;
    expect(lines.filter((line) => line.startsWith('WEBHOOK'))).toEqual([
      expect.stringMatching(
        /^WEBHOOK pit\.watchdog\.alert, its signature holds: \{"alertId":"[^"]+","projectId":"[^"]+"}$/,
      ),
    ]);
    expect(lines.filter((line) => line.startsWith('MAIL')).sort()).toEqual([
      'MAIL to ada.moreno@schools.example: “Emergency lighting” needs attention: 1 alert',
      'MAIL to maya.chen@schools.example: “Emergency lighting” needs attention: 1 alert',
    ]);

    const begin = performance.now();
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(performance.now() - begin).toBeLessThan(10_000);
    for (const [url] of welcome.matchAll(/http:\/\/\S+(?=\n)/g)) {
      await expect(fetch(url)).rejects.toThrow('fetch failed');
    }
  },
  PLATFORM_START_MS,
);

function run(words: string[]): { code: number | null; said: string } {
  const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', SCRIPT, ...words], {
    encoding: 'utf8',
    env: environment(),
  });
  return { code: status, said: stderr };
}

test('a port that is taken is named, with whose it would be, before anything starts', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const { code, said } = run(['--port', String(port - 3)]);
  other.close();
  expect(code).toBe(1);
  expect(said).toMatch(/^These ports are taken:\n/);
  expect(said).toContain(`  ${port}, for audit\n`);
  expect(said).toContain('npm run platform -- --port');
});

test.each([
  [['--port', 'four'], '"four" is no port'],
  [['--subscriptions', 'pigeon'], '"pigeon" is none of ws, sse, callback.'],
  [['--with', 'assets'], '"assets" is no subgraph: give its name and address'],
  [['--with', 'assets=ftp://127.0.0.1/graphql'], 'is no subgraph: give its name and address'],
  [['--with', 'risk=http://127.0.0.1:1/graphql'], 'There is a subgraph "risk" already'],
])('called with %j, it says what is wrong and how it is used', (words, message) => {
  const { code, said } = run(words);
  expect(code).toBe(1);
  expect(said).toContain(message);
  expect(said).toContain('Usage: npm run platform');
});

test('a sibling that does not answer is named with its address before anything starts', () => {
  const { code, said } = run(['--port', '0', '--with', 'assets=http://127.0.0.1:1/graphql']);
  expect(code).toBe(1);
  expect(said).toMatch(/^The subgraph "assets" at http:\/\/127.0.0.1:1\/graphql does not answer/);
});

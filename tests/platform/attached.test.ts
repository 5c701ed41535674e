import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEMO_ADMIN } from '../../src/services/demo/demo.ts';
import {
  askGateway,
  PLATFORM_START_MS,
  startTestPlatform,
  tokenFor,
  type TestPlatform,
} from '../support/processes/platform.ts';

const GUIDE = new URL('../../docs/for-sibling-teams.md', import.meta.url);
const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const UNKNOWN = '5f0c6f2e-6f3c-4d3a-9f0f-1f6f3c4d3a9f';

let directory: string;
let assets: ChildProcess;
let platform: TestPlatform;
let token: string;
const ids = { task: '', project: '' };

/** The server that the guide shows, as a reader would save it. */
async function serverOfTheGuide(): Promise<string> {
  const guide = await readFile(GUIDE, 'utf8');
  const blocks = [...guide.matchAll(/^```js\n([^]*?)^```$/gm)].map(([, text = '']) => text);
  const [server = '', ...others] = blocks.filter((text) => text.includes('startStandaloneServer'));
  expect(others).toEqual([]);
  expect(server.trim().split('\n').length).toBeLessThanOrEqual(45);
  return server;
}

/** Starts it on some port, and answers its address. */
async function start(env: Record<string, string>): Promise<string> {
  directory = await mkdtemp(join(tmpdir(), 'pit-assets-'));
  await symlink(MODULES, join(directory, 'node_modules'));
  const file = join(directory, 'assets.mjs');
  await writeFile(file, await serverOfTheGuide());
  assets = spawn(process.execPath, [file], { env: { PATH: process.env['PATH'] ?? '', ...env } });
  const said: string[] = [];
  assets.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const ended = once(assets, 'exit').then(() => {
    throw new Error(`The server has ended: ${said.join('')}`);
  });
  return Promise.race([printedAddress(assets.stdout as NodeJS.ReadableStream), ended]);
}

/** The address that it prints, among what else it says. */
async function printedAddress(output: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of output) {
    text += String(chunk);
    const [address] = /^http\S+$/m.exec(text) ?? [];
    if (address !== undefined) return address;
  }
  throw new Error(`No address was printed: ${text}`);
}

beforeAll(async () => {
  const url = await start({ PORT: '0', TASKS: '', PROJECT: '' });
  token = await tokenFor(DEMO_ADMIN);
  platform = await startTestPlatform([{ name: 'assets', url }]);
  ids.task = platform.links.taskId;
  ids.project = platform.links.projectId;
  // What it knows is told when it starts; the gateways find it again where it was.
  assets.kill('SIGTERM');
  await once(assets, 'exit');
  const known = { TASKS: [ids.task, UNKNOWN, 'no-id'].join(), PROJECT: ids.project };
  await start({ PORT: new URL(url).port, ...known });
}, PLATFORM_START_MS);

afterAll(async () => {
  await platform?.stop();
  assets?.kill('SIGTERM');
  await rm(directory, { recursive: true, force: true });
});

describe.each(['hiveUrl', 'apolloUrl'] as const)('the server of the guide, attached, by %s', (gateway) => {
  const ask = (query: string) => askGateway(platform[gateway], token, query);

  test('joins tasks and a project of PIT, and adds to both', async () => {
    const { data, errors } = await ask(`{
      asset(id: "pump-7") { name condition project { name assets { id } } }
      task(id: "${ids.task}") { name assets { name } }
    }`);
    expect(errors).toBeUndefined();
    expect(data).toMatchObject({
      asset: {
        name: 'Pump 7',
        condition: 'WORN',
        project: { name: expect.any(String), assets: [{ id: 'pump-7' }] },
      },
      task: { name: expect.any(String), assets: [{ name: 'Pump 7' }] },
    });
  });

  test('answers null in the place of a task that there is not, and spoils no other', async () => {
    const { data } = await ask('{ asset(id: "pump-7") { name tasks { name progressPercent } } }');
    expect(data).toEqual({
      asset: {
        name: 'Pump 7',
        tasks: [{ name: expect.any(String), progressPercent: expect.any(Number) }, null, null],
      },
    });
  });
});

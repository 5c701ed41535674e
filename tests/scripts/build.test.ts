import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PitProcess } from '../support/processes/pit-process.ts';
import { Plan } from '../support/worlds/plan-database.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SLOW_MS = 240_000;

let folder: string;
let built: string;
let plan: Plan;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pit-build-'));
  built = join(folder, 'dist');
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  plan = await Plan.open();
  const { status, stdout, stderr } = node('scripts/build.mjs', built);
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
}, SLOW_MS);

afterAll(async () => {
  await plan?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Node alone, as an operator runs it in production: nothing that reads TypeScript. */
function node(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, words, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', ...PitProcess.settings(plan.database) },
  });
}

const command = (name: string, ...words: string[]): ReturnType<typeof node> =>
  node(join(built, 'scripts', `${name}.js`), ...words);

test('every command of an operator is built, and what of package.json is not is for development', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const sources = Object.entries(scripts).flatMap(([name, line]) => {
    const source = /^node --import tsx (scripts\/[\w-]+)\.ts$/.exec(line)?.[1];
    return source === undefined ? [] : [[name, source] as const];
  });
  const missing = sources.filter(([, source]) => !existsSync(join(built, `${source}.js`)));
  expect(missing.map(([name]) => name).toSorted()).toEqual([
    'db:dump',
    'schema:check',
    'schema:print',
    'schema:release',
  ]);
});

test('each file that the compiled code reads beside itself is there', () => {
  const names = readdirSync(built, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith('.js')).map((name) => join(built, name));
  const read = files.flatMap((file) => {
    const addresses = readFileSync(file, 'utf8').matchAll(/new URL\('(\.[^']*)', import\.meta\.url\)/g);
    return [...addresses].map(([, address = '']) => resolve(file, '..', address));
  });
  expect(read.length).toBeGreaterThan(3);
  expect(read.filter((file) => !existsSync(file))).toEqual([]);
});

test('commands run from JavaScript: migrations, the check of the schema, an organisation and its templates', () => {
  expect(command('migrate').stdout).toBe('The database is up to date.\n');
  expect(command('qa').stdout).toContain('the database is as specified');
  const made = command('org', 'create', '--name', 'Harbour Works', '--admin', 'ada@harbour.example');
  const org = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(made.stdout)?.[0] ?? made.stderr;
  expect(command('templates', '--org', org).stdout).toContain('low baseline');
});

test(
  'the service runs from JavaScript: it reads, writes, prints its schema, and ends at SIGTERM',
  async () => {
    const project = await plan.project();
    const pit = await PitProcess.start(plan.database, { NODE_OPTIONS: '' }, [
      process.execPath,
      '--enable-source-maps',
      join(built, 'src', 'main.js'),
    ]);
    try {
      const ask = async (query: string): Promise<unknown> => {
        const response = await fetch(pit.url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${await pit.token(plan.actor())}`,
          },
          body: JSON.stringify({ query }),
        });
        return response.json();
      };
      const create = `mutation { createPhase(input: { projectId: "${project}", name: "Piles" }) { phase { name } } }`;
      expect(await ask(create)).toEqual({ data: { createPhase: { phase: { name: 'Piles' } } } });
      const read = `{ project(id: "${project}") { phases { name } } }`;
      expect(await ask(read)).toEqual({ data: { project: { phases: [{ name: 'Piles' }] } } });
      const origin = new URL(pit.url).origin;
      const page = await (await fetch(`${origin}/console`)).text();
      const script = /<script type="module" src="([^"]+)"/.exec(page)?.[1] ?? '';
      const [served, worker] = await Promise.all([
        fetch(origin + script),
        fetch(`${origin}/console/push-worker.js`),
      ]);
      expect([served.status, worker.status]).toEqual([200, 200]);
      expect(JSON.parse(readFileSync(join(built, 'src', 'console', 'built.json'), 'utf8'))).toMatchObject({
        paths: { js: script },
      });
      expect(JSON.stringify(await ask('{ _service { sdl } }'))).toContain('type Task');
      expect(await pit.stop()).toBe(0);
    } finally {
      await pit.kill();
    }
  },
  SLOW_MS,
);

test('a failure of the compiled service names the line of its source', () => {
  const probe = join(built, 'probe.js');
  writeFileSync(
    probe,
    "import { badInput } from './src/domain/errors.js';\nthrow badInput('No.', { field: 'name', expected: 'a name' });\n",
  );
  expect(node('--enable-source-maps', probe).stderr).toMatch(/errors\.ts:\d+/);
});

test('production does not start without a build, or with that of another version', () => {
  const check = (target: string): { status: number | null; stderr: string } =>
    node('scripts/ensure-built.mjs', target);
  expect(check(built)).toMatchObject({ status: 0, stderr: '' });
  const nothing = check(join(folder, 'nothing'));
  expect([nothing.status, nothing.stderr]).toEqual([
    1,
    `Nothing is built in ${join(folder, 'nothing')}: run "npm run build" first.\n`,
  ]);
  const other = join(folder, 'other');
  symlinkSync(built, other);
  const file = join(built, 'package.json');
  const before = readFileSync(file, 'utf8');
  writeFileSync(file, before.replace(/"version": "[^"]+"/, '"version": "0.0.1"'));
  const { status, stderr } = check(other);
  writeFileSync(file, before);
  expect([status, stderr]).toEqual([1, expect.stringContaining('was built from version 0.0.1')]);
});

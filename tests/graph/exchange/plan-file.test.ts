import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { clock } from '../../../src/clock.ts';
import { ImportService } from '../../support/exchange/import-service.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const UNKNOWN = '00000000-0000-4000-8000-000000000001';
const SAMPLE = 'tests/oracles/mspdi/legacy__sample.xml';
const run = promisify(execFile);

let api: ImportService;
let place: string;
let project = '';
const real = { ...clock };

beforeAll(async () => {
  // The day on which the file begins.
  clock.today = () => '2003-01-07';
  api = await ImportService.open();
  place = await mkdtemp(join(tmpdir(), 'pit-plan-file-'));
});
afterAll(async () => {
  Object.assign(clock, real);
  await rm(place, { recursive: true, force: true });
  await api?.close();
});

interface Printed {
  readonly stdout: string;
  readonly told: readonly string[];
}

async function plan(...values: string[]): Promise<Printed> {
  const env = { ...process.env, PIT_URL: api.service.url, TOKEN: await api.service.token(api.plan.actor()) };
  const { stdout, stderr } = await run(process.execPath, ['examples/plan-file/plan.mjs', ...values], {
    cwd: ROOT,
    env,
  });
  return { stdout: stdout.trim(), told: stderr.trim().split('\n') };
}

/** The commands of README, each as its words. */
async function commands(): Promise<string[][]> {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  const lines = [...readme.matchAll(/node examples\/plan-file\/plan\.mjs ([^\n)]+)/g)];
  return lines.map(([, words = '']) =>
    [...words.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? ''),
  );
}

/** What a reader in Python, which shares no code with ours, says of two files. */
async function compared(one: string, other: string): Promise<string[]> {
  const reader = join(ROOT, 'tests/oracles/second-reader.py');
  const read = run('python3', [reader, join(ROOT, one), other]).catch((error: { stdout: string }) => error);
  return (await read).stdout.trim().split('\n');
}

test('the five commands of README take a plan file in, change it, work on it, forecast it and give it out again', async () => {
  const [bringIn = [], stretch = [], work = [], forecast = [], out = [], ...more] = await commands();
  expect(more).toEqual([]);
  const named = (words: readonly string[]): string[] =>
    words.map((word) => (word === '$PROJECT' ? project : word === 'plan-out.xml' ? join(place, word) : word));

  const imported = await plan(...bringIn);
  project = imported.stdout;
  expect(imported.told).toEqual([
    'would make 16 tasks and 6 dependencies',
    ...['First', 'Second'].map(
      (name) => `  resource "${name} Resource": it has no e-mail address, and so nobody is assigned for it`,
    ),
    expect.stringContaining('task 2 "Second Task": '),
    'finishes on 2003-03-17; critical: Second Task',
  ]);
  // Nothing was changed yet: what goes out again has the dates and the slack that Microsoft stored.
  const untouched = join(place, 'untouched.xml');
  await plan('out', project, untouched);
  expect(await compared(SAMPLE, untouched)).toEqual(['equal: 16 tasks']);

  expect((await plan(...named(stretch))).told).toEqual([
    'the finish moves from 2003-03-17 to 2003-03-17',
    '  Related Task 2a: 2003-01-07 to 2003-01-09',
    '  Related Task 2b: 2003-01-13 to 2003-01-13',
    'finishes on 2003-03-17; critical: Second Task',
  ]);
  expect((await plan(...named(work))).told).toEqual([
    expect.stringMatching(/^Related Task 1a is DUE_TODAY, the project at \d+ percent$/),
    expect.stringMatching(/^Related Task 1a is COMPLETED, the project at \d+ percent$/),
  ]);
  expect((await plan(...named(forecast))).told).toEqual([
    expect.stringMatching(
      /^as planned 2003-03-17, half of the runs end by 2003-03-[12]\d, 80 percent by 2003-03-[123]\d$/,
    ),
    expect.stringMatching(/^by 2003-03-17, which is promised, it ends in \d+(\.\d+)? percent of the runs$/),
  ]);
  expect((await plan(...named(out))).told).toEqual([
    expect.stringMatching(/plan-out\.xml: \d+ bytes, SHA-256 /),
  ]);
});

test('a second reader finds in the file that goes out what was changed and worked on, and nothing else', async () => {
  const differing = (await compared(SAMPLE, join(place, 'plan-out.xml'))).map(
    (line) => /^task (\d+), (\w+)/.exec(line)?.slice(1) ?? [line],
  );
  const changed = (uid: string) => differing.filter(([task]) => task === uid).map(([, fact]) => fact);
  expect(new Set(differing.map(([task]) => task))).toEqual(new Set(['9', '11', '12']));
  expect(changed('11')).toEqual(expect.arrayContaining(['EarlyFinish', 'finish', 'TotalSlack']));
  expect(changed('12')).toEqual(expect.arrayContaining(['EarlyStart', 'start', 'finish']));
  expect(changed('9')).toContain('progress');
  // It names our rows: brought in again it changes nothing.
  const again = await api.import(await readFile(join(place, 'plan-out.xml')), {});
  expect(again).toMatchObject({
    state: 'DONE',
    project: { id: project },
    report: {
      isNewProject: false,
      tasks: { made: 0, changed: 0 },
      links: { made: 0, changed: 0, removed: 0 },
    },
  });
});

test('a command that is refused says why, and ends with 1', async () => {
  await expect(plan('work', project, 'No such task')).rejects.toMatchObject({
    code: 1,
    stderr: 'the project has no task "No such task"\n',
  });
  const refused: readonly (readonly [words: string[], told: string])[] = [
    [['in', 'nowhere.xml'], 'the file nowhere.xml cannot be read (ENOENT)'],
    [['in', 'README.md'], 'The XML is broken'],
    [['stretch', project, 'Related Task 2a', 'three'], '"three" is no number of working days'],
    [['forecast', UNKNOWN], `there is no project ${UNKNOWN} that you see`],
    [['out', UNKNOWN, join(place, 'x.xml')], 'NOT_FOUND'],
  ];
  for (const [words, told] of refused)
    await expect(plan(...words)).rejects.toMatchObject({
      ...{ code: 1, stderr: expect.stringContaining(told) as string },
    });
  const alone = (env: object) =>
    run(process.execPath, ['examples/plan-file/plan.mjs', 'forecast', project], {
      ...{ cwd: ROOT, env: { ...process.env, PIT_URL: api.service.url, TOKEN: 'none', ...env } },
    });
  for (const [env, told] of [
    [{ TOKEN: '' }, 'TOKEN is not set'],
    [{}, 'UNAUTHENTICATED'],
    [{ PIT_URL: new URL('/console', api.service.url).href }, 'is no PIT: status'],
    [{ PIT_URL: 'http://127.0.0.1:9/graphql' }, 'no service answers at'],
  ] as const)
    await expect(alone(env)).rejects.toMatchObject({ stderr: expect.stringContaining(told) as string });
  await expect(plan('fly')).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining('node plan.mjs in <file.xml>') as string,
  });
});

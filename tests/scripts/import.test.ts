import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { dsf, lineWith } from '../services/exchange/nyc/import-source.ts';
import { ImportWorld } from '../services/exchange/nyc/import-world.ts';

const ORG = '00000000-0000-4000-8000-00000000000a';
const SCRIPT = fileURLToPath(new URL('../../scripts/import.ts', import.meta.url));

let world: ImportWorld;

beforeAll(async () => {
  world = await ImportWorld.open();
  await world.addOrganisation(ORG);
});

afterAll(() => world.close());

/** The command as a person runs it, against the copy. */
const runImport = (...words: string[]) => runWith({}, words);

function runWith(
  settings: Readonly<Record<string, string>>,
  words: readonly string[],
): { code: number | null; out: string; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', SCRIPT, ...words], {
    encoding: 'utf8',
    env: {
      ...process.env,
      ...settings,
      DATABASE_URL: world.database.appUrl,
      DATABASE_MIGRATION_URL: world.database.ownerUrl,
    },
  });
  return { code: status, out: stdout, said: stderr };
}

test('the report says what was made and what was left out, and there is no bar without a terminal', async () => {
  const path = await world.file(
    lineWith({}),
    lineWith({ 'Project Budget Amount': 'a lot' }),
    lineWith({ 'Project Phase Name': 'NULL' }),
  );
  const { code, out, said } = runImport(path, '--as', 'nyc-capital-projects', '--org', ORG);
  expect(code).toBe(0);
  expect(out).toContain('Rows read 3, skipped 1');
  expect(out).toContain('Tasks     made 2, updated 0');
  expect(out).toContain('line 3, Project Budget Amount: "a lot", not an amount');
  expect(out).toContain('Project Phase Name: NULL 1');
  expect(said).toMatch(/^\n[\d.]+ s\n$/);
});

test('a dry run tells what would be made and stores nothing, and options of a plan are refused', async () => {
  const path = await world.file(lineWith(dsf(77)), lineWith({ ...dsf(77), 'Project Phase Name': 'CM' }));
  const before = await world.traces();
  const { code, out } = runImport(path, '--org', ORG, '--dry-run');
  expect(code).toBe(0);
  expect(out).toMatch(/^Dry run: nothing is stored\.\nRows read 2, skipped 0\nTasks {5}made 2,/);
  const wrong = runImport(path, '--org', ORG, '--project', ORG);
  expect(wrong).toMatchObject({ code: 1, out: '' });
  expect(wrong.said).toContain('--project is an option of "plan <file>" alone.');
  expect(runImport('plan', path, '--org', ORG, '--as', 'x').said).toContain('--as is no option of a plan.');
  expect(await world.traces()).toEqual(before);
}, 180_000);

test('a broken file exits with 1, says why, and imports nothing', async () => {
  const before = await world.traces();
  const wrong = runImport(await world.rawFile('id,name\n1,x\n'), '--org', ORG);
  expect(wrong).toMatchObject({ code: 1, out: '' });
  expect(wrong.said).toContain('it lacks Project Geographic District | Project Building Identifier');
  const missing = runImport('nowhere.csv', '--org', ORG);
  expect(missing).toMatchObject({ code: 1, out: '' });
  expect(missing.said).toContain('There is no file "nowhere.csv".');
  const folder = runImport('tests', '--org', ORG);
  expect(folder).toMatchObject({ code: 1, out: '' });
  expect(folder.said).toContain('"tests" is a folder or device: name one file.');
  const large = runWith({ PIT_FILE_MAX_BYTES: '8' }, [
    'plan',
    await world.rawFile('name\nDig\n'),
    '--org',
    ORG,
  ]);
  expect(large).toMatchObject({ code: 1, out: '' });
  expect(large.said).toContain('The file has 9 bytes; PIT_FILE_MAX_BYTES allows 8.');
  expect(await world.traces()).toEqual(before);
});

test('a wrong call is told how it is meant', async () => {
  const path = await world.file(lineWith({}));
  expect(runImport(path)).toMatchObject({ code: 1, said: expect.stringContaining('--org <id>') });
  expect(runImport(path, '--org', ORG, '--as', 'oscal').said).toContain('"oscal" cannot be imported');
  expect(runImport(path, '--org', ORG, '--user', 'nobody').said).toContain('nobody there goes by "nobody"');
  const viewer = await world.addUser(ORG, 'viewer');
  const refused = runImport(path, '--org', ORG, '--user', viewer);
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.said).toContain('a viewer creates no projects');
});

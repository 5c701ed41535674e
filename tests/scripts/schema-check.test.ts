import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SIBLINGS = ['risk', 'audit', 'skills'].map((name) => `tests/graph/contract/siblings/${name}.graphql`);
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'pit-sibling-'));
});

afterAll(() => rm(directory, { recursive: true, force: true }));

/** Runs the command as `npm run schema:check` does. */
function check(...files: string[]): Promise<{ code: number; output: string }> {
  const args = ['--import', 'tsx', 'scripts/schema-check.ts', ...files];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: ROOT }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });
}

test('siblings that fit are named with the composers that took them', async () => {
  const { code, output } = await check(...SIBLINGS);
  expect(output).toBe(
    'pit, risk, audit, skills: composed by @apollo/composition, @theguild/federation-composition, @wundergraph/composition.\n',
  );
  expect(code).toBe(0);
});

test('the subgraphs of the example platform, each called schema.graphql, go by their folders', async () => {
  const { code, output } = await check(
    ...['risk', 'audit', 'skills'].map((name) => `examples/platform/subgraphs/${name}/schema.graphql`),
  );
  expect(output).toMatch(/^pit, risk, audit, skills: composed by /);
  expect(code).toBe(0);
});

test('a sibling that takes a field away from us is told so, though every composer agrees', async () => {
  const file = join(directory, 'taker.graphql');
  await writeFile(
    file,
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@override"])
     type Task @key(fields: "id") { id: ID! name: String! @override(from: "pit") }`,
  );
  const { code, output } = await check(file);
  expect(output).toMatch(/^FIELD_TAKEN\n {2}taker takes Task\.name away/);
  expect(code).toBe(1);
});

test('a sibling that does not fit is told where, why and what to do, and the command fails', async () => {
  const file = join(directory, 'sibling.graphql');
  await writeFile(
    file,
    `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
     type Task @key(fields: "id") { id: ID! name: String! }`,
  );
  const { code, output } = await check(file);
  expect(output).toContain('INVALID_FIELD_SHARING');
  expect(output).toContain('Task.name');
  expect(output).toContain('Cure: ');
  expect(code).toBe(1);
});

test('a call without files, or with one that takes our name, says how it is meant', async () => {
  for (const { code, output } of await Promise.all([check(), check('pit.graphql')])) {
    expect(output).toContain('npm run schema:check -- <sibling.graphql>...');
    expect(code).toBe(1);
  }
});

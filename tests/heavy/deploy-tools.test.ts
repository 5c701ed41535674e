import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const DEPLOY = fileURLToPath(new URL('../../examples/deploy/', import.meta.url));

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pit-deploy-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a tool says of an example, with parts of it replaced. */
function check(tool: string[], file: string, replaced: (text: string) => string = (text) => text) {
  const copy = join(folder, file.replace(/.*\//, ''));
  writeFileSync(copy, replaced(readFileSync(join(DEPLOY, file), 'utf8')));
  const [program = '', ...words] = tool;
  const { status, stdout, stderr } = spawnSync(program, [...words, copy], { encoding: 'utf8' });
  return { status, said: `${stdout}${stderr}` };
}

test('systemd has nothing to say against the unit, and would have', () => {
  const verify = ['systemd-analyze', 'verify', '--man=no'];
  // Node is where the machine of the test has it.
  const here = (text: string): string => text.replace('/usr/bin/node', process.execPath);
  expect(check(verify, 'systemd/pit.service', here)).toEqual({ status: 0, said: '' });
  const wrong = check(verify, 'systemd/pit.service', (text) =>
    here(text).replace('KillMode=mixed', 'KillMode=mild'),
  );
  expect(wrong.said).toContain('kill mode');
});

test('promtool takes the alert rules, and refuses an expression that is none', () => {
  const rules = ['promtool', 'check', 'rules'];
  expect(check(rules, 'monitoring/alerts.yml')).toMatchObject({
    status: 0,
    said: expect.stringContaining('10 rules'),
  });
  const broken = check(rules, 'monitoring/alerts.yml', (text) => text.replace('[5m]', '[5 minutes'));
  expect(broken.status).not.toBe(0);
});

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('../../scripts/ensure-installed.mjs', import.meta.url));

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'pit-install-'));
  describeProject({ node: '>=20.19.0' });
  describeLock('package-lock.json', {});
  // Stands in for npm, and says how it was called.
  mkdirSync(join(project, 'bin'));
  writeFileSync(join(project, 'bin', 'npm'), '#!/bin/sh\necho "called: npm $*"\n', { mode: 0o755 });
});

afterEach(() => {
  rmSync(project, { recursive: true });
});

function describeProject(engines: { node: string }): void {
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'x', version: '1.0.0', engines }));
}

function describeLock(file: string, packages: Record<string, object>): void {
  const root = { name: 'x', version: '1.0.0', engines: { node: '>=20.19.0' } };
  const lock = {
    name: 'x',
    version: '1.0.0',
    lockfileVersion: 3,
    requires: true,
    packages: { '': root, ...packages },
  };
  writeFileSync(join(project, file), JSON.stringify(lock));
}

function describeInstallation(packages: Record<string, object>): void {
  mkdirSync(join(project, 'node_modules'), { recursive: true });
  describeLock('node_modules/.package-lock.json', packages);
}

function ensureInstalled(environment = '', ...flags: string[]): { status: number | null; said: string } {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, project, ...flags], {
    encoding: 'utf8',
    env: {
      ...process.env,
      NODE_ENV: environment,
      PATH: `${join(project, 'bin')}${delimiter}${process.env['PATH']}`,
    },
  });
  return { status, said: stderr };
}

test('a fresh clone is installed', () => {
  const { status, said } = ensureInstalled();
  expect(said).toBe('Installing what is missing (once) ...\ncalled: npm ci --include=dev\n');
  expect(status).toBe(0);
});

test('nothing is done when everything is there, whatever the age of the files', () => {
  describeInstallation({ 'node_modules/a': { version: '1.0.0' } });
  describeLock('package-lock.json', {
    'node_modules/a': { version: '1.0.0' },
    'node_modules/for-another-platform': { version: '2.0.0', optional: true },
  });
  expect(ensureInstalled()).toEqual({ status: 0, said: '' });
});

test('a newer version in the lock file is installed', () => {
  describeInstallation({ 'node_modules/a': { version: '1.0.0' } });
  describeLock('package-lock.json', { 'node_modules/a': { version: '1.0.1' } });
  expect(ensureInstalled().said).toContain('called: npm ci');
});

test('a Node that is too old is told so', () => {
  describeProject({ node: '>=99.0.0' });
  const { status, said } = ensureInstalled();
  expect(status).toBe(1);
  expect(said).toContain(`PIT needs Node 99.0.0 or newer; this is ${process.versions.node}`);
});

describe('in production', () => {
  const ensure = (...flags: string[]) => ensureInstalled('production', ...flags);
  const packages = { 'node_modules/a': { version: '1.0.0' } };

  test('what only development needs is neither missed nor installed', () => {
    describeLock('package-lock.json', { ...packages, 'node_modules/jest': { version: '30.0.0', dev: true } });
    expect(ensure().said).toContain('called: npm ci --omit=dev');
    describeInstallation(packages);
    expect(ensure()).toEqual({ status: 0, said: '' });
    expect(ensure('--all').status).toBe(1);
  });

  test('nothing is installed over modules that a process may be running from', () => {
    describeInstallation({ 'node_modules/a': { version: '0.9.0' } });
    describeLock('package-lock.json', packages);
    const { status, said } = ensure();
    expect(status).toBe(1);
    expect(said).toContain('run "npm ci --omit=dev"');
    expect(said).not.toContain('called:');
  });

  test('an interrupted installation is done again', () => {
    mkdirSync(join(project, 'node_modules', 'a'), { recursive: true });
    describeLock('package-lock.json', packages);
    expect(ensure()).toMatchObject({ status: 0, said: expect.stringContaining('called: npm ci --omit=dev') });
  });
});

test('a start waits for another one that installs, and not for one that was killed', () => {
  const lock = join(project, '.pit-install.lock');
  writeFileSync(lock, '2147483646');
  expect(ensureInstalled()).toMatchObject({ status: 0, said: expect.stringContaining('called: npm ci') });
  expect(existsSync(lock)).toBe(false);
  // An orphan, which the system reaps: a child of ours would stay a zombie for as long as we wait.
  const { stdout: pid } = spawnSync('sh', ['-c', 'sleep 1.5 >/dev/null 2>&1 & echo $!'], {
    encoding: 'utf8',
  });
  writeFileSync(lock, pid);
  const before = performance.now();
  const { said } = ensureInstalled();
  expect(said).toContain('Another start is installing');
  expect(performance.now() - before).toBeGreaterThan(1_000);
});

// Runs before every command, so that a fresh clone needs nothing but Node: no imports from outside Node itself.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = process.argv[2] ?? fileURLToPath(new URL('..', import.meta.url));

const refusal = refuseOldNode() ?? (isInstalled() ? null : install());
if (refusal !== null) {
  console.error(refusal);
  process.exit(1);
}

function refuseOldNode() {
  const wanted = readJson('package.json').engines.node.replace(/^>=/, '');
  if (compareVersions(process.versions.node, wanted) >= 0) return null;
  return `PIT needs Node ${wanted} or newer; this is ${process.versions.node}. See https://nodejs.org`;
}

function compareVersions(left, right) {
  const [a, b] = [left, right].map((version) => version.split('.').map(Number));
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/**
 * Compares what the lock file demands with what npm wrote down as installed. File times would not do: a checkout
 * renews them, and an installation for nothing takes minutes.
 */
function isInstalled() {
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) return false;
  const installed = readJson('node_modules/.package-lock.json').packages;
  return Object.entries(readJson('package-lock.json').packages).every(([path, wanted]) => {
    // The root is the project itself; optional packages may be for another platform.
    if (path === '' || (wanted.optional && installed[path] === undefined)) return true;
    return installed[path]?.version === wanted.version;
  });
}

function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

function install() {
  console.error('Installing what is missing (once) ...');
  // npm is a script of its own on Windows, which only a shell can start; the words are constant.
  const { status } = spawnSync('npm ci', { cwd: root, stdio: ['ignore', 2, 2], shell: true });
  return status === 0 ? null : 'The installation failed: see above, then run "npm ci" by hand.';
}

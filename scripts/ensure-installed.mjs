// Runs before every command, so that a fresh clone needs nothing but Node: no imports from outside Node itself.
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = process.argv[2] ?? join(import.meta.dirname, '..');

const refusal = refuseOldNode() ?? (isInstalled() ? null : install());
if (refusal !== null) {
  console.error(refusal);
  process.exit(1);
}

function refuseOldNode() {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const wanted = manifest.engines.node.replace(/^>=/, '');
  if (compareVersions(process.versions.node, wanted) >= 0) return null;
  return `PIT needs Node ${wanted} or newer; this is ${process.versions.node}. See https://nodejs.org`;
}

function compareVersions(left, right) {
  const [a, b] = [left, right].map((version) => version.split('.').map(Number));
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** npm leaves a copy of the lock file in node_modules as its last act: its age is the age of the installation. */
function isInstalled() {
  const installed = modifiedAt(join(root, 'node_modules', '.package-lock.json'));
  return installed !== null && installed >= modifiedAt(join(root, 'package-lock.json'));
}

function modifiedAt(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

function install() {
  console.error('Installing what is missing (once) ...');
  // npm is a script of its own on Windows, which only a shell can start; the words are constant.
  const { status } = spawnSync('npm ci', { cwd: root, stdio: ['ignore', 2, 2], shell: true });
  return status === 0 ? null : 'The installation failed: see above, then run "npm ci" by hand.';
}

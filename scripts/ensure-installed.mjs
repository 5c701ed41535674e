// Runs before every command, so that a fresh clone needs nothing but Node: no imports from outside Node itself.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [folder, ...flags] = process.argv.slice(2);
const root = folder ?? fileURLToPath(new URL('..', import.meta.url));
/** In production what only development needs is not asked for; tests and checks ask for it anyway. */
const needsAll = process.env.NODE_ENV !== 'production' || flags.includes('--all');

const PATIENCE_MS = 600_000;

const refusal = refuseOldNode() ?? (isInstalled() ? null : (refuseBesideOthers() ?? installInTurn()));
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
    if (!needsAll && (wanted.dev || wanted.devOptional) && installed[path] === undefined) return true;
    return installed[path]?.version === wanted.version;
  });
}

/**
 * In production another process may be running from these modules, and npm deletes them all before it installs. Where an
 * installation was interrupted, npm has written no list yet, and nothing can run from it.
 */
function refuseBesideOthers() {
  if (process.env.NODE_ENV !== 'production') return null;
  if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) return null;
  return (
    'The installed packages are not those of package-lock.json. Stop the service, run "npm ci --omit=dev", start it again: ' +
    'in production nothing is installed over what may be running.'
  );
}

/** Two first starts in one folder: the second waits for the first, and finds its work done. */
function installInTurn() {
  const lock = join(root, '.pit-install.lock');
  for (let waited = 0; !take(lock); waited += 500) {
    if (waited === 0) console.error('Another start is installing; waiting for it ...');
    if (waited > PATIENCE_MS)
      return `Another start has been installing for long. If there is none, delete ${lock}.`;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
  }
  try {
    return isInstalled() ? null : install();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** @returns false while the lock is somebody's who lives; what a process left behind that was killed counts for nothing. */
function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const holder = Number(readFileSync(lock, 'utf8'));
  try {
    // In a container that was started again, what was left behind may bear our own number.
    if (holder > 0 && holder !== process.pid) {
      process.kill(holder, 0);
      return false;
    }
    throw new Error('nobody holds the lock');
  } catch (error) {
    if (error.code === 'EPERM') return false;
    rmSync(lock, { force: true });
    return take(lock);
  }
}

function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

function install() {
  console.error('Installing what is missing (once) ...');
  const command = needsAll ? 'npm ci --include=dev' : 'npm ci --omit=dev';
  // npm is a script of its own on Windows, which only a shell can start; the words are constant.
  const { status } = spawnSync(command, { cwd: root, stdio: ['ignore', 2, 2], shell: true });
  return status === 0 ? null : `The installation failed: see above, then run "${command}" by hand.`;
}

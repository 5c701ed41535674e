// Runs before `npm run start:production`: nothing is compiled at a start, so that what runs is what was tried.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = resolve(root, process.argv[2] ?? 'dist');

const refusal = refuse();
if (refusal !== null) {
  console.error(refusal);
  process.exit(1);
}

function refuse() {
  if (!existsSync(join(built, 'src', 'main.js')))
    return `Nothing is built in ${built}: run "npm run build" first.`;
  const [ours, theirs] = [root, built].map((folder) => versionIn(folder));
  if (ours === theirs) return null;
  return `${built} was built from version ${theirs}, and this is ${ours}: run "npm run build" again.`;
}

function versionIn(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}

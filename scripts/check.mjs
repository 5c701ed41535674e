// What `npm test` does: every check of this repository, one after the other, until one fails.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const STEPS = [
  ['typed operations', 'npm run -s codegen'],
  ['format', 'npm run -s format:check'],
  ['lint', 'npm run -s lint'],
  ['types', 'npm run -s typecheck'],
  ['printed schema', 'npm run -s schema:print -- --check'],
  // Database drift is among these, since it takes a database.
  ['tests', 'npm run -s jest'],
];

for (const [name, command] of STEPS) {
  console.log(`\n> ${name}: ${command}`);
  const begin = performance.now();
  // npm is a script of its own on Windows, which only a shell can start; the words are constant.
  const { status } = spawnSync(command, { cwd: root, stdio: 'inherit', shell: true });
  if (status !== 0) {
    console.error(`\n${name} failed`);
    process.exit(1);
  }
  // The tests close with a line of their own, which stays the last.
  if (name !== 'tests') console.log(`${name} passed in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
}

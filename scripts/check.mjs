// What `npm test` does: every check of this repository. What only reads goes side by side, then come the tests.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Two lanes that take about as long, for two cores. The linter reads the types of operations that are generated first. */
const FIRST = ['typed operations', 'npm run -s codegen'];
const LANES = [
  [['lint', 'npm run -s lint']],
  [
    ['format', 'npm run -s format:check'],
    ['types', 'npm run -s typecheck'],
    ['printed schema', 'npm run -s schema:print -- --check'],
  ],
];

/** Runs a check and shows what it said once it is over, so that two do not talk at once. */
async function check([name, command]) {
  const begin = performance.now();
  // npm is a script of its own on Windows, which only a shell can start; the words are constant.
  const child = spawn(command, { cwd: root, shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const status = await new Promise((resolve) => child.once('close', resolve));
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  const outcome = status === 0 ? 'passed' : 'failed';
  console.log(`\n> ${name}: ${command}\n${said}${name} ${outcome} in ${seconds} s`);
  return status === 0;
}

async function checkInTurn(lane) {
  for (const step of lane) if (!(await check(step))) return false;
  return true;
}

const passed = (await check(FIRST)) && (await Promise.all(LANES.map(checkInTurn))).every(Boolean);
if (!passed) process.exit(1);

// Database drift is among the tests, since it takes a database. They close with a line of their own, which stays the last.
console.log('\n> tests: npm run -s jest');
const { status } = spawnSync('npm run -s jest', { cwd: root, stdio: 'inherit', shell: true });
process.exit(status ?? 1);

// CI runs test files that failed once more, one after the other: a machine that stood still for seconds fails a test that
// waits for a deadline. What passes the second time is named, since it is a fault of the test that is to be mended; what
// fails twice fails the run. More than a few failed files are no accident, and are not run again.
// Usage: node scripts/rerun-failed.mjs [arguments of jest, such as --config jest.heavy.config.js]
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const MOST_FILES = 4;

const tally = process.env.PIT_TEST_TALLY ?? '';
const { failedFiles = [] } = existsSync(tally) ? JSON.parse(readFileSync(tally, 'utf8')) : {};
const files = failedFiles.map((file) => relative(process.cwd(), file));
if (files.length === 0 || files.length > MOST_FILES) {
  console.error(`${files.length} test files failed; from 1 to ${MOST_FILES} are run once more.`);
  process.exit(1);
}
console.log(`\nRun once more, alone; flaky, and to be mended, if it passes now: ${files.join(', ')}`);
const jest = [
  'run',
  '-s',
  'jest',
  '--',
  ...process.argv.slice(2),
  '--maxWorkers=1',
  '--runTestsByPath',
  ...files,
];
const { status } = spawnSync('npm', jest, { stdio: 'inherit', env: { ...process.env, PIT_TEST_RERUN: '1' } });
process.exit(status ?? 1);

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test.each([
  [['start', '--rounds', '3'], 'start takes no options'],
  [['schedule', '--only', 'plan,everything'], 'schedule has no stage "everything"'],
  [['schedule', '--rounds', 'many'], '--rounds takes whole numbers'],
  [['schedule', '--stage', 'plan'], "Unknown option '--stage'"],
])('a benchmark refuses options that it does not know: %j', (args, reason) => {
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    ['--import', 'tsx', 'bench/main.ts', ...args],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(reason);
  expect(stderr).toContain('Usage: npm run bench');
});

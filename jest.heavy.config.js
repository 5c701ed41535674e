import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HEAVY, reporters, shared, withPostgres } from './jest.config.js';

// A server of its own that npm does not bring. Where it must not be missing, as in CI, that is said.
const hasRedis =
  process.env.PIT_TEST_REDIS === 'required' || spawnSync('redis-server', ['--version']).status === 0;
if (!hasRedis) console.warn('redis-server is not installed: replicas over Redis are not tested here.');

// `scripts/install-pgbouncer.sh` brings it. Where it must not be missing, as in CI, that is said.
process.env.PIT_PGBOUNCER ??= join(tmpdir(), 'pit-pgbouncer', 'pgbouncer');
const hasPgBouncer = process.env.PIT_TEST_PGBOUNCER === 'required' || existsSync(process.env.PIT_PGBOUNCER);
if (!hasPgBouncer) console.warn('PgBouncer is not installed: what works behind it is not tested here.');

// What checks the examples of deployment. Where it must not be missing, as in CI, that is said.
const hasDeployTools =
  process.env.PIT_TEST_DEPLOY === 'required' ||
  ['systemd-analyze', 'promtool'].every((tool) => spawnSync(tool, ['--version']).status === 0);
if (!hasDeployTools)
  console.warn('systemd-analyze or promtool is missing: units and alerts are not checked here.');

// A browser that npm does not bring. Where it must not be missing, as in CI, that is said.
const hasChromium =
  process.env.PIT_TEST_CHROMIUM === 'required' ||
  process.env.PIT_CHROMIUM !== undefined ||
  existsSync('/usr/bin/chromium');
if (!hasChromium) console.warn('Chromium is not installed: the console is not tested in a browser here.');

/** Tests with heavy real parts, apart from `npm test` for their time: `npm run test:heavy`. */
export default {
  ...shared,
  ...withPostgres,
  displayName: 'heavy',
  testMatch: [...HEAVY.map((folder) => `${folder}**/*.test.ts`), '<rootDir>/tests/**/*.heavy.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    ...(hasPgBouncer ? [] : ['pgbouncer']),
    ...(hasDeployTools ? [] : ['deploy-tools']),
    ...(hasChromium ? [] : ['<rootDir>/tests/console/']),
    ...(hasRedis ? [] : ['<rootDir>/tests/redis/']),
  ],
  reporters,
  // Much of what is tested waits: for processes, a first start, a lease that ends.
  maxWorkers: 3,
};

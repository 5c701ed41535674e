import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reporters, shared, withPostgres } from './jest.config.js';

// `scripts/install-pgbouncer.sh` brings it. Where it must not be missing, as in CI, that is said.
process.env.PIT_PGBOUNCER ??= join(tmpdir(), 'pit-pgbouncer', 'pgbouncer');
const hasPgBouncer = process.env.PIT_TEST_PGBOUNCER === 'required' || existsSync(process.env.PIT_PGBOUNCER);
if (!hasPgBouncer) console.warn('PgBouncer is not installed: what works behind it is not tested here.');

/** Tests against servers that are not PIT's own, apart from `npm test` for their time: `npm run test:heavy`. */
export default {
  ...shared,
  ...withPostgres,
  displayName: 'heavy',
  testMatch: ['<rootDir>/tests/heavy/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', ...(hasPgBouncer ? [] : ['pgbouncer'])],
  reporters,
  maxWorkers: 2,
};

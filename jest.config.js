// What the service logs while it is tested is noise, unless someone asks for it.
process.env.LOG_LEVEL ??= 'fatal';

/**
 * Plain Node with tsx, as the service itself runs. Jest's own runner loads every module anew for each file, which took
 * half of all the time; here a thread keeps what it has loaded, so a file leaves nothing behind in a module.
 */
export const shared = {
  testEnvironment: 'node',
  runner: 'jest-light-runner',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {},
  // A build has a package.json of the same name.
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  setupFiles: ['<rootDir>/tests/support/runner/register-tsx.js'],
  setupFilesAfterEnv: ['<rootDir>/tests/support/runner/time-limits.ts'],
};

/** One server for the whole run, on which test files copy a migrated database. */
export const withPostgres = {
  globalSetup: '<rootDir>/tests/support/postgres/start-postgres.ts',
  globalTeardown: '<rootDir>/tests/support/postgres/stop-postgres.ts',
};

/**
 * Suites with heavy real parts (gateways, replicas, processes, first starts, imports of all that there is): the second
 * project, `npm run test:heavy`.
 */
export const HEAVY = ['heavy', 'platform', 'redis', 'scripts', 'server/start'].map(
  (folder) => `<rootDir>/tests/${folder}/`,
);
export const HEAVY_FILE = '\\.heavy\\.test\\.ts$';

export const reporters = ['default', '<rootDir>/tests/support/runner/closing-line.js'];

export default {
  projects: [
    // Pure rules: no database is started for them, so they answer in milliseconds.
    { ...shared, displayName: 'domain', testMatch: ['<rootDir>/tests/domain/**/*.test.ts'] },
    // The web console as far as it needs neither a browser nor a database.
    {
      ...shared,
      displayName: 'console',
      testMatch: ['<rootDir>/tests/console/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', HEAVY_FILE],
    },
    { ...shared, displayName: 'lint', testMatch: ['<rootDir>/tests/lint/**/*.test.ts'] },
    {
      ...shared,
      displayName: 'service',
      testMatch: ['<rootDir>/tests/**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '<rootDir>/tests/(domain|lint|console)/',
        ...HEAVY,
        HEAVY_FILE,
      ],
      ...withPostgres,
    },
  ],
  reporters,
  // Much of what is tested waits: for processes, tokens that expire, a stop.
  maxWorkers: 3,
};

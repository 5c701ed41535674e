import { spawnSync } from 'node:child_process';

/** Native ESM, compiled by swc; decorators carry explicit types, so no metadata is emitted. */
// What the service logs while it is tested is noise, unless someone asks for it.
process.env.LOG_LEVEL ??= 'fatal';

// A server of its own that npm does not bring. Where it must not be missing, as in CI, that is said.
const hasRedis =
  process.env.PIT_TEST_REDIS === 'required' || spawnSync('redis-server', ['--version']).status === 0;
if (!hasRedis) console.warn('redis-server is not installed: replicas over Redis are not tested here.');

const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
      },
    ],
  },
};

export default {
  projects: [
    // Pure rules: no database is started for them, so they answer in milliseconds.
    { ...shared, displayName: 'domain', testMatch: ['<rootDir>/tests/domain/**/*.test.ts'] },
    { ...shared, displayName: 'lint', testMatch: ['<rootDir>/tests/lint/**/*.test.ts'] },
    {
      ...shared,
      displayName: 'service',
      testMatch: ['<rootDir>/tests/**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '<rootDir>/tests/(domain|lint)/',
        ...(hasRedis ? [] : ['<rootDir>/tests/redis/']),
      ],
      globalSetup: '<rootDir>/tests/support/start-postgres.ts',
      globalTeardown: '<rootDir>/tests/support/stop-postgres.ts',
    },
  ],
  reporters: ['default', '<rootDir>/tests/support/closing-line.js'],
  maxWorkers: 2,
  testTimeout: 60_000,
};

/** Native ESM, compiled by swc; decorators carry explicit types, so no metadata is emitted. */
// What the service logs while it is tested is noise, unless someone asks for it.
process.env.LOG_LEVEL ??= 'fatal';

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
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/tests/(domain|lint)/'],
      globalSetup: '<rootDir>/tests/support/start-postgres.ts',
      globalTeardown: '<rootDir>/tests/support/stop-postgres.ts',
    },
  ],
  reporters: ['default', '<rootDir>/tests/support/closing-line.js'],
  maxWorkers: 2,
  testTimeout: 60_000,
};

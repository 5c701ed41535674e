import { reporters, shared, withPostgres } from './jest.config.js';

/** Tests against servers that are not PIT's own, apart from `npm test` for their time: `npm run test:heavy`. */
export default {
  ...shared,
  ...withPostgres,
  displayName: 'heavy',
  testMatch: ['<rootDir>/tests/heavy/**/*.test.ts'],
  reporters,
  maxWorkers: 2,
};

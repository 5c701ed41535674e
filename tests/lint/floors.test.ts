import { rulesBrokenBy } from './lint-snippet.ts';

/** A file, and an import that would make it reach up, or sideways, or into a package of another floor. */
const FORBIDDEN: [file: string, imported: string][] = [
  ['src/domain/money.ts', 'node:crypto'],
  ['src/domain/money.ts', '../config.ts'],
  ['src/domain/money.ts', 'pg'],
  ['src/domain/schedule/day-axis.ts', '../../config.ts'],
  ['src/domain/schedule/day-axis.ts', 'node:crypto'],
  ['src/config.ts', './domain/money.ts'],
  ['src/logger.ts', './db/pool.ts'],
  ['src/clock.ts', './context.ts'],
  ['src/events/outbox.ts', '../db/tenant.ts'],
  ['src/events/outbox.ts', '../../entities/task.ts'],
  ['entities/task.ts', '../src/domain/money.ts'],
  ['entities/task.ts', '../src/db/tenant.ts'],
  ['entities/task.ts', '../resolvers/task.resolver.ts'],
  ['entities/base/row.ts', '../../src/db/tenant.ts'],
  ['src/db/tenant.ts', '../services/settle.ts'],
  ['src/db/tenant.ts', '../context.ts'],
  ['src/db/tenant.ts', '../../resolvers/connection.ts'],
  ['src/services/task.ts', 'graphql'],
  ['src/services/task.ts', 'type-graphql'],
  ['src/services/task.ts', '../../resolvers/task.inputs.ts'],
  ['src/services/import/rows.ts', '../../../resolvers/task.inputs.ts'],
  ['src/services/task.ts', '../context.ts'],
  ['src/context.ts', './server/auth.ts'],
  ['src/jobs/day-roll-over.ts', '../../resolvers/connection.ts'],
  ['src/jobs/day-roll-over.ts', '../server/health.ts'],
  ['resolvers/task.resolver.ts', 'typeorm'],
  ['resolvers/task.resolver.ts', 'pg'],
  ['resolvers/task.resolver.ts', '../src/db/tenant.ts'],
  ['resolvers/task.resolver.ts', '../schema/build.ts'],
  ['schema/build.ts', '../src/server/http.ts'],
  ['src/server/http.ts', '../main.ts'],
  ['migrations/0001-roles.ts', '../src/services/settle.ts'],
  ['examples/platform/subgraphs/risk/resolvers.ts', '../../../../src/domain/uuid.ts'],
  ['src/server/http.ts', 'node:process'],
];

const ALLOWED: [file: string, imported: string][] = [
  ['src/domain/schedule.ts', './calendar.ts'],
  ['src/domain/schedule/day-axis.ts', '../calendar.ts'],
  ['src/services/task.ts', '../domain/status.ts'],
  ['src/services/task.ts', '../db/tenant.ts'],
  ['entities/task.ts', '../src/domain/vocabulary.ts'],
  ['entities/task.ts', './phase.ts'],
  ['src/db/tenant.ts', './tenant-context.ts'],
  ['resolvers/task.resolver.ts', '../src/context.ts'],
  ['resolvers/task.resolver.ts', '../src/services/task.ts'],
  ['schema/build.ts', '../resolvers/index.ts'],
  ['src/server/http.ts', '../context.ts'],
  ['src/main.ts', './server/http.ts'],
  ['examples/platform/subgraphs/risk/resolvers.ts', '../caller.ts'],
  ['examples/platform/platform.ts', '../../src/config.ts'],
];

test.each(FORBIDDEN)('%s may not import %s', async (file, imported) => {
  const text = `import { x } from '${imported}';\nexport const y = x;\n`;
  expect(await rulesBrokenBy(file, text)).toEqual(['no-restricted-imports']);
});

test.each(ALLOWED)('%s may import %s', async (file, imported) => {
  const text = `import { x } from '${imported}';\nexport const y = x;\n`;
  expect(await rulesBrokenBy(file, text)).toEqual([]);
});

test('passing a thing on counts as importing it', async () => {
  const text = `export { x } from '../services/settle.ts';\n`;
  expect(await rulesBrokenBy('src/db/tenant.ts', text)).toEqual(['no-restricted-imports']);
});

test('an import in the middle of the code is refused, since the floors could not be seen', async () => {
  const text = `export const load = () => import('./settle.ts');\n`;
  expect(await rulesBrokenBy('src/services/task.ts', text)).toEqual(['no-restricted-syntax']);
});

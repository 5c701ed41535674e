import { rulesBrokenBy } from './lint-snippet.ts';

/** A file, and an import that would make it reach up, or sideways, or into a package of another floor. */
const FORBIDDEN: [file: string, imported: string][] = [
  ['src/domain/money.ts', 'node:crypto'],
  ['src/domain/money.ts', '../config/config.ts'],
  ['src/domain/money.ts', 'pg'],
  ['src/domain/money.ts', '../clock.ts'],
  ['src/domain/plan/status.ts', '../../clock.ts'],
  ['src/domain/conformance/specification/table.ts', '../../../clock.ts'],
  ['src/domain/plan/status.ts', 'pg'],
  ['src/domain/plan/status.ts', 'rrule-temporal'],
  ['src/domain/recurrence/rule-dates.ts', 'pg'],
  ['src/domain/recurrence/rule-dates.ts', '../../clock.ts'],
  ['src/config/config.ts', '../domain/money.ts'],
  ['src/logger.ts', './db/connection/pool.ts'],
  ['src/clock.ts', './context.ts'],
  ['src/events/outbox.ts', '../db/write/tenant-transaction.ts'],
  ['src/events/outbox.ts', '../../entities/task.ts'],
  ['entities/task.ts', '../src/domain/money.ts'],
  ['entities/task.ts', '../src/db/read/table.ts'],
  ['entities/task.ts', '../resolvers/plan/tasks/task.resolver.ts'],
  ['entities/base/row.ts', '../../src/db/write/tenant-transaction.ts'],
  ['src/db/write/tenant-transaction.ts', '../../services/rollup/rollup.ts'],
  ['src/db/write/tenant-transaction.ts', '../../context.ts'],
  ['src/db/write/tenant-transaction.ts', '../../resolvers/graph/connection.ts'],
  ['src/services/plan/tasks/task-create.ts', 'graphql'],
  ['src/services/plan/tasks/task-create.ts', 'type-graphql'],
  ['src/services/plan/tasks/task-create.ts', '../../../../resolvers/plan/tasks/task.inputs.ts'],
  ['src/services/exchange/importer.ts', '../../../resolvers/plan/tasks/task.inputs.ts'],
  ['src/services/plan/tasks/task-create.ts', '../../../context.ts'],
  ['src/context.ts', './server/auth/auth.ts'],
  ['src/jobs/day-roll-over.ts', '../../resolvers/graph/connection.ts'],
  ['src/jobs/day-roll-over.ts', '../server/health.ts'],
  ['resolvers/plan/tasks/task.resolver.ts', 'typeorm'],
  ['resolvers/plan/tasks/task.resolver.ts', 'pg'],
  ['resolvers/plan/tasks/task.resolver.ts', '../../../src/db/read/keyset-page.ts'],
  ['resolvers/plan/tasks/task.resolver.ts', '../../../schema/build.ts'],
  ['schema/build.ts', '../src/server/http/http.ts'],
  ['src/server/http/http.ts', '../../main.ts'],
  ['migrations/0001-roles.ts', '../src/services/rollup/rollup.ts'],
  ['examples/platform/subgraphs/risk/resolvers.ts', '../../../../src/domain/uuid.ts'],
  ['src/server/http/http.ts', 'node:process'],
];

const ALLOWED: [file: string, imported: string][] = [
  ['src/domain/schedule/critical-path.ts', '../calendar.ts'],
  ['src/domain/schedule/critical-path.ts', './network.ts'],
  ['src/domain/recurrence/rule-dates.ts', 'rrule-temporal'],
  ['src/domain/conformance/specification/table.ts', '../../enums.ts'],
  ['src/services/plan/tasks/task-create.ts', '../../../domain/plan/status.ts'],
  ['src/services/plan/tasks/task-create.ts', '../../../db/write/tenant-transaction.ts'],
  ['entities/task.ts', '../src/domain/enums.ts'],
  ['entities/task.ts', './phase.ts'],
  ['src/db/write/tenant-transaction.ts', '../connection/tenant-context.ts'],
  ['resolvers/plan/tasks/task.resolver.ts', '../../../src/context.ts'],
  ['resolvers/plan/tasks/task.resolver.ts', '../../../src/services/plan/tasks/task-create.ts'],
  ['schema/build.ts', '../resolvers/index.ts'],
  ['src/server/http/http.ts', '../../context.ts'],
  ['src/main.ts', './server/http/http.ts'],
  ['examples/platform/subgraphs/risk/resolvers.ts', '../caller.ts'],
  ['examples/platform/platform.ts', '../../src/config/config.ts'],
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
  const text = `export { x } from '../../services/rollup/rollup.ts';\n`;
  expect(await rulesBrokenBy('src/db/write/tenant-transaction.ts', text)).toEqual(['no-restricted-imports']);
});

test('an import in the middle of the code is refused, since the floors could not be seen', async () => {
  const text = `export const load = () => import('./plan-ancestors.ts');\n`;
  expect(await rulesBrokenBy('src/services/plan/tasks/task-create.ts', text)).toEqual([
    'no-restricted-syntax',
  ]);
});

test('a statement made outside of src/db is refused, where PostgreSQL would not be asked about its row; its type is not', async () => {
  const path = '../../db/connection/statement.ts';
  const made = `import { statement } from '${path}';\nexport const ONE = statement('SELECT 1');\n`;
  const typed = `import type { Statement } from '${path}';\nexport const textOf = ({ text }: Statement) => text;\n`;
  for (const file of ['src/services/rollup/rollup.ts', 'src/server/http/http.ts']) {
    expect(await rulesBrokenBy(file, made)).toEqual(['no-restricted-imports']);
    expect(await rulesBrokenBy(file, typed)).toEqual([]);
  }
});

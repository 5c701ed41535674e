import { MIGRATIONS } from '../../../migrations/index.ts';
import { migrate, pendingMigrations, revertLast } from '../../../src/db/setup/migrate.ts';
import { dumpSchema } from '../../../src/db/setup/schema-dump.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { transaction, value } from '../tenancy/as-actor.ts';

let database: TestDatabase;
let target: { migrationUrl: string; appUrl: string };

beforeAll(async () => {
  database = await cloneDatabase();
  target = { migrationUrl: database.ownerUrl, appUrl: database.appUrl };
});

afterAll(() => database.drop());

const NAMES = MIGRATIONS.map((migration) => migration.name);

const dump = (): Promise<string> => transaction(database.adminUrl, dumpSchema);

/** Tables, views and functions that are still there. */
async function leftovers(): Promise<string[]> {
  return transaction(database.adminUrl, (client) =>
    value(
      client,
      `SELECT array_agg(name) FROM (
         SELECT oid::regclass::text AS name FROM pg_class WHERE relnamespace::regnamespace::text ~ '^pit' AND relkind IN ('r', 'p', 'v')
         UNION ALL
         SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace::regnamespace::text ~ '^pit') AS object`,
    ),
  );
}

test('names end in their timestamps, which rise in the order of the list', () => {
  const timestamps = NAMES.map((name) => Number(name.slice(-13)));
  expect([...timestamps].sort((one, other) => one - other)).toEqual(timestamps);
});

test('a second run of migrations finds nothing to do', async () => {
  expect(await pendingMigrations(target)).toEqual([]);
  expect(await migrate(target)).toEqual([]);
});

test('down to nothing and up again leaves the same database, also when two run it at once', async () => {
  const before = await dump();
  const reverted: string[] = [];
  for (let last = await revertLast(target); last !== undefined; last = await revertLast(target))
    reverted.push(last);
  expect(reverted).toEqual([...NAMES].reverse());
  expect(await pendingMigrations(target)).toEqual(NAMES);
  expect(await leftovers()).toEqual(['pit_ops.migration']);
  const runs = await Promise.all([migrate(target), migrate(target)]);
  expect(runs.map((run) => run.length).sort((one, other) => one - other)).toEqual([0, NAMES.length]);
  expect(await dump()).toEqual(before);
}, 180_000);

import { createPool } from '../../../src/db/connection/pool.ts';
import { withTenantTransaction } from '../../../src/db/write/tenant-transaction.ts';
import { DEMO_ORGANISATION } from '../../../src/services/demo/demo-directory.ts';
import { syncDirectory } from '../../../src/services/directory/directory.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { withRules } from '../../../src/services/transaction/mutation-transaction.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { loadSmallDemo } from '../../support/worlds/small-demo.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
});

afterAll(() => database.drop());

test('a demonstration whose loading was interrupted is loaded by the next start, once by two at a time', async () => {
  const pool = createPool(database.appUrl, { max: 1, name: 'interrupted' });
  const platform = systemActor(DEMO_ORGANISATION.organisation.id);
  await withTenantTransaction(pool, platform, (tx) => syncDirectory(withRules(tx), DEMO_ORGANISATION));
  await pool.end();
  const loads = await Promise.all([loadSmallDemo(database), loadSmallDemo(database)]);
  expect(loads.filter((report) => report !== null)).toHaveLength(1);
  expect(await loadSmallDemo(database)).toBeNull();
});

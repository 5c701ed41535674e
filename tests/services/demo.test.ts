import { createPool } from '../../src/db/pool.ts';
import { inTenant } from '../../src/db/tenant.ts';
import { DEMO_ORGANISATION } from '../../src/services/demo-directory.ts';
import { syncDirectory } from '../../src/services/directory.ts';
import { platformIn } from '../../src/services/import/importer.ts';
import { withRules } from '../../src/services/write.ts';
import { cloneDatabase, type TestDatabase } from '../support/database.ts';
import { loadSmallDemo } from '../support/small-demo.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
});

afterAll(() => database.drop());

test('a demonstration whose loading was interrupted is loaded by the next start, once by two at a time', async () => {
  const pool = createPool(database.appUrl, { max: 1, name: 'interrupted' });
  const platform = platformIn(DEMO_ORGANISATION.organisation.id);
  await inTenant(pool, platform, (tx) => syncDirectory(withRules(tx), DEMO_ORGANISATION));
  await pool.end();
  const loads = await Promise.all([loadSmallDemo(database), loadSmallDemo(database)]);
  expect(loads.filter((report) => report !== null)).toHaveLength(1);
  expect(await loadSmallDemo(database)).toBeNull();
});

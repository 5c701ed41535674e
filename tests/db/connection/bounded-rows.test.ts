import { integer } from '../../../src/db/connection/column-types.ts';
import { createPool } from '../../../src/db/connection/pool.ts';
import { statement } from '../../../src/db/connection/statement.ts';
import { pageStatement } from '../../../src/db/read/keyset-statement.ts';
import { MAX_ROWS, selectByKeys } from '../../../src/db/read/select.ts';
import { TenantReadBatch } from '../../../src/db/read/tenant-read-batch.ts';
import { Task } from '../../../entities/task.ts';
import { Phase } from '../../../entities/phase.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { actorOf } from '../../support/worlds/planting.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database?.drop());

const SERIES = statement('SELECT n FROM generate_series(1, $1::int) AS n', { n: integer });
const tooMany = { code: 'LIMIT_EXCEEDED', detail: { field: 'rows', expected: `at most ${MAX_ROWS}` } };

test('a request is answered from a bounded number of rows, all its statements together', async () => {
  const pool = createPool(database.appUrl, { max: 1, name: 'test' });
  try {
    const reader = new TenantReadBatch(pool, actorOf('a'));
    expect(await reader.rows(SERIES, [String(MAX_ROWS - 1)])).toHaveLength(MAX_ROWS - 1);
    expect(await reader.rows(SERIES, ['1'])).toHaveLength(1);
    await expect(reader.rows(SERIES, ['2'])).rejects.toMatchObject(tooMany);
    const another = new TenantReadBatch(pool, actorOf('a'));
    const together = [another.rows(SERIES, ['60000']), another.rows(SERIES, ['60001'])];
    for (const each of together) await expect(each).rejects.toMatchObject(tooMany);
  } finally {
    await pool.end();
  }
});

test('lists below many parents end one row beyond the bound, before they are all in memory', () => {
  const page = { entity: Task, where: [], order: [], size: 1000, backwards: false };
  const { statement: pages } = pageStatement(page, ['name'], { property: 'phaseId' });
  const lists = selectByKeys(Phase, 'projectId', ['name'], ['orderIndex']);
  for (const { text } of [pages, lists]) expect(text).toMatch(new RegExp(` LIMIT ${MAX_ROWS + 1}$`));
});

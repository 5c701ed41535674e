import { translateDriverError } from '../../../src/db/connection/driver-errors.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { asActor } from '../tenancy/as-actor.ts';
import { makeOrganisation, type Organisation } from '../tenancy/two-organisations.ts';

let database: TestDatabase;
let ours: Organisation;
beforeAll(async () => {
  database = await cloneDatabase();
  ours = await makeOrganisation(database.appUrl, 'a');
});
afterAll(() => database.drop());

/** What a caller is told of the error of PostgreSQL. */
async function told(sql: string): Promise<unknown> {
  const error: unknown = await asActor(database.appUrl, ours.service, (client) => client.query(sql)).catch(
    (thrown: unknown) => thrown,
  );
  const { code, detail } = translateDriverError(error)!;
  return { code, ...detail };
}

const change = (columns: string): string => `UPDATE pit.task SET ${columns} WHERE id = '${ours.task}'`;

test.each<[string, string, Record<string, unknown>]>([
  ['too large a number', `capex_cost = 1e30`, { field: 'input' }],
  ['a value that is demanded', `name = NULL`, { field: 'input.name', expected: 'a value', actual: null }],
  ['a check of one column', `name = ''`, { field: 'input.name', rule: 'task_name_check' }],
  ['a column of two words', `progress_percent = 101`, { field: 'input.progressPercent' }],
  [
    'a check of two columns',
    `start_date = '2026-02-02', end_date = '2026-02-01'`,
    { field: 'input.endDate', rule: 'task_dates_check' },
  ],
])('what the database alone refuses names the field: %s', async (_, columns, expected) => {
  expect(await told(change(columns))).toMatchObject({ code: 'BAD_USER_INPUT', ...expected });
});

test('a check under a name of its own points to the whole input', () => {
  const error = { code: '23514', table: 'task', constraint: 'somebody_elses_rule' };
  expect(translateDriverError(error)?.detail).toEqual({ field: 'input', rule: 'somebody_elses_rule' });
});

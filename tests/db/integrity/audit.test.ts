import { DECIMAL_COLUMNS } from '../../../src/domain/field-diff.ts';
import { recordsOf, type AuditedChange } from './audited-changes.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { asActor, refusal, transaction, value } from '../tenancy/as-actor.ts';
import { makeOrganisation, type Organisation } from '../tenancy/two-organisations.ts';

let database: TestDatabase;
let ours: Organisation;

beforeAll(async () => {
  database = await cloneDatabase();
  ours = await makeOrganisation(database.appUrl, 'a');
});

afterAll(() => database.drop());

interface Entry {
  action: string;
  user_id: string;
  before_state: Record<string, unknown> | null;
  after_state: Record<string, unknown> | null;
}

async function trail(table: string, record: string): Promise<Entry[]> {
  return asActor(database.appUrl, { ...ours.member, role: 'admin' }, async (client) => {
    const { rows } = await client.query<Entry>(
      `SELECT action, user_id, before_state, after_state FROM pit.audit_log
       WHERE table_name = $1 AND record_id = $2 ORDER BY created_at, id`,
      [table, record],
    );
    return rows;
  });
}

test('every table of the schema pit but the log itself has the trigger, and always', async () => {
  const without = await transaction(database.adminUrl, async (client) => {
    const { rows } = await client.query<{ relname: string }>(
      `SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'pit'::regnamespace AND c.relkind IN ('r', 'p')
         AND NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'audit_row' AND t.tgenabled = 'A')`,
    );
    return rows.map((row) => row.relname);
  });
  expect(without).toEqual(['audit_log']);
});

test('the decimals that changes show as text are all those of the audited tables, of two places each', async () => {
  const { rows } = await transaction(database.adminUrl, (client) =>
    client.query<{ name: string; places: number }>(
      `SELECT DISTINCT a.attname AS name, ((a.atttypmod - 4) & 65535) AS places
       FROM pg_attribute a JOIN pg_trigger t ON t.tgrelid = a.attrelid AND t.tgname = 'audit_row'
       WHERE a.atttypid = 'numeric'::regtype ORDER BY 1`,
    ),
  );
  expect(rows).toEqual([...DECIMAL_COLUMNS].map((name) => ({ name, places: 2 })));
});

test('a row of every table was recorded when it came', async () => {
  const recorded = await asActor(database.appUrl, { ...ours.member, role: 'admin' }, async (client) => {
    const { rows } = await client.query<{ table_name: string }>(
      `SELECT DISTINCT table_name FROM pit.audit_log WHERE action = 'INSERT'`,
    );
    return rows.map((row) => `pit.${row.table_name}`);
  });
  const tables = await transaction(database.adminUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT 'pit.' || relname AS name FROM pg_class WHERE relnamespace = 'pit'::regnamespace AND relkind IN ('r', 'p')
      UNION SELECT 'pit.' || relname FROM pg_class WHERE relnamespace = 'pit_ops'::regnamespace AND NOT relispartition
        AND EXISTS (SELECT FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgfoid = 'pit_ops.audit_row'::regproc)`,
    );
    return rows.map((row) => row.name);
  });
  // Nobody is deactivated in these organisations; tests/graph/directory/deactivated-users.test.ts has that record.
  const others = ['pit.audit_log', 'pit.deactivated_user'];
  expect(recorded.sort()).toEqual(tables.filter((name) => !others.includes(name)).sort());
});

test('a change is recorded with who, before and after; a link that goes leaves its record', async () => {
  await asActor(database.appUrl, ours.member, (client) =>
    client.query(`UPDATE pit.task SET progress_percent = 40 WHERE id = $1`, [ours.task]),
  );
  const entry = (await trail('task', ours.task)).at(-1);
  expect(entry).toMatchObject({
    action: 'UPDATE',
    user_id: ours.owner,
    before_state: { progress_percent: 0 },
    after_state: { progress_percent: 40, name: 'First' },
  });
  const link = await asActor(database.appUrl, ours.member, (client) =>
    value<string>(client, 'DELETE FROM pit.incident_link RETURNING id'),
  );
  expect((await trail('incident_link', link)).map((each) => [each.action, each.after_state])).toEqual([
    ['INSERT', expect.anything()],
    ['DELETE', null],
  ]);
});

test('an update that changes nothing is not recorded', async () => {
  const before = (await trail('task', ours.task)).length;
  await asActor(database.appUrl, ours.member, (client) => client.query('UPDATE pit.task SET name = name'));
  expect(await trail('task', ours.task)).toHaveLength(before);
});

test('what statements add in sets has the records that each row alone would have, of each table in the order of its rows', async () => {
  const inSets = await recordsOf(database.adminUrl, ours, 'in sets');
  const rowByRow = await recordsOf(database.adminUrl, ours, 'row by row');
  const count = (way: AuditedChange[], action: string): number =>
    way.filter((each) => each.text.startsWith(action)).length;
  expect([count(rowByRow, 'INSERT'), count(rowByRow, 'UPDATE'), count(rowByRow, 'DELETE')]).toEqual([
    325, 144, 20,
  ]);
  expect(inSets).toHaveLength(rowByRow.length);
  // Of a statement that adds to a table and changes it, changes come first: they are recorded row by row.
  const ofTable = (way: AuditedChange[], table: string): string[] =>
    way.filter((each) => each.table === table).map((each) => each.text);
  for (const table of new Set(rowByRow.map((each) => each.table))) {
    const order = table === 'task_rule' ? 'in any' : 'the same';
    const [now, before] = [ofTable(inSets, table), ofTable(rowByRow, table)];
    expect([table, order, order === 'in any' ? now.sort() : now]).toEqual([
      table,
      order,
      order === 'in any' ? before.sort() : before,
    ]);
  }
});

test("what partitions hold is recorded under the table's name", async () => {
  const log = await asActor(database.appUrl, ours.member, (client) =>
    value<string>(client, 'SELECT id FROM pit.task_progress_log'),
  );
  expect(await trail('task_progress_log', log)).toHaveLength(1);
});

test('without an actor every change of an audited table is refused, for the service and a superuser alike', async () => {
  const nobody = { ...ours.service, user: '' };
  for (const url of [database.appUrl, database.adminUrl]) {
    for (const change of [
      'UPDATE pit.task SET progress_percent = 41',
      `INSERT INTO pit.subtask (task_id, name) SELECT id, 'Whose' FROM pit.task`,
    ]) {
      expect(await refusal(asActor(url, nobody, (client) => client.query(change)))).toBe('42501');
    }
  }
  const unknown = { ...ours.service, user: 'cccccccc-0000-4000-8000-000000000001' };
  const attempt = asActor(database.appUrl, unknown, (client) =>
    client.query('UPDATE pit.task SET progress_percent = 41'),
  );
  expect(await refusal(attempt)).toBe('42501');
});

test('a session that switches triggers off is recorded none the less', async () => {
  await asActor(database.adminUrl, { ...ours.service, user: ours.owner }, async (client) => {
    await client.query(`SET LOCAL session_replication_role = replica`);
    await client.query(`UPDATE pit.task SET name = 'Quietly' WHERE id = $1`, [ours.secondTask]);
  });
  expect((await trail('task', ours.secondTask)).at(-1)?.after_state).toMatchObject({ name: 'Quietly' });
});

test.each([
  [
    'write',
    `INSERT INTO pit.audit_log (user_id, action, table_name, record_id) VALUES (pit_ops.ctx_user(), 'INSERT', 'task', 'x')`,
  ],
  ['change', `UPDATE pit.audit_log SET action = 'NOTHING'`],
  ['delete', `DELETE FROM pit.audit_log`],
  ['truncate', `TRUNCATE pit.audit_log`],
  ['forge', `SELECT pit_ops.append_audit(pit_ops.ctx_org(), 'INSERT', 'task', 'x', NULL, NULL)`],
  ['look behind', `SELECT * FROM pit_ops.audit_detail`],
  ['seal', `SELECT pit_ops.claim_audit_records(1)`],
])('the application cannot %s the log', async (_, sql) => {
  for (const actor of [
    { ...ours.member, role: 'admin' },
    { ...ours.member, role: 'foreman', reason: 'try' },
  ] as const) {
    expect(await refusal(asActor(database.appUrl, actor, (client) => client.query(sql)))).toBe('42501');
  }
});

test('a rolled-back change leaves no record', async () => {
  const before = (await trail('task', ours.task)).length;
  const attempt = asActor(database.appUrl, ours.member, async (client) => {
    await client.query('UPDATE pit.task SET progress_percent = 99 WHERE id = $1', [ours.task]);
    await client.query('SELECT 1 / 0');
  });
  expect(await refusal(attempt)).toBe('22012');
  expect(await trail('task', ours.task)).toHaveLength(before);
});

test('the request and the database role stand beside the record', async () => {
  await asActor(
    database.appUrl,
    { ...ours.member, role: 'foreman', reason: 'Incident 7' },
    async (client) => {
      await client.query(`SELECT set_config('app.request_id', 'request-7', true)`);
      await client.query(`UPDATE pit.task SET name = 'Renamed' WHERE id = $1`, [ours.task]);
    },
  );
  const detail = await transaction(database.adminUrl, async (client) => {
    const { rows } = await client.query(
      `SELECT db_role, request_id, override_reason FROM pit_ops.audit_detail ORDER BY seq DESC LIMIT 1`,
    );
    return rows[0] as unknown;
  });
  expect(detail).toEqual({ db_role: 'pit_foreman', request_id: 'request-7', override_reason: 'Incident 7' });
});

test('a user of another organisation changes nothing, whatever the token says', async () => {
  const theirs = await makeOrganisation(database.appUrl, 'b');
  const disguised = { ...ours.service, user: theirs.owner };
  const attempt = (sql: string, ...values: string[]) =>
    refusal(asActor(database.appUrl, disguised, (client) => client.query(sql, values)));
  expect(await attempt('UPDATE pit.task SET priority = $2 WHERE id = $1', ours.task, 'high')).toBe('42501');
  const log = 'INSERT INTO pit.task_progress_log (task_id, user_id) VALUES ($1, $2)';
  expect(await attempt(log, ours.task, theirs.owner)).toBe('42501');
  expect(await attempt(log, ours.task, ours.service.user)).toBe('42501');
});

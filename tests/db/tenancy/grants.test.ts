import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { transaction } from './as-actor.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await cloneDatabase();
});

afterAll(() => database.drop());

async function rows(sql: string): Promise<unknown[]> {
  return transaction(database.adminUrl, async (client) => (await client.query(sql)).rows);
}

const OURS = `relnamespace IN ('pit'::regnamespace, 'pit_ops'::regnamespace)`;
const APPLICATION = `(VALUES ('pit_app'), ('pit_foreman')) AS who (role)`;

test('the application never writes identity, organisation or the times that triggers keep', async () => {
  const writable = await rows(`
    SELECT who.role, c.relname, a.attname FROM ${APPLICATION}, pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.${OURS} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
      AND (a.attname IN ('id', 'org_id') OR c.relnamespace = 'pit'::regnamespace AND a.attname IN ('created_at', 'updated_at'))
      AND (has_column_privilege(who.role, c.oid, a.attname, 'INSERT') OR has_column_privilege(who.role, c.oid, a.attname, 'UPDATE'))`);
  expect(writable).toEqual([]);
});

test('the application makes no temporary tables, whose names could stand before ours', async () => {
  for (const role of ['pit_app', 'pit_foreman']) {
    expect(
      await rows(`SELECT has_database_privilege('${role}', current_database(), 'TEMPORARY') AS may`),
    ).toEqual([{ may: false }]);
  }
});

test('no unique key that the application writes tells of rows of another organisation', async () => {
  // Views are their user's own, the directory and alerts are written by the service alone.
  const exempt = ['gantt_state', 'team_membership', 'watchdog_alert'];
  const telling = await rows(`
    SELECT c.relname FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid
    WHERE c.relnamespace = 'pit'::regnamespace AND NOT c.relispartition AND x.indisunique AND NOT EXISTS (
      SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (x.indkey) AND a.attname IN ('id', 'org_id'))
    ORDER BY 1`);
  expect(telling.filter((row) => !exempt.includes((row as { relname: string }).relname))).toEqual([]);
});

test('nobody but the owner may truncate, reference or put triggers on a table', async () => {
  const held = await rows(`
    SELECT c.relname, g.grantee::regrole, g.privilege_type
    FROM pg_class c, aclexplode(c.relacl) g
    WHERE c.${OURS} AND g.grantee <> c.relowner AND g.privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'USAGE')`);
  expect(held).toEqual([]);
});

test('the application deletes links, clusters, templates, caches, its own views and what it prunes, and no work', async () => {
  const deletable = await rows(`
    SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'pit'::regnamespace AND c.relkind IN ('r', 'p')
      AND has_table_privilege('pit_app', c.oid, 'DELETE') ORDER BY 1`);
  expect(deletable.map((row) => (row as { relname: string }).relname)).toEqual([
    'audit_link',
    'control_link',
    'gantt_state',
    'incident_link',
    'isms_link',
    'notification',
    'risk_link',
    'skills_credit',
    'task_cluster',
    'task_cluster_template',
    'task_dependency',
    'timeline_cache',
  ]);
});

test('the directory and the audit log are written through functions alone', async () => {
  const writable = await rows(`
    SELECT who.role, t.name FROM ${APPLICATION},
      unnest(ARRAY['pit.organisation', 'pit.division', 'pit."user"', 'pit.team', 'pit.team_membership',
        'pit.audit_log', 'pit_ops.audit_detail', 'pit_ops.audit_seal', 'pit_ops.migration']) AS t (name)
    WHERE has_any_column_privilege(who.role, t.name, 'INSERT') OR has_any_column_privilege(who.role, t.name, 'UPDATE')
      OR has_table_privilege(who.role, t.name, 'DELETE')`);
  expect(writable).toEqual([]);
});

test('partitions are reached through their table alone', async () => {
  const held = await rows(`
    SELECT c.relname, g.grantee::regrole FROM pg_class c, aclexplode(c.relacl) g
    WHERE c.relispartition AND c.${OURS} AND g.grantee <> c.relowner`);
  expect(held).toEqual([]);
});

test('the application owns nothing and makes nothing', async () => {
  expect(
    await rows(`SELECT relname FROM pg_class WHERE relowner IN ('pit_app'::regrole, 'pit_foreman'::regrole)`),
  ).toEqual([]);
  expect(
    await rows(`SELECT who.role, nspname FROM ${APPLICATION}, pg_namespace
      WHERE nspname IN ('pit', 'pit_ops') AND has_schema_privilege(who.role, nspname, 'CREATE')`),
  ).toEqual([]);
});

test("the application role may take the foreman's role but does not have its rights unasked, and never the owner's", async () => {
  expect(
    await rows(`SELECT g::text AS role, pg_has_role('pit_app', g, 'USAGE') AS inherits, pg_has_role('pit_app', g, 'SET') AS takes
      FROM unnest(ARRAY['pit_foreman', 'pit_owner', 'pit_definer', 'pit_migrator']) AS g`),
  ).toEqual([
    { role: 'pit_foreman', inherits: false, takes: true },
    { role: 'pit_owner', inherits: false, takes: false },
    { role: 'pit_definer', inherits: false, takes: false },
    { role: 'pit_migrator', inherits: false, takes: false },
  ]);
});

test('every function that runs with other rights pins its search path and is closed to the public', async () => {
  const loose = await rows(`
    SELECT p.proname FROM pg_proc p WHERE p.pronamespace IN ('pit'::regnamespace, 'pit_ops'::regnamespace) AND p.prosecdef
      AND (NOT coalesce(p.proconfig @> ARRAY['search_path=pg_catalog, pg_temp'], false)
        OR has_function_privilege('public', p.oid, 'EXECUTE'))`);
  expect(loose).toEqual([]);
});

test("the service's login is bounded in time", async () => {
  const [bounds] = (await rows(`SELECT rolconfig FROM pg_roles WHERE rolname = 'pit_app'`)) as {
    rolconfig: string[];
  }[];
  expect(bounds?.rolconfig).toEqual(
    expect.arrayContaining([
      'statement_timeout=5s',
      'lock_timeout=2s',
      'idle_in_transaction_session_timeout=10s',
      'transaction_timeout=15s',
    ]),
  );
});

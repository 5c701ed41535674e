import pg from 'pg';
import { ENTITIES } from '../../../entities/index.ts';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { asActor, refusal, transaction, value } from './as-actor.ts';
import { makeOrganisation, type Organisation } from './two-organisations.ts';

let database: TestDatabase;
let ours: Organisation;
let theirs: Organisation;
/** Every table that the application can read, found in the catalog so that a new one is covered. */
let readable: string[];

beforeAll(async () => {
  database = await cloneDatabase();
  ours = await makeOrganisation(database.appUrl, 'a');
  theirs = await makeOrganisation(database.appUrl, 'b');
  readable = await transaction(database.appUrl, (client) =>
    column(
      client,
      `SELECT format('%I.%I', c.relnamespace::regnamespace, c.relname) FROM pg_class c WHERE c.relnamespace IN ('pit'::regnamespace, 'pit_ops'::regnamespace)
         AND c.relkind IN ('r', 'p', 'v') AND c.relname <> 'migration' AND has_table_privilege('pit_app', c.oid, 'SELECT') ORDER BY 1`,
    ),
  );
});

afterAll(() => database.drop());

async function column(client: pg.Client, sql: string, values: unknown[] = []): Promise<string[]> {
  const { rows } = await client.query<string[]>({ text: sql, values, rowMode: 'array' });
  return rows.map((row) => row[0] ?? '');
}

test('every table of the schema pit is readable by the application, and so are the reports', () => {
  expect(readable.filter((name) => name.startsWith('pit.'))).toHaveLength(ENTITIES.length);
  // The list of migrations is no organisation's, and the one thing that is readable without a context.
  expect(readable).toEqual(expect.arrayContaining(['pit_ops.project_progress', 'pit_ops.outbox']));
});

test('without a context every table and report is empty', async () => {
  await transaction(database.appUrl, async (client) => {
    for (const table of readable) {
      expect([table, await value(client, `SELECT count(*)::int FROM ${table}`)]).toEqual([table, 0]);
    }
  });
});

test('a connection that served a request before shows nothing either', async () => {
  const client = new pg.Client({ connectionString: database.appUrl });
  await client.connect();
  await client.query(`BEGIN; SELECT set_config('app.org_id', '${ours.id}', true); COMMIT`);
  expect(await value(client, 'SELECT count(*)::int FROM pit.project')).toBe(0);
  await client.end();
});

test('the service sees rows of its own organisation in every specified table, and of no other in any', async () => {
  await asActor(database.appUrl, { ...ours.service, user: ours.owner }, async (client) => {
    for (const table of readable.filter((name) => name.startsWith('pit.') && name !== 'pit.audit_log')) {
      expect([table, await value<number>(client, `SELECT count(*)::int FROM ${table}`)]).not.toEqual([
        table,
        0,
      ]);
    }
    const walled = readable.filter((name) => name !== 'pit.organisation');
    for (const table of walled) {
      const strangers = await value(client, `SELECT count(*)::int FROM ${table} WHERE org_id <> $1`, [
        ours.id,
      ]);
      expect([table, strangers]).toEqual([table, 0]);
    }
    expect(await column(client, 'SELECT id FROM pit.organisation')).toEqual([ours.id]);
  });
});

test('an override stays inside the wall', async () => {
  const foreman = { ...ours.member, role: 'foreman', reason: 'Incident 42' } as const;
  await asActor(database.appUrl, foreman, async (client) => {
    expect(await column(client, 'SELECT org_id FROM pit.project')).toEqual([ours.id]);
    expect(await column(client, 'SELECT DISTINCT org_id::text FROM pit.audit_log')).toEqual([ours.id]);
  });
});

test('rows of another organisation can be neither changed nor deleted', async () => {
  await asActor(database.appUrl, ours.service, async (client) => {
    const changed = await client.query('UPDATE pit.task SET name = $2 WHERE id = $1', [theirs.task, 'Taken']);
    const deleted = await client.query('DELETE FROM pit.risk_link WHERE task_id = $1', [theirs.task]);
    expect([changed.rowCount, deleted.rowCount]).toEqual([0, 0]);
  });
});

test.each([
  [
    'a foreign owner',
    `INSERT INTO pit.project (name, owner_id) VALUES ('x', $1)`,
    'owner',
    'project_owner_id_fkey',
  ],
  [
    'a foreign project',
    `INSERT INTO pit.cost_snapshot (project_id) VALUES ($1)`,
    'project',
    'cost_snapshot_project_id_fkey',
  ],
  [
    'a foreign task',
    `INSERT INTO pit.risk_link (task_id, risk_id, link_type) VALUES ($1, gen_random_uuid(), 'inherent')`,
    'task',
    'risk_link_task_id_fkey',
  ],
  [
    'a foreign reader',
    `INSERT INTO pit.notification (user_id, type, title) VALUES ($1, 'email', 'x')`,
    'owner',
    'notification_user_id_fkey',
  ],
] as const)('%s of another organisation does not exist for a writer', async (_, sql, which, constraint) => {
  const attempt = (id: string): Promise<string> =>
    refusal(asActor(database.appUrl, ours.service, (client) => client.query(sql, [id])));
  expect(await attempt(theirs[which])).toBe(`23503 ${constraint}`);
  // The same answer as for an id that nobody has: the wall is no oracle.
  expect(await attempt('cccccccc-0000-4000-8000-000000000001')).toBe(`23503 ${constraint}`);
});

test('a foreign assignee does not exist, and neither does a name', async () => {
  const assign = (assignees: unknown): Promise<string> =>
    refusal(
      asActor(database.appUrl, ours.member, (client) =>
        client.query('UPDATE pit.task SET assignees = $2 WHERE id = $1', [
          ours.task,
          JSON.stringify(assignees),
        ]),
      ),
    );
  expect(await assign([theirs.owner])).toBe('23503 task_assignees_fkey');
  expect(await assign([ours.owner.toUpperCase()])).toBe('23503 task_assignees_fkey');
  expect(await assign(['Otto'])).toBe('23503 task_assignees_fkey');
  expect(await assign([7])).toBe('23503 task_assignees_fkey');
  expect(await assign({ user: ours.owner })).toBe('23514 task_assignees_check');
  expect(await assign(Array.from({ length: 51 }, () => ours.owner))).toBe('23514 task_assignees_check');
  expect(await assign([ours.owner, ours.other])).toBe('accepted');
});

test('the wall is restrictive and forced on every table that is behind it', async () => {
  await transaction(database.adminUrl, async (client) => {
    const open = await column(
      client,
      `SELECT c.oid::regclass::text FROM pg_class c
       WHERE c.relnamespace = 'pit'::regnamespace AND c.relkind IN ('r', 'p') AND NOT (
         c.relrowsecurity AND c.relforcerowsecurity AND EXISTS (
           SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'tenant_wall'
             AND NOT p.polpermissive AND p.polcmd = '*' AND p.polroles = '{0}'))`,
    );
    expect(open).toEqual([]);
    // Row level security does not bind superusers and those who bypass it; the service is neither.
    expect(
      await column(
        client,
        `SELECT rolname FROM pg_roles WHERE rolname ~ '^pit_' AND (rolsuper OR rolbypassrls)`,
      ),
    ).toEqual(['pit_definer']);
  });
});

test('a permissive policy opens nothing', async () => {
  await transaction(database.adminUrl, (client) =>
    client.query('CREATE POLICY mistake ON pit.project USING (true)'),
  );
  const seen = await asActor(database.appUrl, ours.service, (client) =>
    column(client, 'SELECT DISTINCT org_id::text FROM pit.project'),
  );
  await transaction(database.adminUrl, (client) => client.query('DROP POLICY mistake ON pit.project'));
  expect(seen).toEqual([ours.id]);
});

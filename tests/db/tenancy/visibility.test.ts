import type pg from 'pg';
import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { asActor, refusal, value, type DatabaseActor } from './as-actor.ts';
import { makeOrganisation, type Organisation } from './two-organisations.ts';

let database: TestDatabase;
let ours: Organisation;

beforeAll(async () => {
  database = await cloneDatabase();
  ours = await makeOrganisation(database.appUrl, 'a');
});

afterAll(() => database.drop());

/** What hangs on the fixture's project, each seen through it. */
const THROUGH_PROJECT = [
  'pit.project',
  'pit.phase',
  'pit.work_package',
  'pit.task',
  'pit.subtask',
  'pit.task_cluster',
  'pit.task_dependency',
  'pit.evidence',
  'pit.evidence_review',
  'pit.task_progress_log',
  'pit.cost_snapshot',
  'pit.timeline_cache',
  'pit.watchdog_alert',
  'pit.qa_result',
  'pit.isms_link',
  'pit.risk_link',
  'pit.control_link',
  'pit.incident_link',
  'pit.audit_link',
  'pit.skills_credit',
  'pit_ops.baseline',
  'pit_ops.baseline_plan',
  'pit_ops.baseline_task',
  'pit_ops.cost_entry',
  'pit_ops.due_commitment',
  'pit_ops.extension',
  'pit_ops.occurrence',
  'pit_ops.series',
  'pit_ops.evidence_policy',
  'pit_ops.evidence_validity',
  'pit_ops.tag_link',
  'pit_ops.task_counting',
  'pit_ops.schedule_application',
  'pit_ops.imported_row',
  'pit_ops.ai_proposal',
  'pit_ops.outbox',
  'pit_ops.project_progress',
];

/** In how many of the tables the actor sees anything. */
async function tablesSeen(actor: DatabaseActor): Promise<number> {
  return asActor(database.appUrl, actor, async (client) => {
    let seen = 0;
    for (const table of THROUGH_PROJECT) {
      if ((await value<number>(client, `SELECT count(*)::int FROM ${table}`)) > 0) seen += 1;
    }
    return seen;
  });
}

const stranger = (): DatabaseActor => ({ org: ours.id, user: ours.other, role: 'member' });

/** Runs a change to the plan for the length of one check, then takes it back. */
async function during(
  change: string,
  values: unknown[],
  undo: string,
  check: () => Promise<void>,
): Promise<void> {
  const apply = (sql: string, given: unknown[]): Promise<pg.QueryResult> =>
    asActor(database.appUrl, ours.service, (client) => client.query(sql, given));
  await apply(change, values);
  try {
    await check();
  } finally {
    await apply(undo, [values[0]]);
  }
}

test('a project of another division is hidden, and everything of it', async () => {
  expect(await tablesSeen(stranger())).toBe(0);
});

test('a project of another division is hidden from administrators, foremen and viewers without a reason', async () => {
  for (const role of ['admin', 'foreman', 'viewer'] as const) {
    expect([role, await tablesSeen({ ...stranger(), role })]).toEqual([role, 0]);
  }
});

test('who belongs to the division sees its project, the more so of all divisions', async () => {
  expect(await tablesSeen({ ...stranger(), divisions: [ours.division] })).toBe(THROUGH_PROJECT.length);
});

test('who belongs to one division of two sees its project, and who belongs to the other does not', async () => {
  const south = 'aaaaaaaa-0000-4000-8000-000000000099';
  await asActor(database.appUrl, ours.service, (client) =>
    client.query('SELECT pit_ops.sync_directory($1)', [{ divisions: [{ id: south, name: 'South' }] }]),
  );
  expect(await tablesSeen({ ...stranger(), divisions: [ours.division] })).toBe(THROUGH_PROJECT.length);
  expect(await tablesSeen({ ...stranger(), divisions: [south] })).toBe(0);
});

test("a project of no division is everyone's", async () => {
  await during(
    'UPDATE pit.project SET division_id = NULL WHERE id = $1',
    [ours.project],
    `UPDATE pit.project SET division_id = '${ours.division}' WHERE id = $1`,
    async () => expect(await tablesSeen(stranger())).toBe(THROUGH_PROJECT.length),
  );
});

test('the owner of a project sees it, and its sponsor', async () => {
  expect(await tablesSeen({ ...stranger(), user: ours.owner })).toBe(THROUGH_PROJECT.length);
  await during(
    'UPDATE pit.project SET sponsor_id = $2 WHERE id = $1',
    [ours.project, ours.other],
    'UPDATE pit.project SET sponsor_id = NULL WHERE id = $1',
    async () => expect(await tablesSeen(stranger())).toBe(THROUGH_PROJECT.length),
  );
});

test('who is assigned to a task of a project sees it, until the task is deleted', async () => {
  await during(
    'UPDATE pit.task SET assignees = jsonb_build_array($2::text) WHERE id = $1',
    [ours.task, ours.other],
    `UPDATE pit.task SET assignees = '[]', deleted_at = NULL WHERE id = $1`,
    async () => {
      expect(await tablesSeen(stranger())).toBe(THROUGH_PROJECT.length);
      const assigned = await asActor(database.appUrl, stranger(), (client) =>
        value(client, 'SELECT pit_ops.assigned_task_ids($1)', [ours.other]),
      );
      expect(assigned).toEqual([ours.task]);
      await asActor(database.appUrl, ours.service, (client) =>
        client.query('UPDATE pit.task SET deleted_at = now() WHERE id = $1', [ours.task]),
      );
      expect(await tablesSeen(stranger())).toBe(0);
    },
  );
});

test('the service sees all of its organisation', async () => {
  expect(await tablesSeen(ours.service)).toBe(THROUGH_PROJECT.length);
});

test('an administrator or foreman with a reason sees all, and the log says why', async () => {
  for (const role of ['admin', 'foreman'] as const) {
    const reason = `${role} looks into incident 42`;
    expect(await tablesSeen({ ...stranger(), role, reason })).toBe(THROUGH_PROJECT.length);
    const logged = await asActor(database.appUrl, { ...stranger(), role: 'admin' }, (client) =>
      value(
        client,
        `SELECT count(*)::int FROM pit.audit_log WHERE action = 'OVERRIDE' AND after_state ->> 'reason' = $1
        AND user_id = $2`,
        [reason, ours.other],
      ),
    );
    expect(logged).toBe(1);
  }
});

test('nobody else overrides, and nobody without a reason', async () => {
  const override = (actor: Partial<DatabaseActor>): Promise<string> =>
    refusal(asActor(database.appUrl, { ...stranger(), ...actor }, () => Promise.resolve()));
  expect(await override({ role: 'member', reason: 'curious' })).toBe('42501');
  expect(await override({ role: 'service', reason: 'curious' })).toBe('42501');
  expect(await override({ role: 'foreman', reason: '  ' })).toBe('42501');
  // The role alone, without the reason in the context, opens nothing.
  const seen = await asActor(database.appUrl, { ...stranger(), role: 'foreman' }, async (client) => {
    await client.query('SET LOCAL ROLE pit_foreman');
    return value(client, 'SELECT count(*)::int FROM pit.project');
  });
  expect(seen).toBe(0);
});

test("an override opens nobody's messages and views", async () => {
  await asActor(
    database.appUrl,
    { ...stranger(), role: 'foreman', reason: 'Incident 42' },
    async (client) => {
      expect(await value(client, 'SELECT count(*)::int FROM pit.notification')).toBe(0);
      expect(await value(client, 'SELECT count(*)::int FROM pit.gantt_state')).toBe(0);
    },
  );
});

test('messages are delivered by writers and read by their user alone', async () => {
  await asActor(database.appUrl, { ...stranger(), divisions: [ours.division] }, (client) =>
    client.query(`INSERT INTO pit.notification (user_id, type, title) VALUES ($1, 'push', 'From Otto')`, [
      ours.owner,
    ]),
  );
  const read = (actor: DatabaseActor): Promise<number> =>
    asActor(database.appUrl, actor, (client) => value(client, 'SELECT count(*)::int FROM pit.notification'));
  expect(await read({ ...stranger(), user: ours.owner })).toBe(3);
  expect(await read(stranger())).toBe(0);
});

test('viewers write nothing but their own view and read marks', async () => {
  const viewer: DatabaseActor = { ...ours.member, role: 'viewer' };
  await asActor(database.appUrl, viewer, async (client) => {
    const changed = await client.query('UPDATE pit.task SET progress_percent = 50 WHERE id = $1', [
      ours.task,
    ]);
    const removed = await client.query('DELETE FROM pit.risk_link');
    expect([changed.rowCount, removed.rowCount]).toEqual([0, 0]);
    expect((await client.query('UPDATE pit.notification SET is_read = true')).rowCount).toBeGreaterThan(0);
    expect((await client.query(`UPDATE pit.gantt_state SET zoom_level = 'month'`)).rowCount).toBe(1);
  });
  const attempt = refusal(
    asActor(database.appUrl, viewer, (client) =>
      client.query(`INSERT INTO pit.project (name, owner_id) VALUES ('Mine', $1)`, [ours.owner]),
    ),
  );
  expect(await attempt).toBe('42501');
});

test('nobody writes into a project that they do not see', async () => {
  const insert = refusal(
    asActor(database.appUrl, stranger(), (client) =>
      client.query(`INSERT INTO pit.phase (project_id, name, owner_id) VALUES ($1, 'x', $2)`, [
        ours.project,
        ours.other,
      ]),
    ),
  );
  expect(await insert).toBe('42501');
  const update = await asActor(database.appUrl, stranger(), (client) =>
    client.query(`UPDATE pit.task SET name = 'x'`),
  );
  expect(update.rowCount).toBe(0);
});

test("progress is logged in one's own name only", async () => {
  const log = (user: string): Promise<string> =>
    refusal(
      asActor(database.appUrl, ours.member, (client) =>
        client.query('INSERT INTO pit.task_progress_log (task_id, user_id) VALUES ($1, $2)', [
          ours.task,
          user,
        ]),
      ),
    );
  expect(await log(ours.other)).toBe('42501');
  expect(await log(ours.owner)).toBe('accepted');
});

test('audit and scan logs are visible to governing roles alone', async () => {
  const counts = (actor: DatabaseActor): Promise<unknown[]> =>
    asActor(database.appUrl, actor, async (client) => [
      (await value<number>(client, 'SELECT count(*)::int FROM pit.audit_log')) > 0,
      (await value<number>(client, 'SELECT count(*)::int FROM pit.watchdog_scan_log')) > 0,
    ]);
  expect(await counts({ ...stranger(), role: 'admin' })).toEqual([true, false]);
  expect(await counts({ ...stranger(), role: 'foreman' })).toEqual([true, true]);
  expect(await counts({ ...stranger(), role: 'service' })).toEqual([false, true]);
  expect(await counts(stranger())).toEqual([false, false]);
});

test("a template of the platform is everyone's to read and nobody's to change", async () => {
  await asActor(database.adminUrl, ours.service, (client) =>
    client.query(`INSERT INTO pit.task_cluster_template (org_id, name) VALUES (NULL, 'Shared')`),
  );
  expect(
    await asActor(database.appUrl, stranger(), (client) =>
      value(client, `SELECT count(*)::int FROM pit.task_cluster_template WHERE name = 'Shared'`),
    ),
  ).toBe(1);
  expect(
    await refusal(
      asActor(database.appUrl, ours.service, (client) =>
        client.query(`UPDATE pit.task_cluster_template SET name = 'Ours' WHERE name = 'Shared'`),
      ),
    ),
  ).toBe('42501');
});

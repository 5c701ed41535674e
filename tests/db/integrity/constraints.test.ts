import { cloneDatabase, type TestDatabase } from '../../support/postgres/database.ts';
import { asActor, refusal, value } from '../tenancy/as-actor.ts';
import { makeOrganisation, type Organisation } from '../tenancy/two-organisations.ts';

let database: TestDatabase;
let ours: Organisation;
/** A second project, whose phase, package and task the first one's rows must not refer to. */
let elsewhere: { project: string; phase: string; workPackage: string; task: string; subtask: string };

beforeAll(async () => {
  database = await cloneDatabase();
  ours = await makeOrganisation(database.appUrl, 'a');
  elsewhere = await asActor(database.appUrl, ours.service, async (client) => {
    const make = (sql: string, values: unknown[]): Promise<string> =>
      value(client, `${sql} RETURNING id`, values);
    const project = await make(`INSERT INTO pit.project (name, owner_id, code) VALUES ('Else', $1, 'E-1')`, [
      ours.owner,
    ]);
    const phase = await make(`INSERT INTO pit.phase (project_id, name, owner_id) VALUES ($1, 'x', $2)`, [
      project,
      ours.owner,
    ]);
    const workPackage = await make(
      `INSERT INTO pit.work_package (project_id, phase_id, name, owner_id) VALUES ($1, $2, 'x', $3)`,
      [project, phase, ours.owner],
    );
    const task = await make(
      `INSERT INTO pit.task (project_id, phase_id, name, owner_id) VALUES ($1, $2, 'x', $3)`,
      [project, phase, ours.owner],
    );
    const subtask = await make(`INSERT INTO pit.subtask (task_id, name) VALUES ($1, 'x')`, [task]);
    return { project, phase, workPackage, task, subtask };
  });
});

afterAll(() => database.drop());

const attempt = (sql: string, values: unknown[] = []): Promise<string> =>
  refusal(asActor(database.appUrl, ours.service, (client) => client.query(sql, values)));

const updateTask = (change: string): Promise<string> =>
  attempt(`UPDATE pit.task SET ${change} WHERE id = '${ours.task}'`);

describe('what belongs to one project stays in it', () => {
  test("a task's phase, work package and cluster", async () => {
    expect(await updateTask(`phase_id = '${elsewhere.phase}', work_package_id = NULL`)).toBe(
      '23503 task_phase_id_fkey',
    );
    expect(await updateTask(`work_package_id = '${elsewhere.workPackage}'`)).toBe(
      '23503 task_work_package_id_fkey',
    );
    const cluster = await asActor(database.appUrl, ours.service, (client) =>
      value<string>(
        client,
        `INSERT INTO pit.task_cluster (project_id, name, created_by) VALUES ($1, 'x', $2) RETURNING id`,
        [elsewhere.project, ours.owner],
      ),
    );
    expect(await updateTask(`cluster_id = '${cluster}'`)).toBe('23503 task_cluster_id_fkey');
  });

  test("a work package's phase", async () => {
    expect(
      await attempt(
        `INSERT INTO pit.work_package (project_id, phase_id, name, owner_id) VALUES ($1, $2, 'x', $3)`,
        [ours.project, elsewhere.phase, ours.owner],
      ),
    ).toBe('23503 work_package_phase_id_fkey');
  });

  test('tasks go along with a work package that moves to another phase', async () => {
    const moved = await asActor(database.appUrl, ours.member, async (client) => {
      const phase = await value(
        client,
        `INSERT INTO pit.phase (project_id, name, owner_id) VALUES ($1, 'Next', $2) RETURNING id`,
        [ours.project, ours.owner],
      );
      await client.query('UPDATE pit.work_package SET phase_id = $2 WHERE id = $1', [
        ours.workPackage,
        phase,
      ]);
      const phases = await value(
        client,
        'SELECT array_agg(DISTINCT phase_id) FROM pit.task WHERE work_package_id = $1',
        [ours.workPackage],
      );
      return [phases, [phase]];
    });
    expect(moved[0]).toEqual(moved[1]);
  });

  test('both ends of a dependency', async () => {
    const depend = (from: string, to: string): Promise<string> =>
      attempt(
        `INSERT INTO pit.task_dependency (project_id, predecessor_task_id, successor_task_id) VALUES ($1, $2, $3)`,
        [ours.project, from, to],
      );
    expect(await depend(elsewhere.task, ours.task)).toBe('23503 task_dependency_predecessor_task_id_fkey');
    expect(await depend(ours.task, elsewhere.task)).toBe('23503 task_dependency_successor_task_id_fkey');
    expect(await depend(ours.task, ours.task)).toBe('23514 task_dependency_not_itself_check');
    expect(await depend(ours.task, ours.secondTask)).toBe('23505 task_dependency_arc_org_id_key');
  });

  test('the subtask of a progress entry is one of its task', async () => {
    expect(
      await attempt(
        'INSERT INTO pit.task_progress_log (task_id, subtask_id, user_id) VALUES ($1, $2, pit_ops.ctx_user())',
        [ours.task, elsewhere.subtask],
      ),
    ).toBe('23503 task_progress_log_subtask_id_fkey');
  });
});

test.each([
  ['progress_percent = 101', 'task_progress_percent_check'],
  ['progress_percent = -1', 'task_progress_percent_check'],
  ['duration_days = -1', 'task_duration_days_check'],
  [`start_date = '2026-02-02', end_date = '2026-02-01'`, 'task_dates_check'],
  ['capex_cost = -0.01', 'task_capex_cost_check'],
  [`opex_cost = 'NaN'`, 'task_opex_cost_check'],
  ['linked_risk_mitigation_pct = 100.01', 'task_linked_risk_mitigation_pct_check'],
  [`linked_risk_mitigation_pct = 'NaN'`, 'task_linked_risk_mitigation_pct_check'],
  [`name = ''`, 'task_name_check'],
  [`name = repeat('x', 501)`, 'task_name_check'],
  [`description = repeat('x', 10001)`, 'task_description_check'],
  ['order_index = -1', 'task_order_index_check'],
  ['fy_allocation = 26', 'task_fy_allocation_check'],
])('a task with %s is refused', async (change, constraint) => {
  expect(await updateTask(change)).toBe(`23514 ${constraint}`);
});

test('money that does not fit its column is refused, and the largest that does is taken', async () => {
  expect(await updateTask('capex_cost = 10000000000')).toBe('22003');
  expect(await updateTask('capex_cost = 9999999999.99')).toBe('accepted');
});

test('a plan may be without dates, or with one of them', async () => {
  expect(await updateTask('start_date = NULL, end_date = NULL, duration_days = NULL')).toBe('accepted');
  expect(await updateTask(`end_date = '2026-02-01'`)).toBe('accepted');
});

test('a project has a word of the lifecycle for its status, and a code that is its own', async () => {
  const update = (change: string): Promise<string> =>
    attempt(`UPDATE pit.project SET ${change} WHERE id = '${ours.project}'`);
  expect(await update(`status = 'amber'`)).toBe('23514 project_status_check');
  expect(await update(`status = 'on_hold'`)).toBe('accepted');
  expect(await update(`code = 'E-1'`)).toBe('23505 project_org_id_code_key');
});

test('evidence hangs on a task or on a subtask, and names a file that can be fetched', async () => {
  const submit = (
    task: string | null,
    subtask: string | null,
    url = 'https://files.example/x',
  ): Promise<string> =>
    attempt('INSERT INTO pit.evidence (task_id, subtask_id, uploaded_by, file_url) VALUES ($1, $2, $3, $4)', [
      task,
      subtask,
      ours.owner,
      url,
    ]);
  expect(await submit(null, null)).toBe('23514 evidence_task_or_subtask_check');
  expect(await submit(ours.task, ours.subtask)).toBe('23514 evidence_task_or_subtask_check');
  expect(await submit(ours.task, null, 'javascript:alert(1)')).toBe('23514 evidence_file_url_check');
  expect(await submit(ours.task, null, 'http://files.example/x')).toBe('23514 evidence_file_url_check');
  expect(await submit(ours.task, null, 's3://bucket/key')).toBe('accepted');
  expect(await submit(null, ours.subtask)).toBe('accepted');
});

test('JSON columns are bounded in size', async () => {
  const big = JSON.stringify({ text: Array.from({ length: 9_000 }, (_, index) => `item ${index}`) });
  expect(await attempt('UPDATE pit.evidence SET metadata = $1', [big])).toBe('23514 evidence_metadata_check');
  expect(await attempt(`UPDATE pit.evidence SET metadata = '[]'`)).toBe('23514 evidence_metadata_check');
});

test.each([
  [
    `INSERT INTO pit.risk_link (task_id, risk_id, link_type) VALUES ($1, $1, 'mitigates')`,
    '23514 risk_link_link_type_check',
  ],
  [
    `INSERT INTO pit.task_progress_log (task_id, user_id, source) VALUES ($1, pit_ops.ctx_user(), 'guess')`,
    '23514 task_progress_log_source_check',
  ],
  [
    `INSERT INTO pit.isms_link (task_id, criteria_code) VALUES ($1, 'ISO27001-A.8.2.1')`,
    '23505 isms_link_task_id_criteria_code_criteria_version_org_id_key',
  ],
  [
    `INSERT INTO pit.control_link (task_id, control_id) VALUES ($1, $1)`,
    '23505 control_link_task_id_control_id_org_id_key',
  ],
])('a constraint refuses %s', async (sql, answer) => {
  expect(await attempt(sql, [ours.task])).toBe(answer);
});

test.each(['javascript:alert(1)', '//evil.example', '/\\evil.example', 'http://plain.example'])(
  'a message does not link to %s',
  async (link) => {
    expect(
      await attempt(
        `INSERT INTO pit.notification (user_id, type, title, link) VALUES ($1, 'email', 'x', $2)`,
        [ours.owner, link],
      ),
    ).toBe('23514 notification_link_check');
  },
);

test('there is one open alert per project, code and subject; resolved ones are as many as there were', async () => {
  const alert = (subject: string | null): Promise<string> =>
    attempt(
      `INSERT INTO pit.watchdog_alert (project_id, severity, code, message, data) VALUES ($1, 'red', 'task_overdue', 'm', $2)`,
      [ours.project, subject === null ? '{}' : JSON.stringify({ subject })],
    );
  expect([await alert('task-1'), await alert('task-2'), await alert(null)]).toEqual([
    'accepted',
    'accepted',
    'accepted',
  ]);
  expect([await alert('task-1'), await alert(null)]).toEqual([
    '23505 watchdog_alert_open_key',
    '23505 watchdog_alert_open_key',
  ]);
  await attempt(`UPDATE pit.watchdog_alert SET resolved_at = now()`);
  expect(await alert('task-1')).toBe('accepted');
});

test('an address is one user in its organisation, however it is spelt', async () => {
  const users = [{ id: 'aaaaaaaa-0000-4000-8000-000000000077', name: 'Twin', email: 'OWNER@A.example' }];
  expect(await attempt('SELECT pit_ops.sync_directory($1)', [{ users }])).toBe('23505 user_org_id_email_key');
});

import { clock } from '../../../src/clock.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { scanProject, type ScanReport } from '../../../src/services/watchdog/watchdog.ts';
import { moveStatus } from '../../../src/services/plan/status/task-status.ts';
import { SYSTEM_USER } from '../../../src/domain/directory/actor.ts';
import { escalate } from '../../../src/services/notifications/escalation.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
const real = { ...clock };

const onDay = (today: string): void => void (clock.today = () => today);

beforeAll(async () => {
  plan = await Plan.open({ watchdog: { stalledDays: 3 } });
});

beforeEach(() => onDay('2026-11-18'));

afterAll(async () => {
  Object.assign(clock, real);
  await plan?.close();
});

const scan = (projectId: string, of = plan): Promise<ScanReport> =>
  of.run((tx) => scanProject(tx, projectId), { actor: systemActor(of.orgId) });

/** The project's alerts as `level code subject`, `(resolved)` behind those that are. */
async function alerts(projectId: string): Promise<string[]> {
  const rows = await plan.rows<{ line: string }>(
    `SELECT concat_ws(' ', data ->> 'level', code, data ->> 'subject', severity,
       CASE WHEN resolved_at IS NOT NULL THEN '(resolved)' END) AS line
     FROM pit.watchdog_alert WHERE project_id = $1 ORDER BY line`,
    [projectId],
  );
  return rows.map(({ line }) => line);
}

async function events(projectId: string): Promise<{ seq: string; payload: Record<string, string> }[]> {
  return plan.rows(
    `SELECT seq, payload FROM pit_ops.outbox WHERE stream_id = $1 AND topic = 'pit.watchdog.alert' ORDER BY seq`,
    [projectId],
  );
}

const notices = (userId: string): Promise<{ title: string; message: string; link: string }[]> =>
  plan.rows(`SELECT title, message, link FROM pit.notification WHERE user_id = $1 ORDER BY created_at`, [
    userId,
  ]);

const NOTHING: ScanReport = { raised: 0, changed: 0, resolved: 0, isDone: true, alsoDue: [] };

/** Late on the 18th by one day; a longer task beside it keeps it off the critical path. */
async function lateTask(): Promise<{ project: string; task: string }> {
  const project = await plan.project({ name: 'Ventilation', start_date: '2026-11-02' });
  const phase = await plan.phase(project);
  const dates = { start_date: '2026-11-02', end_date: '2026-11-17', duration_days: 12 };
  const task = await plan.task(project, phase, { name: 'Fans', status: 'overdue', ...dates });
  const longer = { start_date: '2026-11-02', end_date: '2027-03-05', duration_days: 90 };
  await plan.task(project, phase, { ...longer, status: 'active' });
  return { project, task };
}

test('an alert is raised once, rises with the cause, and is resolved when that is gone', async () => {
  const { project, task } = await lateTask();
  expect(await scan(project)).toMatchObject({ raised: 1, changed: 0, resolved: 0 });
  expect(await alerts(project)).toEqual([`3 task_overdue ${task} yellow`]);
  expect(await scan(project)).toEqual(NOTHING);

  onDay('2026-11-19');
  expect(await scan(project)).toEqual(NOTHING);
  onDay('2026-11-20');
  expect(await scan(project)).toMatchObject({ raised: 0, changed: 1, resolved: 0 });
  expect(await alerts(project)).toEqual([`2 task_overdue ${task} red`]);

  await plan.run((tx) => moveStatus(tx, 'completeTask', { id: task }));
  expect(await scan(project)).toMatchObject({ raised: 0, changed: 0, resolved: 1 });
  expect(await alerts(project)).toEqual([`2 task_overdue ${task} red (resolved)`]);
  expect(await scan(project)).toEqual(NOTHING);

  const [alert] = await plan.rows<{ id: string }>('SELECT id FROM pit.watchdog_alert WHERE project_id = $1', [
    project,
  ]);
  const told = (await events(project)).map(({ payload }) => payload);
  expect(told).toEqual(Array.from({ length: 3 }, () => ({ projectId: project, alertId: alert?.id })));
});

test('what comes back is a new alert', async () => {
  const { project, task } = await lateTask();
  await scan(project);
  await plan.run((tx) => moveStatus(tx, 'completeTask', { id: task }));
  await scan(project);
  await plan.run((tx) => moveStatus(tx, 'reopenTask', { id: task }));
  // To reopen it was work on it, so that it does not count as stalled besides.
  expect(await scan(project)).toMatchObject({ raised: 1, changed: 0, resolved: 0 });
  expect(await alerts(project)).toEqual([
    `3 task_overdue ${task} yellow`,
    `3 task_overdue ${task} yellow (resolved)`,
  ]);
});

test('a second scan writes nothing at all', async () => {
  const { project } = await lateTask();
  await scan(project);
  const trail = async () => [
    await plan.rows('SELECT count(*) FROM pit.audit_log'),
    await plan.rows('SELECT count(*), max(seq) FROM pit_ops.outbox'),
    await plan.rows('SELECT count(*) FROM pit.notification'),
  ];
  const before = await trail();
  expect(await scan(project)).toEqual(NOTHING);
  expect(await trail()).toEqual(before);
});

test('the watchdog reads all facts: evidence, subtasks, progress log, assignments, dependencies, work packages', async () => {
  const project = await plan.project({ start_date: '2026-11-02' });
  const phase = await plan.phase(project);
  const roof = await plan.workPackage(project, phase, { name: 'Roof' });
  const done = { status: 'completed', progress_percent: 100, requires_evidence: true };
  const bare = await plan.task(project, phase, done);
  const proven = await plan.task(project, phase, done);
  await plan.evidence({ subtask_id: await plan.subtask(proven) }, 'accepted');
  const refused = await plan.task(project, phase, { name: 'Refused' });
  await plan.evidence({ task_id: refused }, 'rejected');
  await plan.evidence({ subtask_id: await plan.subtask(refused) }, 'rejected');
  const waiting = await plan.task(project, phase);
  const file = { file_url: 'https://files.test/proof', file_type: 'document', metadata: {} };
  await plan.insert('evidence', {
    task_id: waiting,
    uploaded_by: plan.worker,
    created_at: '2026-11-10T12:00:00Z',
    ...file,
  });
  const silent = await plan.task(project, phase, { status: 'active', progress_percent: 10 });
  const heard = await plan.task(project, phase, { status: 'active', progress_percent: 10 });
  for (const [task_id, created_at] of [
    [silent, '2026-11-14T12:00:00Z'],
    [heard, '2026-11-17T12:00:00Z'],
  ]) {
    await plan.insert('task_progress_log', { task_id, user_id: plan.worker, created_at });
  }
  const nobodys = await plan.task(project, phase, { owner_id: plan.owner, start_date: '2026-11-20' });
  const late = { status: 'overdue', start_date: '2026-11-02', end_date: '2026-11-06', duration_days: 5 };
  const first = await plan.task(project, phase, { ...late, work_package_id: roof });
  await plan.task(project, phase, { ...late, work_package_id: roof });
  await plan.task(project, phase, { ...late, work_package_id: roof });
  const last = await plan.task(project, phase, { start_date: '2026-11-09', duration_days: 200 });
  const link = { project_id: project, predecessor_task_id: first, successor_task_id: last };
  await plan.insert('task_dependency', link);

  await scan(project);
  const found = await alerts(project);
  expect(found.filter((line) => !line.includes('task_overdue'))).toEqual(
    [
      `1 evidence_missing ${bare} red`,
      `2 evidence_rejected_twice ${refused} red`,
      `2 overdue_cluster ${project} red`,
      `2 overdue_cluster ${roof} red`,
      `3 evidence_unreviewed ${waiting} yellow`,
      `3 stalled_task ${silent} yellow`,
      `4 unassigned ${nobodys} green`,
    ].sort(),
  );
  expect(found).toContain(`1 task_overdue ${first} red`);
  expect(found.filter((line) => line.startsWith('2 task_overdue'))).toHaveLength(2);
});

test('the owner hears of what can wait, at once of what is grave and the sponsor of the gravest, which goes on until it is acknowledged', async () => {
  await plan.rows('DELETE FROM pit_ops.escalation');
  const administrator = await plan.insert('user', {
    name: 'Administrator',
    email: 'administrator@example.test',
    role: 'admin',
  });
  const before = (await notices(plan.owner)).length;
  const { project, task } = await lateTask();
  await scan(project);
  const notice = {
    title: '“Ventilation” needs attention: 1 alert',
    message: '“Fans” was due on 2026-11-17.',
    link: `/pit/projects/${project}`,
  };
  const waiting = { ...notice, title: '“Ventilation” has 1 alert to look at' };
  expect((await notices(plan.owner)).slice(before)).toEqual([waiting]);
  const escalated = 'SELECT level FROM pit_ops.escalation WHERE project_id = $1';
  expect(await plan.rows(escalated, [project])).toEqual([]);
  const due = 'SELECT level FROM pit_ops.message_due WHERE user_id = $1 AND project_id = $2';
  expect(await plan.rows(due, [plan.owner, project])).toEqual([{ level: 3 }]);

  onDay('2026-11-20');
  await scan(project);
  expect((await notices(plan.owner)).slice(before)).toEqual([waiting, notice]);
  expect(await plan.rows(escalated, [project])).toEqual([{ level: 2 }]);
  expect(await notices(administrator)).toEqual([]);
  const told = await plan.rows(
    `SELECT FROM pit_ops.outbox WHERE topic = 'pit.notification.created' AND stream_id = $1`,
    [plan.sponsor],
  );
  expect(told).toHaveLength((await notices(plan.sponsor)).length);

  await plan.rows(`UPDATE pit.task SET duration_days = 200 WHERE id = $1`, [task]);
  onDay('2026-11-23');
  await scan(project);
  const gravest = {
    ...notice,
    message: '“Fans” was due on 2026-11-17, and the end of the project hangs on it.',
  };
  expect((await notices(plan.sponsor)).at(-1)).toEqual(gravest);
  expect(await notices(administrator)).toEqual([]);

  const service = { actor: { ...plan.actor(SYSTEM_USER, 'service') } };
  const hoursLater = (hours: number) => plan.run((tx) => escalate(tx, hours * 3_600), service);
  const heard = (await notices(plan.sponsor)).length;
  await hoursLater(5);
  expect(await notices(plan.sponsor)).toHaveLength(heard);
  await hoursLater(7);
  expect((await notices(plan.sponsor)).at(-1)).toMatchObject({
    title: '“Ventilation” still needs attention: nobody has acknowledged 1 alert',
    message: gravest.message,
  });
  await hoursLater(25);
  expect(await notices(administrator)).toMatchObject([{ message: gravest.message }]);
  await hoursLater(100);
  expect(await notices(administrator)).toHaveLength(1);
  expect(await plan.rows('SELECT FROM pit_ops.escalation WHERE project_id = $1', [project])).toEqual([]);
});

test('an alert that was acknowledged goes no further', async () => {
  await plan.rows('DELETE FROM pit_ops.escalation');
  const { project } = await lateTask();
  onDay('2026-11-20');
  await scan(project);
  const [due] = await plan.rows<{ id: string }>(
    'SELECT alert_id AS id FROM pit_ops.escalation WHERE project_id = $1',
    [project],
  );
  await plan.insertBeside('alert_ack', { project_id: project, alert_id: due?.id, user_id: plan.owner });
  const heard = (await notices(plan.sponsor)).length;
  await plan.run((tx) => escalate(tx, 49 * 3_600), { actor: plan.actor(SYSTEM_USER, 'service') });
  expect(await notices(plan.sponsor)).toHaveLength(heard);
  expect(await plan.rows('SELECT FROM pit_ops.escalation WHERE project_id = $1', [project])).toEqual([]);
});

test('a long name does not silence the message', async () => {
  const name = 'Ventilation '.repeat(41);
  const project = await plan.project({ name });
  const phase = await plan.phase(project);
  await plan.task(project, phase, {
    name,
    status: 'completed',
    progress_percent: 100,
    requires_evidence: true,
  });
  expect(await scan(project)).toMatchObject({ raised: 1, changed: 0, resolved: 0 });
  expect((await notices(plan.sponsor)).at(-1)?.title).toHaveLength(500);
});

test('alerts that would take one transaction too long are written in several', async () => {
  const project = await plan.project();
  const phase = await plan.phase(project);
  await plan.rows(
    `INSERT INTO pit.task (org_id, project_id, phase_id, name, owner_id, status, progress_percent, requires_evidence)
     SELECT $1, $2, $3, 'Task ' || n, $4, 'completed', 100, true FROM generate_series(1, 2001) n`,
    [plan.orgId, project, phase, plan.worker],
  );
  expect(await scan(project)).toEqual({ ...NOTHING, raised: 2000, isDone: false });
  expect(await scan(project)).toEqual({ ...NOTHING, raised: 1 });
  expect(await events(project)).toHaveLength(2001);
});

test('what has been so for long is found, and nobody is written to', async () => {
  const before = (await notices(plan.owner)).length;
  const { project, task } = await lateTask();
  onDay('2027-11-18');
  await scan(project);
  expect(await alerts(project)).toContain(`2 task_overdue ${task} red`);
  expect((await notices(plan.owner)).length).toBe(before);
});

test('the alerts of a deleted project are resolved, those of other makers stay', async () => {
  const { project } = await lateTask();
  await scan(project);
  const foreign = {
    project_id: project,
    severity: 'red',
    code: 'series_broken',
    message: 'More time is asked for.',
  };
  await plan.insert('watchdog_alert', foreign);
  await plan.rows('UPDATE pit.project SET deleted_at = now() WHERE id = $1', [project]);
  expect(await scan(project)).toMatchObject({ raised: 0, changed: 0, resolved: 1 });
  expect(await alerts(project)).toContain('series_broken red');
});

test('a project of another organisation is not there', async () => {
  const { project } = await lateTask();
  const other = await plan.neighbour();
  expect(await scan(project, other)).toEqual(NOTHING);
  expect(await alerts(project)).toEqual([]);
});

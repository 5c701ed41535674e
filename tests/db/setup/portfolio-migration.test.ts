import { ProjectFigures1700000106300 } from '../../../migrations/1700000106300-project-figures.ts';
import { migrate, revertLast } from '../../../src/db/setup/migrate.ts';
import { sealRecords } from '../../../src/services/audit/audit-sealing.ts';
import { cloneDatabase } from '../../support/postgres/database.ts';
import { openGraph, TEST_SEALER } from '../../support/processes/graph.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const NAME = new ProjectFigures1700000106300().name;

let plan: Plan;

beforeAll(async () => {
  plan = await Plan.within(await cloneDatabase());
});
afterAll(() => plan.close());

const RECORDS = `SELECT log.table_name, log.action, detail.project_id FROM pit.audit_log log
  JOIN pit_ops.audit_detail detail ON detail.audit_log_id = log.id ORDER BY detail.seq`;

test('plans that were there before the figures of projects and their histories have both afterwards', async () => {
  const { database } = plan;
  const target = { migrationUrl: database.ownerUrl, appUrl: database.appUrl };
  while ((await revertLast(target)) !== NAME);
  const neighbour = await plan.neighbour();
  const [one, other] = [await plan.project({ progress_percent: 5 }), await neighbour.project()];
  const phase = await plan.phase(one);
  const late = await plan.task(one, phase, { status: 'overdue', end_date: '2026-01-01' });
  await plan.task(one, phase, { status: 'completed', end_date: '2026-01-01' });
  await plan.task(one, phase, { status: 'overdue', end_date: '2026-01-01', deleted_at: new Date() });
  const step = await plan.subtask(late);
  await plan.evidence({ subtask_id: step }, 'accepted');
  const alert = {
    project_id: one,
    severity: 'red',
    code: 'task_overdue',
    message: 'Late',
    data: { level: 1 },
  };
  await plan.insert('watchdog_alert', alert);
  await plan.insert('watchdog_alert', {
    ...alert,
    data: { level: 2, subject: late },
    resolved_at: new Date(),
  });
  await plan.insert('team', { name: 'Team', manager_id: plan.owner });
  const sealing = () => sealRecords(plan.pool, plan.orgId, TEST_SEALER, { aborted: false });
  expect(await sealing()).toMatchObject({ seal: 1 });
  await migrate(target);

  const figures = await plan.rows(
    `SELECT project_id AS id, task_count AS tasks, overdue_task_count AS overdue, late_task_count AS late,
       open_alert_count AS alerts, health::int FROM pit_ops.project_figures ORDER BY project_id = $1 DESC`,
    [one],
  );
  expect(figures).toEqual([
    { id: one, tasks: 2, overdue: 1, late: 1, alerts: 1, health: 2 },
    { id: other, tasks: 0, overdue: 0, late: 0, alerts: 0, health: 0 },
  ]);
  expect(await plan.rows('SELECT pit_ops.count_wrong_figures()::int AS wrong')).toEqual([{ wrong: 0 }]);

  const records = await plan.rows<{ table_name: string; project_id: string | null }>(RECORDS);
  const placed = records.filter(({ project_id }) => project_id === one).map(({ table_name }) => table_name);
  const each = ['project', 'phase', 'task', 'task', 'task', 'subtask', 'evidence', 'evidence_review'];
  expect(placed).toEqual([...each, 'watchdog_alert', 'watchdog_alert']);
  const nowhere = records.filter(({ project_id }) => project_id === null).map(({ table_name }) => table_name);
  expect(new Set(nowhere)).toEqual(new Set(['organisation', 'user', 'team']));
  // The trail holds: what was sealed is as it was, though its projects were noted since.
  const graph = await openGraph(database);
  const { data } = await graph.ask(
    plan.actor(plan.owner, 'admin'),
    '{ verifyAuditTrail { holds recordsRead } }',
  );
  await graph.close();
  expect(data?.['verifyAuditTrail']).toMatchObject({ holds: true });
  await plan.rows('UPDATE pit.task SET name = $2 WHERE id = $1', [late, 'Renamed']);
  const last = (await plan.rows<{ table_name: string; project_id: string }>(RECORDS)).at(-1);
  expect(last).toMatchObject({ table_name: 'task', project_id: one });
});

import { Completion1700000070000 } from '../../../migrations/1700000070000-completion.ts';
import { migrate, revertLast } from '../../../src/db/setup/migrate.ts';
import type { MigrationNotice } from '../../../src/db/setup/migration-notices.ts';
import { rollOverDays } from '../../../src/jobs/day-roll-over.ts';
import { cloneDatabase } from '../../support/postgres/database.ts';
import { storedAndFresh } from '../../support/worlds/fresh-numbers.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const NAME = new Completion1700000070000().name;

let plan: Plan;

beforeAll(async () => {
  plan = await Plan.within(await cloneDatabase());
});
afterAll(() => plan.close());

test('the migration brings stored work to what is proven, and the day roll-over makes its sums anew', async () => {
  const { database } = plan;
  const target = { migrationUrl: database.ownerUrl, appUrl: database.appUrl };
  while ((await revertLast(target)) !== NAME);
  const project = await plan.project({ status: 'completed', progress_percent: 100 });
  const phase = await plan.phase(project, { progress_percent: 100 });
  const task = (values: object) =>
    plan.task(project, phase, { progress_percent: 100, requires_evidence: true, ...values });
  const unproven = await task({ status: 'completed' });
  const superseded = await task({ status: 'completed', linked_risk_mitigation_pct: 10 });
  const proven = await task({ status: 'completed', linked_risk_mitigation_pct: 10 });
  const claimed = await task({ status: 'active' });
  const parent = await task({ status: 'completed', requires_evidence: false });
  await plan.subtask(parent, { status: 'completed', progress_percent: 100, requires_evidence: true });
  const old = await plan.evidence({ task_id: superseded }, 'accepted');
  await plan.evidence({ task_id: proven }, 'accepted');
  const better = await plan.evidence({ task_id: superseded }, 'rejected');
  await plan.rows('UPDATE pit.evidence SET metadata = $2 WHERE id = $1', [better, { supersedes: old }]);
  const entry = {
    task_id: unproven,
    user_id: plan.worker,
    old_progress_percent: 30,
    new_progress_percent: 100,
  };
  await plan.insert('task_progress_log', { ...entry, new_status: 'completed' });
  const [audited] = await plan.rows('SELECT count(*) FROM pit.audit_log');
  const told: MigrationNotice[] = [];
  await migrate(target, (notice) => told.push(notice));
  expect(told.filter(({ migration }) => migration === NAME).map(({ message }) => message)).toEqual([
    '3 tasks and subtasks were complete without the evidence that they require and are open again',
    '1 tasks and subtasks that were open at 100 % are at 99 %',
    '1 completed projects with open tasks are active',
  ]);
  const stands = await plan.rows<{ id: string; stand: string }>(
    `SELECT id, concat(status, ' ', progress_percent) AS stand FROM pit.task`,
  );
  const standOf = new Map(stands.map(({ id, stand }) => [id, stand]));
  expect([unproven, superseded, proven, claimed, parent].map((id) => standOf.get(id))).toEqual([
    'active 30',
    'active 99',
    'completed 100',
    'active 99',
    'active 99',
  ]);
  expect(await plan.rows('SELECT status FROM pit.project')).toEqual([{ status: 'active' }]);
  expect(await plan.rows('SELECT count(*) FROM pit.audit_log')).toEqual([audited]);

  await rollOverDays(plan.pool);
  const [day] = await plan.rows<{ today: string }>(
    `SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS today`,
  );
  const { stored, fresh } = await storedAndFresh(plan, project, {
    today: day?.today ?? '',
    weighting: 'equal',
  });
  expect(stored).toEqual(fresh);
  expect(stored[project]).toMatchObject({ mitigation: '50.00', progress: 85 });
  expect(stored[phase]).toMatchObject({ progress: 85 });
});

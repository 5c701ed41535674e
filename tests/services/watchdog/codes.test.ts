import { clock } from '../../../src/clock.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { scanProject, type ScanReport } from '../../../src/services/watchdog/watchdog.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

let plan: Plan;
const real = { ...clock };
const TODAY = '2026-11-18';

beforeAll(async () => {
  plan = await Plan.open({ watchdog: { overloadTasks: 3 } });
  clock.today = () => TODAY;
});

afterAll(async () => {
  Object.assign(clock, real);
  await plan?.close();
});

const scan = (project: string): Promise<ScanReport> =>
  plan.run((tx) => scanProject(tx, project), { actor: systemActor(plan.orgId) });

/** Scans twice, the second time in vain, and answers what is open in the project then. */
async function codes(project: string): Promise<string[]> {
  await scan(project);
  expect(await scan(project)).toMatchObject({ raised: 0, changed: 0, resolved: 0, isDone: true });
  const rows = await plan.rows<{ line: string }>(
    `SELECT concat_ws(' ', data ->> 'level', code, data ->> 'subject') AS line FROM pit.watchdog_alert
     WHERE project_id = $1 AND resolved_at IS NULL ORDER BY line`,
    [project],
  );
  return rows.map(({ line }) => line);
}

async function place(values: object = {}): Promise<{ project: string; phase: string }> {
  const project = await plan.project({ start_date: '2026-11-02', ...values });
  return { project, phase: await plan.phase(project) };
}

test('a subtask that stands still is found, and gone once it moves', async () => {
  const { project, phase } = await place();
  const task = await plan.task(project, phase);
  const old = { start_date: '2026-11-02', created_at: '2026-11-01T00:00:00Z' };
  const step = await plan.subtask(task, { ...old, status: 'active' });
  expect(await codes(project)).toEqual([`3 stalled_subtask ${step}`]);
  await plan.rows('UPDATE pit.subtask SET progress_percent = 10 WHERE id = $1', [step]);
  expect(await codes(project)).toEqual([]);
});

test('a status that went round the service is found once the day is settled, and gone when it is right', async () => {
  const { project, phase } = await place();
  const task = await plan.task(project, phase, { status: 'blocked' });
  expect(await codes(project)).toEqual([]);
  await plan.rows('INSERT INTO pit_ops.settled_day (org_id, day) VALUES ($1, $2)', [plan.orgId, TODAY]);
  expect(await codes(project)).toEqual([`2 status_mismatch ${task}`]);
  await plan.rows(
    'INSERT INTO pit_ops.work_mark (org_id, node_id, task_id, is_blocked) VALUES ($1, $2, $2, true)',
    [plan.orgId, task],
  );
  expect(await codes(project)).toEqual([]);
  await plan.rows('DELETE FROM pit_ops.settled_day');
});

test('actual dates that break a dependency are found, and gone once they are right', async () => {
  const { project, phase } = await place();
  const done = { status: 'completed', progress_percent: 100 };
  const [a, b] = [await plan.task(project, phase, done), await plan.task(project, phase, done)];
  for (const [task, start, finish] of [
    [a, '2026-11-02', '2026-11-06'],
    [b, '2026-11-05', '2026-11-10'],
  ]) {
    await plan.rows(
      'INSERT INTO pit_ops.task_actual (org_id, task_id, project_id, actual_start, actual_finish) VALUES ($1, $2, $3, $4, $5)',
      [plan.orgId, task, project, start, finish],
    );
  }
  const ends = { project_id: project, predecessor_task_id: a, successor_task_id: b };
  const link = await plan.insert('task_dependency', ends);
  expect(await codes(project)).toEqual([`2 early_successor_start ${link}`]);
  await plan.rows(`UPDATE pit_ops.task_actual SET actual_start = '2026-11-09' WHERE task_id = $1`, [b]);
  expect(await codes(project)).toEqual([]);
});

test('a cycle that SQL has made is found, and gone without one of its links', async () => {
  const { project, phase } = await place();
  const [a, b] = [await plan.task(project, phase), await plan.task(project, phase)];
  const link = { project_id: project };
  await plan.insert('task_dependency', { ...link, predecessor_task_id: a, successor_task_id: b });
  const back = await plan.insert('task_dependency', {
    ...link,
    predecessor_task_id: b,
    successor_task_id: a,
  });
  expect(await codes(project)).toEqual([`1 dependency_cycle ${[a, b].sort()[0]}`]);
  await plan.rows('DELETE FROM pit.task_dependency WHERE id = $1', [back]);
  expect(await codes(project)).toEqual([]);
});

test('a finish later than promised is found, and gone when the promise is another one', async () => {
  const { project, phase } = await place();
  await plan.rows(
    `INSERT INTO pit_ops.date_frame (org_id, node_id, project_id, end_typed) VALUES ($1, $2, $2, '2026-11-20')`,
    [plan.orgId, project],
  );
  const dates = { start_date: '2026-11-02', end_date: '2026-12-31', duration_days: 44 };
  await plan.task(project, phase, { status: 'active', progress_percent: 50, ...dates });
  expect(await codes(project)).toEqual([`1 critical_path_drift ${project}`]);
  await plan.rows(`UPDATE pit_ops.date_frame SET end_typed = '2027-03-01' WHERE node_id = $1`, [project]);
  expect(await codes(project)).toEqual([]);
});

test('hardly any progress in most of the time is found, and gone with more', async () => {
  const { project, phase } = await place();
  const dates = { start_date: '2026-11-02', end_date: '2026-11-23', duration_days: 16 };
  const task = await plan.task(project, phase, { status: 'active', progress_percent: 10, ...dates });
  expect(await codes(project)).toEqual([`2 duration_mismatch ${task}`]);
  await plan.rows('UPDATE pit.task SET progress_percent = 20 WHERE id = $1', [task]);
  expect(await codes(project)).toEqual([]);
});

test('money spent beyond the budget is found, and a burn rate beside its plan, and both go with a new snapshot', async () => {
  const { project, phase } = await place();
  const dates = { start_date: '2026-10-05', end_date: '2026-12-31', duration_days: 64 };
  await plan.task(project, phase, { status: 'active', progress_percent: 50, capex_cost: 100, ...dates });
  const snapshot = (captured_at: string, capex_spent: number) =>
    plan.insert('cost_snapshot', { project_id: project, captured_at, capex_spent });
  await snapshot('2026-11-02T12:00:00Z', 0);
  await snapshot('2026-11-16T12:00:00Z', 150.01);
  expect(await codes(project)).toEqual([`1 cost_spike ${project}`, `3 cost_spike ${project}:burn`]);
  await snapshot('2026-11-17T12:00:00Z', 17.5);
  expect(await codes(project)).toEqual([]);
});

test('somebody with too much at once is found where most of it is; a change elsewhere says which project is due', async () => {
  const [one, two] = [await place(), await place()];
  const running = { owner_id: plan.helper, status: 'active', progress_percent: 50 };
  await plan.task(one.project, one.phase, running);
  await plan.task(one.project, one.phase, running);
  expect(await codes(one.project)).toEqual([]);
  const others = [
    await plan.task(two.project, two.phase, running),
    await plan.task(two.project, two.phase, { ...running, status: 'blocked' }),
  ];
  expect(await codes(two.project)).toEqual([]);
  await plan.rows(`UPDATE pit.task SET status = 'active' WHERE id = $1`, [others[1]]);
  const home = [one.project, two.project].sort()[0]!;
  const other = home === one.project ? two.project : one.project;
  expect((await scan(other)).alsoDue).toEqual([home]);
  expect(await codes(home)).toEqual([`3 owner_overload ${plan.helper}`]);
  expect((await scan(other)).alsoDue).toEqual([]);

  // Also where nothing of that person is left in the project that has changed.
  await plan.rows('UPDATE pit.task SET owner_id = $1 WHERE project_id = $2', [plan.worker, other]);
  expect((await scan(other)).alsoDue).toEqual([home]);
  expect(await codes(home)).toEqual([]);
  expect((await scan(other)).alsoDue).toEqual([]);
});

test('a risk behind its plan is found in the project that planned most of it, and gone once the work is done', async () => {
  const [one, two] = [await place(), await place()];
  const risk = '5f0c6f2e-6f3c-4d3a-9f0f-1f6f3c4d3a9f';
  const dates = { start_date: '2026-11-02', end_date: '2026-11-17', duration_days: 12, status: 'overdue' };
  const mitigating = async ({ project, phase }: typeof one, pct: number): Promise<string> => {
    const task = await plan.task(project, phase, {
      linked_risk_mitigation_pct: pct,
      progress_percent: 50,
      ...dates,
    });
    await plan.insert('risk_link', { task_id: task, risk_id: risk, link_type: 'residual' });
    return task;
  };
  const small = await mitigating(one, 10);
  const large = await mitigating(two, 20);
  expect((await scan(one.project)).alsoDue).toContain(two.project);
  const found = (await codes(two.project)).filter((line) => line.includes('risk'));
  expect(found).toEqual([`2 risk_not_mitigating ${risk}`]);
  await plan.rows(`UPDATE pit.task SET progress_percent = 100, status = 'completed' WHERE id = ANY ($1)`, [
    [small, large],
  ]);
  expect((await scan(one.project)).alsoDue).toContain(two.project);
  expect(await codes(two.project)).toEqual([]);
});

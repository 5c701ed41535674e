import { clock } from '../../../src/clock.ts';
import { LOAD_PLANS } from '../../../src/db/queries/schedule/plan-load-query.ts';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { ScheduleJob } from '../../../src/jobs/schedule.ts';
import { recountNext } from '../../../src/services/maintenance/day-roll-over.ts';
import { pruneEvents } from '../../../src/services/maintenance/maintenance.ts';
import { moveStatus, updateProgress } from '../../../src/services/plan/status/task-status.ts';
import { addDependency, removeDependency } from '../../../src/services/plan/tasks/dependencies.ts';
import { moveTask } from '../../../src/services/plan/tasks/task-move.ts';
import { deleteTask, restoreTask } from '../../../src/services/plan/tasks/task-removal.ts';
import { updateTask } from '../../../src/services/plan/tasks/task-update.ts';
import { setScheduleSettings } from '../../../src/services/schedule/project-rule.ts';
import { refreshSchedules, staleProjects } from '../../../src/services/schedule/refresh-schedules.ts';
import { loadPlans, planReads, plansWithin } from '../../../src/services/schedule/resident-plans.ts';
import { storedPlan } from '../../../src/services/schedule/stored-plan.ts';
import { setTaskRule } from '../../../src/services/schedule/task-rule.ts';
import type { Tx } from '../../../src/services/transaction/command.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const MOST = 1_000;
let plan: Plan;
const real = { ...clock };

beforeAll(async () => {
  clock.today = () => '2026-11-18';
  plan = await Plan.open();
});

afterAll(async () => {
  Object.assign(clock, real);
  await plan?.close();
});

const asSystem = <T extends object>(verb: (tx: Tx) => Promise<T>): Promise<T> =>
  plan.run(verb, { actor: systemActor(plan.orgId) });
const asOwner = <T extends object>(verb: (tx: Tx) => Promise<T>): Promise<T> =>
  plan.run(verb, { actor: plan.actor(plan.owner, 'admin') });

/** The plan as it is at hand after a load, which way it came, and as it is read as a whole. */
async function load(projectId: string) {
  const before = planReads();
  return asSystem(async (tx) => {
    const loaded = (await loadPlans(plansWithin(tx), [{ projectId }], MOST)).get(projectId)!;
    const after = planReads();
    const { rows } = await tx.run(LOAD_PLANS, [[projectId], MOST]);
    const way = after.patched > before.patched ? 'patched' : 'whole';
    return { ...loaded, way, whole: storedPlan(rows[0]!, MOST)! };
  });
}

async function expectLoad(projectId: string, way: 'patched' | 'whole'): Promise<void> {
  const loaded = await load(projectId);
  expect(loaded.plan).toEqual(loaded.whole);
  expect(loaded.way).toBe(way);
}

/** A chain of four tasks, at hand. */
async function chain(): Promise<{ project: string; phase: string; tasks: string[] }> {
  const project = await plan.project();
  const phase = await plan.phase(project);
  const tasks: string[] = [];
  for (let n = 0; n < 4; n += 1)
    tasks.push(
      await plan.task(project, phase, { name: `t${n}`, duration_days: 2, start_date: '2026-11-20' }),
    );
  for (let n = 1; n < 4; n += 1)
    await asOwner((tx) => addDependency(tx, { predecessorId: tasks[n - 1]!, successorId: tasks[n]! }));
  await load(project);
  return { project, phase, tasks };
}

test('what people do to tasks and dependencies is read alone, and gives the plan that is read as a whole', async () => {
  const { project, phase, tasks } = await chain();
  const [a, b, c, d] = tasks as [string, string, string, string];
  const link = async (): Promise<string> =>
    (
      await plan.rows<{ id: string }>('SELECT id FROM pit.task_dependency WHERE predecessor_task_id = $1', [
        a,
      ])
    )[0]!.id;
  const changes: ((tx: Tx) => Promise<object>)[] = [
    (tx) => updateTask(tx, { id: a, durationDays: 7 }),
    (tx) => updateProgress(tx, { taskId: a, percent: 40 }),
    (tx) => moveStatus(tx, 'completeTask', { id: a }),
    (tx) => setTaskRule(tx, { taskId: b, mode: 'manual', deadline: '2026-12-24' }),
    (tx) => addDependency(tx, { predecessorId: a, successorId: d, lagDays: 2 }),
    (tx) => deleteTask(tx, { id: c }),
    (tx) => restoreTask(tx, { id: c }),
    (tx) => moveTask(tx, { id: d, phaseId: phase, position: 0 }),
  ];
  for (const change of changes) {
    await asOwner(change);
    await expectLoad(project, 'patched');
  }
  const id = await link();
  await asOwner((tx) => removeDependency(tx, { id }));
  await expectLoad(project, 'patched');
  const other = await plan.project();
  await asOwner((tx) => moveTask(tx, { id: c, projectId: other, dropDependencies: true }));
  await expectLoad(project, 'patched');
});

test('an event that names no task, and more or fewer events than there were, have the plan read as a whole', async () => {
  const { project, tasks } = await chain();
  await expectLoad(project, 'patched');
  await asOwner((tx) => setScheduleSettings(tx, { projectId: project, schedule: { criticalSlackDays: 2 } }));
  await expectLoad(project, 'whole');
  await asOwner((tx) => updateTask(tx, { id: tasks[0]!, durationDays: 3 }));
  await plan.rows(`UPDATE pit_ops.outbox SET created_at = now() - interval '400 days' WHERE stream_id = $1`, [
    project,
  ]);
  await pruneEvents(plan.pool, plan.orgId, 7);
  await expectLoad(project, 'whole');
  await asSystem(async (tx) => {
    for (let n = 0; n < 2_001; n += 1)
      tx.emit({
        topic: 'pit.task.updated',
        streamId: project,
        payload: { projectId: project, taskId: tasks[0]! },
      });
    return {};
  });
  await expectLoad(project, 'whole');
  await expectLoad(project, 'patched');
});

test('a calendar by which durations are counted anew has plans read as a whole, and so has each later batch of them', async () => {
  const { project, tasks } = await chain();
  await plan.rows(
    `UPDATE pit.task SET start_date = '2026-11-20', end_date = '2026-11-23', duration_days = 2 WHERE id = $1`,
    [tasks[0]],
  );
  await plan.rows(`UPDATE pit.organisation SET settings = '{"holidays":["2026-11-23"]}' WHERE id = $1`, [
    plan.orgId,
  ]);
  await expectLoad(project, 'whole');
  const before = await load(project);
  await asSystem((tx) => recountNext(tx, null, 2_000));
  await expectLoad(project, 'whole');
  const after = await load(project);
  const at = before.plan.facts.tasks.ids.indexOf(tasks[0]!);
  expect([before.plan.facts.tasks.duration[at], after.plan.facts.tasks.duration[at]]).toEqual([2, 1]);
  await plan.rows(`UPDATE pit.organisation SET settings = '{}' WHERE id = $1`, [plan.orgId]);
});

test('rows that a task has brought along from another project, or back, are stored as computed', async () => {
  const first = await chain();
  const second = await chain();
  const refresh = () => asSystem(async (tx) => refreshSchedules(tx, await staleProjects(tx, { limit: 100 })));
  const stored = () =>
    plan.rows(
      `SELECT task_id, project_id, early_start::text, early_finish::text, total_slack, link_slack
       FROM pit_ops.task_schedule WHERE project_id = ANY ($1) ORDER BY task_id`,
      [[first.project, second.project]],
    );
  const id = await plan.task(first.project, first.phase, { name: 'free', duration_days: 2 });
  // Where it goes for a while nothing starts before the next year.
  await plan.rows(
    `INSERT INTO pit_ops.date_frame (node_id, org_id, project_id, start_typed) VALUES ($1, $2, $1, '2027-02-01')`,
    [second.project, plan.orgId],
  );
  await asOwner((tx) => updateTask(tx, { id, name: 'Free' }));
  await refresh();
  const there = { id, projectId: second.project, dropDependencies: true };
  await asOwner((tx) => moveTask(tx, there));
  await asSystem(async (tx) =>
    refreshSchedules(tx, await staleProjects(tx, { among: [second.project], limit: 9 })),
  );
  await asOwner((tx) => moveTask(tx, { id, projectId: first.project, dropDependencies: true }));
  await refresh();
  const warm = await stored();
  await plan.rows('DELETE FROM pit_ops.task_schedule WHERE project_id = ANY ($1)', [
    [first.project, second.project],
  ]);
  await plan.rows('DELETE FROM pit_ops.project_schedule WHERE project_id = ANY ($1)', [
    [first.project, second.project],
  ]);
  await refresh();
  expect(warm).toEqual(await stored());
  expect(warm).toHaveLength(9);
});

test('where a row that was stored is another one, the next version that this process did not store finds out', async () => {
  const { project, tasks } = await chain();
  const refresh = () => asSystem(async (tx) => refreshSchedules(tx, await staleProjects(tx, { limit: 100 })));
  await refresh();
  // As another process would: it stores a row, and the version with it.
  await plan.rows('UPDATE pit_ops.task_schedule SET total_slack = 99 WHERE task_id = $1', [tasks[2]]);
  await plan.rows('UPDATE pit_ops.project_schedule SET computed_at = now() WHERE project_id = $1', [project]);
  await asOwner((tx) => updateTask(tx, { id: tasks[0]!, name: 'Another name' }));
  await refresh();
  const [row] = await plan.rows('SELECT total_slack FROM pit_ops.task_schedule WHERE task_id = $1', [
    tasks[2],
  ]);
  expect(row?.['total_slack']).toBe(0);
});

test('a plan at hand that cannot be stored is read as a whole by the next sweep', async () => {
  const project = await plan.project();
  const phase = await plan.phase(project);
  const [kept, gone] = [await plan.task(project, phase), await plan.task(project, phase, { order_index: 1 })];
  await load(project);
  // As in another database under the same ids: a task that is at hand is not there, and no event tells.
  await plan.rows('DELETE FROM pit.task WHERE id = $1', [gone]);
  const job = new ScheduleJob(plan.pool);
  const scheduled = async () => {
    await job.sweep();
    return plan.rows('SELECT task_id FROM pit_ops.task_schedule WHERE project_id = $1', [project]);
  };
  expect(await scheduled()).toEqual([]);
  expect(await scheduled()).toEqual([{ task_id: kept }]);
  await job.stop();
});

import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { clock } from '../../../src/clock.ts';
import { PitError } from '../../../src/domain/errors.ts';
import { moveTask } from '../../../src/services/plan/tasks/task-move.ts';
import { rebuildRollups } from '../../../src/services/rollup/rollup.ts';
import { storedAndFresh } from '../../support/worlds/fresh-numbers.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

const TODAY = '2026-11-18';
const real = { ...clock };
let api: PlanGraph;
beforeAll(async () => {
  clock.today = () => TODAY;
  api = await PlanGraph.open();
});
afterAll(async () => {
  Object.assign(clock, real);
  await api.close();
});

interface Place {
  project: string;
  phase: string;
  pack: string;
}

async function place(values: Record<string, unknown> = {}): Promise<Place> {
  const project = await api.plan.project(values);
  const phase = await api.plan.phase(project);
  return { project, phase, pack: await api.plan.workPackage(project, phase) };
}

async function rebuilt(...projects: string[]): Promise<void> {
  for (const id of projects)
    await api.plan.run(async (tx) => ({ tasks: (await rebuildRollups(tx, id)).size }));
}

const topics = async (project: string): Promise<string[]> => {
  const rows = await api.plan.rows<{ topic: string }>(
    'SELECT topic FROM pit_ops.outbox WHERE stream_id = $1 ORDER BY seq',
    [project],
  );
  return rows.map(({ topic }) => topic);
};

test('a task moves to another project with all that hangs on it, and both sums follow', async () => {
  const { plan } = api;
  const [from, to] = [await place(), await place()];
  const cluster = await plan.insert('task_cluster', {
    project_id: from.project,
    name: 'Together',
    created_by: plan.owner,
  });
  const task = await plan.task(from.project, from.phase, {
    work_package_id: from.pack,
    cluster_id: cluster,
    capex_cost: '100.25',
    start_date: '2026-12-01',
    end_date: '2026-12-04',
    duration_days: 4,
  });
  await plan.task(from.project, from.phase, { work_package_id: from.pack, capex_cost: '1', order_index: 1 });
  const step = await plan.subtask(task);
  const evidence = await plan.insert('evidence', {
    task_id: task,
    uploaded_by: plan.worker,
    file_url: 'https://files.test/moved',
    file_type: 'document',
    metadata: {},
  });
  await rebuilt(from.project, to.project);
  await api.done('addComment', { taskId: task, text: 'Goes along' }, 'task { id }');
  const alert = await plan.insert('watchdog_alert', {
    project_id: from.project,
    severity: 'yellow',
    code: 'stalled_task',
    message: 'Stalled',
    data: { level: 3, subject: task, subjectType: 'task' },
  });
  const fields = `task { projectId phaseId workPackageId clusterId orderIndex subtasks { nodes { id } }
    comments { totalCount } } project { id capexTotal startDate endDate }`;
  const moved = await api.done<{ task: object; project: object }>(
    'moveTask',
    { id: task, projectId: to.project, workPackageId: to.pack },
    fields,
  );
  expect(moved).toMatchObject({
    task: {
      projectId: to.project,
      phaseId: to.phase,
      workPackageId: to.pack,
      clusterId: null,
      orderIndex: 0,
      comments: { totalCount: 1 },
    },
    project: { id: to.project, capexTotal: '100.25', startDate: '2026-12-01', endDate: '2026-12-04' },
  });
  expect(JSON.stringify(moved.task)).toContain(step);
  const { data } = await api.graph.ask(
    plan.actor(),
    `{ project(id: "${from.project}") { capexTotal startDate } evidence(id: "${evidence}") { task { projectId } } }`,
  );
  expect(data).toEqual({
    project: { capexTotal: '1.00', startDate: null },
    evidence: { task: { projectId: to.project } },
  });
  expect(await api.order('task', `work_package_id = '${from.pack}'`)).toEqual(['Task@0']);
  const [row] = await plan.rows('SELECT resolved_at FROM pit.watchdog_alert WHERE id = $1', [alert]);
  expect(row).not.toMatchObject({ resolved_at: null });
  expect(await topics(from.project)).toEqual([
    'pit.task.commented',
    'pit.task.updated',
    'pit.watchdog.alert',
  ]);
  expect(await topics(to.project)).toEqual(['pit.task.created']);
});

test('dependencies on tasks that stay are refused by name, or dropped when that is asked', async () => {
  const { plan } = api;
  const [from, to] = [await place(), await place()];
  const task = await plan.task(from.project, from.phase, { name: 'Goes' });
  const [before, after] = [
    await plan.task(from.project, from.phase, { name: 'Before', order_index: 1 }),
    await plan.task(from.project, from.phase, { name: 'After', order_index: 2 }),
  ];
  const link = (earlier: string, later: string) =>
    plan.insert('task_dependency', {
      project_id: from.project,
      predecessor_task_id: earlier,
      successor_task_id: later,
    });
  const links = [await link(before, task), await link(task, after)];
  await rebuilt(from.project, to.project);
  const input = { id: task, projectId: to.project, phaseId: to.phase };
  const { errors } = await api.ask('moveTask', input, 'task { id }', plan.actor());
  expect(errors?.[0]?.message).toBe('Tasks that stay behind are linked to it: "After", "Before".');
  expect(errors?.[0]?.extensions).toMatchObject({
    pit: 'PIT003',
    field: 'input.dropDependencies',
    dependencyIds: expect.arrayContaining(links),
  });
  await api.done('moveTask', { ...input, dropDependencies: true }, 'task { id }');
  expect(await plan.rows('SELECT id FROM pit.task_dependency WHERE project_id = $1', [from.project])).toEqual(
    [],
  );
  expect((await topics(from.project)).filter((topic) => topic === 'pit.dependency.updated')).toHaveLength(2);
});

test('without a place it goes to “General”, and where it is already nothing happens', async () => {
  const from = await place();
  const to = await api.make('Project', { name: 'To' });
  const task = await api.plan.task(from.project, from.phase);
  const fields = 'task { projectId workPackage { name } }';
  const expected = { task: { projectId: to, workPackage: { name: 'General' } } };
  const input = { id: task, projectId: to, idempotencyKey: randomUUID() };
  expect(await api.done('moveTask', input, fields)).toEqual(expected);
  expect(await api.done('moveTask', input, fields)).toEqual(expected);
  expect(await api.done('moveTask', { id: task, projectId: to }, fields)).toEqual(expected);
});

test('projects that take no plan, places of others and strangers are refused', async () => {
  const { plan } = api;
  const [from, to] = [await place(), await place()];
  const task = await plan.task(from.project, from.phase);
  const refused = (more: object, actor = plan.actor()) =>
    api.refused('moveTask', { id: task, projectId: to.project, ...more }, actor);
  for (const status of ['completed', 'archived']) {
    for (const { project } of [from, to]) {
      await plan.rows('UPDATE pit.project SET status = $2 WHERE id = $1', [project, status]);
      expect(await refused({ phaseId: to.phase })).toMatchObject({ code: 'CONFLICT', projectId: project });
      await plan.rows(`UPDATE pit.project SET status = 'active' WHERE id = $1`, [project]);
    }
  }
  expect(await refused({ phaseId: from.phase })).toMatchObject({ code: 'NOT_FOUND', field: 'input.phaseId' });
  expect(await refused({ projectId: randomUUID() })).toMatchObject({ field: 'input.projectId' });
  // Who owns the one project alone moves nothing into the other.
  const own = await place({ owner_id: plan.helper, sponsor_id: null });
  const theirs = await plan.task(own.project, own.phase);
  const helper = plan.actor(plan.helper);
  await plan.rows('UPDATE pit.phase SET owner_id = $2 WHERE id = $1', [own.phase, plan.helper]);
  expect(
    await api.refused('moveTask', { id: theirs, projectId: to.project, phaseId: to.phase }, helper),
  ).toMatchObject({ code: 'FORBIDDEN' });
  const late = await place();
  await plan.rows(`UPDATE pit.task SET start_date = '2026-12-01', end_date = '2026-12-02' WHERE id = $1`, [
    task,
  ]);
  await plan.rows(
    `INSERT INTO pit_ops.date_frame (node_id, org_id, project_id, start_typed) VALUES ($1, $2, $1, '2027-01-01')`,
    [late.project, plan.orgId],
  );
  await plan.rows(`UPDATE pit.organisation SET settings = '{"childDates":"refuse"}' WHERE id = $1`, [
    plan.orgId,
  ]);
  const dates = await refused({ projectId: late.project, phaseId: late.phase });
  await plan.rows(`UPDATE pit.organisation SET settings = '{}' WHERE id = $1`, [plan.orgId]);
  expect(dates).toMatchObject({ pit: 'PIT006' });
});

test('two opposite moves at once wait for each other, and both are done', async () => {
  const [one, two] = [await place(), await place()];
  const tasks = await Promise.all(
    Array.from({ length: 6 }, (_, n) => {
      const at = n % 2 === 0 ? one : two;
      return api.plan.task(at.project, at.phase, { order_index: n, capex_cost: '1' });
    }),
  );
  await rebuilt(one.project, two.project);
  const move = (id: string | undefined, to: Place) =>
    api.done('moveTask', { id, projectId: to.project, phaseId: to.phase }, 'task { id }');
  for (let n = 0; n < tasks.length; n += 2) {
    await Promise.all([move(tasks[n], two), move(tasks[n + 1], one)]);
  }
  for (const { project } of [one, two]) {
    const { stored, fresh } = await storedAndFresh(api.plan, project, { today: TODAY, weighting: 'equal' });
    expect(stored).toEqual(fresh);
  }
});

const move = fc.record({
  task: fc.nat({ max: 7 }),
  to: fc.nat({ max: 2 }),
  isPacked: fc.boolean(),
  isDropping: fc.boolean(),
});

test('after any moves the numbers of all projects are those computed afresh', async () => {
  const { plan } = api;
  await fc.assert(
    fc.asyncProperty(fc.array(move, { minLength: 3, maxLength: 12 }), async (moves) => {
      const places = [await place(), await place(), await place()];
      const tasks: string[] = [];
      for (let n = 0; n < 8; n++) {
        const at = places[n % 2] as Place;
        const work = {
          order_index: n,
          work_package_id: n % 3 === 0 ? at.pack : null,
          capex_cost: `${n}.05`,
          progress_percent: (n * 13) % 100,
          linked_risk_mitigation_pct: String(n),
          start_date: '2026-11-02',
          end_date: n % 2 === 0 ? '2026-11-27' : '2026-11-10',
        };
        tasks.push(await plan.task(at.project, at.phase, work));
        if (n % 4 === 1) await plan.subtask(tasks[n] as string, { progress_percent: 35 });
        if (n >= 2 && n % 3 === 2) {
          await plan.insert('task_dependency', {
            project_id: at.project,
            predecessor_task_id: tasks[n - 2],
            successor_task_id: tasks[n],
          });
        }
      }
      await rebuilt(...places.map(({ project }) => project));
      for (const { task, to, isPacked, isDropping } of moves) {
        const at = places[to] as Place;
        const input = {
          id: tasks[task] as string,
          projectId: at.project,
          ...(isPacked ? { workPackageId: at.pack } : { phaseId: at.phase }),
          dropDependencies: isDropping,
        };
        await plan
          .run((tx) => moveTask(tx, input))
          .catch((error: unknown) => {
            if (!(error instanceof PitError)) throw error;
          });
      }
      for (const { project } of places) {
        const numbers = await storedAndFresh(plan, project, { today: TODAY, weighting: 'equal' });
        expect(numbers.stored).toEqual(numbers.fresh);
      }
    }),
    { numRuns: 10, endOnFailure: true },
  );
}, 120_000);

import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let projectId: string;
beforeAll(async () => {
  api = await PlanGraph.open();
  projectId = await api.plan.project();
});
afterAll(() => api.close());

test('phases stand where they are put, without gaps', async () => {
  const id = await api.plan.project();
  const order = () => api.order('phase', `project_id = '${id}'`);
  const ids: Record<string, string> = {};
  for (const name of ['a', 'b', 'c']) ids[name] = await api.make('Phase', { projectId: id, name });
  await api.make('Phase', { projectId: id, name: 'first', position: 0 });
  expect(await order()).toEqual(['first@0', 'a@1', 'b@2', 'c@3']);
  await api.done('movePhase', { id: ids['c'], position: 1 }, 'phase { orderIndex } project { id }');
  expect(await order()).toEqual(['first@0', 'c@1', 'a@2', 'b@3']);
  await api.done('movePhase', { id: ids['c'], position: 99 }, 'phase { orderIndex }');
  await api.done('deletePhase', { id: ids['a'] }, 'phase { id }');
  expect(await order()).toEqual(['first@0', 'b@1', 'c@2']);
  await api.done('restorePhase', { id: ids['a'] }, 'phase { id }');
  expect(await order()).toEqual(['first@0', 'a@1', 'b@2', 'c@3']);
  expect(await api.refused('movePhase', { id: ids['c'], position: -1 })).toMatchObject({
    field: 'input.position',
  });
});

test('siblings added and moved at once still stand without gaps', async () => {
  const phaseId = await api.plan.phase(projectId);
  const made = await Promise.all(
    Array.from({ length: 8 }, (_, n) => api.make('WorkPackage', { phaseId, name: `w${n}`, position: n % 3 })),
  );
  await Promise.all([
    ...made.slice(0, 3).map((id) => api.done('moveWorkPackage', { id, position: 0 }, 'workPackage { id }')),
    ...made.slice(3, 5).map((id) => api.done('deleteWorkPackage', { id }, 'workPackage { id }')),
  ]);
  const places = (await api.order('work_package', `phase_id = '${phaseId}'`)).map(
    (entry) => entry.split('@')[1],
  );
  expect(places).toEqual(['0', '1', '2', '3', '4', '5']);
});

test('a work package takes its tasks and what they add up to into another phase', async () => {
  const from = await api.make('Phase', { projectId, name: 'from' });
  const to = await api.make('Phase', { projectId, name: 'to' });
  const id = await api.make('WorkPackage', { phaseId: from });
  const taskId = await api.make('Task', {
    workPackageId: id,
    capexCost: '10',
    startDate: '2026-03-02',
    durationDays: 2,
  });
  await api.done('updateProgress', { taskId, percent: 40 }, 'task { id }');
  const fields = 'workPackage { phaseId } phase { name progressPercent capexTotal startDate endDate }';
  expect(await api.done('moveWorkPackage', { id, phaseId: to }, fields)).toEqual({
    workPackage: { phaseId: to },
    phase: {
      name: 'to',
      progressPercent: 40,
      capexTotal: '10.00',
      startDate: '2026-03-02',
      endDate: '2026-03-03',
    },
  });
  expect(await api.done('updatePhase', { id: from }, 'phase { progressPercent capexTotal }')).toEqual({
    phase: { progressPercent: 0, capexTotal: '0.00' },
  });
  const elsewhere = await api.plan.phase(await api.plan.project());
  expect(await api.refused('moveWorkPackage', { id, phaseId: elsewhere })).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await api.refused('moveWorkPackage', { id })).toMatchObject({ code: 'BAD_USER_INPUT' });
});

test('what a deletion takes along comes back with it, and nothing else', async () => {
  const phaseId = await api.make('Phase', { projectId, name: 'whole' });
  const id = await api.make('WorkPackage', { phaseId });
  const early = await api.make('Task', { workPackageId: id, name: 'early' });
  const late = await api.make('Task', { workPackageId: id, name: 'late', opexCost: '3' });
  await api.make('Subtask', { taskId: late, name: 'step' });
  await api.done('deleteTask', { id: early }, 'task { id }');
  expect(await api.refused('deleteWorkPackage', { id })).toMatchObject({
    code: 'BAD_USER_INPUT',
    pit: 'PIT004',
    field: 'input.cascade',
    actual: { task: 1, subtask: 1 },
  });
  const parents = 'workPackage { id } phase { opexTotal workPackages { id } }';
  expect(await api.done('deleteWorkPackage', { id, cascade: true }, parents)).toEqual({
    workPackage: null,
    phase: { opexTotal: '0.00', workPackages: [] },
  });
  const stamps = await api.plan.rows(
    `SELECT DISTINCT deleted_at FROM (SELECT deleted_at FROM pit.work_package WHERE id = $1
      UNION ALL SELECT deleted_at FROM pit.task WHERE id = $2
      UNION ALL SELECT deleted_at FROM pit.subtask WHERE task_id = $2) AS gone`,
    [id, late],
  );
  expect(stamps).toHaveLength(1);
  expect(await api.refused('restoreTask', { id: late })).toMatchObject({
    pit: 'PIT002',
    actual: 'work package "WorkPackage"',
  });
  const back = 'workPackage { tasks { nodes { name subtasks { nodes { name } } } } } phase { opexTotal }';
  expect(await api.done('restoreWorkPackage', { id }, back)).toEqual({
    workPackage: { tasks: { nodes: [{ name: 'late', subtasks: { nodes: [{ name: 'step' }] } }] } },
    phase: { opexTotal: '3.00' },
  });
});

describe('dates of parents', () => {
  const task = (workPackageId: string, startDate: string, endDate: string) =>
    api.make('Task', { workPackageId, startDate, endDate });
  const WINDOWS =
    'workPackage { startDate endDate } phase { startDate endDate } project { startDate endDate }';
  /** The dates of work package, phase and project, read by a change that changes nothing. */
  const windows = (id: string) => api.done<Record<string, unknown>>('updateWorkPackage', { id }, WINDOWS);
  const all = (startDate: string | null, endDate: string | null) => {
    const dates = { startDate, endDate };
    return { workPackage: dates, phase: dates, project: dates };
  };

  let own: string;
  let id: string;
  beforeEach(async () => {
    own = await api.make('Project', {});
    id = await api.make('WorkPackage', { phaseId: await api.make('Phase', { projectId: own }) });
  });

  test('go back when the end of a task is corrected, and when it is deleted, and come again with it', async () => {
    const first = await task(id, '2026-05-04', '2026-05-08');
    const late = await task(id, '2026-05-11', '2062-05-15');
    expect(await windows(id)).toEqual(all('2026-05-04', '2062-05-15'));
    await api.done('updateTask', { id: late, endDate: '2026-05-15' }, 'task { id }');
    expect(await windows(id)).toEqual(all('2026-05-04', '2026-05-15'));
    await api.done('deleteTask', { id: late }, 'task { id }');
    expect(await windows(id)).toEqual(all('2026-05-04', '2026-05-08'));
    await api.done('restoreTask', { id: late }, 'task { id }');
    expect(await windows(id)).toEqual(all('2026-05-04', '2026-05-15'));
    for (const gone of [first, late]) await api.done('deleteTask', { id: gone }, 'task { id }');
    expect(await windows(id)).toEqual(all(null, null));
  });

  test('are those typed, widened by children for as long as these lie outside', async () => {
    const typed = { startDate: '2026-05-04', endDate: '2026-05-29' };
    await api.done('updateWorkPackage', { id, ...typed }, 'workPackage { id }');
    const late = await task(id, '2026-05-20', '2026-06-05');
    expect(await windows(id)).toEqual(all('2026-05-04', '2026-06-05'));
    await api.done(
      'updateWorkPackage',
      { id, endDate: '2026-06-05', name: 'sent as shown' },
      'workPackage { id }',
    );
    await api.done('updateTask', { id: late, endDate: '2026-05-22' }, 'task { id }');
    expect(await windows(id)).toEqual(all('2026-05-04', '2026-05-29'));
    await api.done('updateWorkPackage', { id, startDate: null, endDate: null }, 'workPackage { id }');
    expect(await windows(id)).toEqual(all('2026-05-20', '2026-05-22'));
    await api.done('updateWorkPackage', { id, endDate: '2026-05-21' }, 'workPackage { id }');
    expect(await windows(id)).toEqual(all('2026-05-20', '2026-05-22'));
    expect(await api.refused('updateWorkPackage', { id, endDate: '2026-05-01' })).toMatchObject({
      pit: 'PIT006',
    });
  });

  test('leave the place that a child is moved away from', async () => {
    const moved = await task(id, '2026-05-11', '2026-05-15');
    const phaseId = await api.make('Phase', { projectId: own, name: 'other' });
    await api.done('moveTask', { id: moved, phaseId }, 'task { id }');
    expect(await windows(id)).toEqual({
      ...all(null, null),
      project: { startDate: '2026-05-11', endDate: '2026-05-15' },
    });
    await api.done('moveTask', { id: moved, workPackageId: id }, 'task { id }');
    await api.done('moveWorkPackage', { id, phaseId }, 'workPackage { id }');
    expect(await windows(id)).toEqual(all('2026-05-11', '2026-05-15'));
    await api.done('deletePhase', { id: phaseId, cascade: true }, 'phase { id }');
    const gone = await api.done('updateProject', { id: own }, 'project { startDate endDate }');
    expect(gone).toEqual({ project: { startDate: null, endDate: null } });
  });
});

test('phases and packages are changed by those who plan the project; others are refused, strangers find nothing', async () => {
  const { plan } = api;
  const phaseId = await api.make('Phase', { projectId });
  const stranger = plan.actor(plan.helper);
  const forbidden = { code: 'FORBIDDEN', pit: 'PIT001' };
  expect(await api.refused('createPhase', { projectId, name: 'p' }, stranger)).toMatchObject(forbidden);
  expect(await api.refused('updatePhase', { id: phaseId, name: 'p' }, stranger)).toMatchObject(forbidden);
  expect(await api.refused('deletePhase', { id: phaseId }, stranger)).toMatchObject(forbidden);
  expect(await api.refused('createWorkPackage', { phaseId, name: 'w' }, stranger)).toMatchObject(forbidden);
  const elsewhere = { ...plan.actor(), orgId: '00000000-0000-0000-0000-0000000000fe' };
  expect(await api.refused('updatePhase', { id: phaseId, name: 'p' }, elsewhere)).toMatchObject({
    code: 'FORBIDDEN',
    field: 'sub',
  });
  await api.done('updatePhase', { id: phaseId, name: 'mine' }, 'phase { name }', plan.actor(plan.sponsor));
});

test('a stale change is told the current state', async () => {
  const id = await api.make('Phase', { projectId });
  const stale = { id, name: 'new', ifUpdatedAt: '2020-01-01T00:00:00Z' };
  const conflict = { code: 'CONFLICT', current: { id, name: 'Phase' } };
  expect(await api.refused('updatePhase', stale)).toMatchObject(conflict);
  expect(await api.refused('deletePhase', { id, ifUpdatedAt: stale.ifUpdatedAt })).toMatchObject(conflict);
});

import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let projectId: string;
let phaseId: string;
let workPackageId: string;
beforeAll(async () => {
  api = await PlanGraph.open();
  projectId = await api.plan.project();
  phaseId = await api.plan.phase(projectId);
  workPackageId = await api.plan.workPackage(projectId, phaseId);
});
afterAll(() => api.close());

test('a task is its maker’s, and widens what it lies in', async () => {
  const input = {
    name: 'Weld',
    workPackageId,
    startDate: '2027-01-04',
    durationDays: 6,
    capexCost: '1250.5',
    linkedRiskMitigationPct: 12.5,
    assigneeIds: [api.plan.helper, api.plan.helper.toUpperCase()],
  };
  const fields = `task { ownerId assigneeIds endDate status capexCost linkedRiskMitigationPct phaseId }
    workPackage { startDate endDate capexTotal } phase { endDate } project { endDate capexTotal }`;
  expect(await api.done('createTask', input, fields)).toEqual({
    task: {
      ownerId: api.plan.owner,
      assigneeIds: [api.plan.helper],
      endDate: '2027-01-11',
      status: 'NOT_STARTED',
      capexCost: '1250.50',
      linkedRiskMitigationPct: 12.5,
      phaseId,
    },
    workPackage: { startDate: '2027-01-04', endDate: '2027-01-11', capexTotal: '1250.50' },
    phase: { endDate: '2027-01-11' },
    project: { endDate: '2027-01-11', capexTotal: '1250.50' },
  });
});

test.each([
  [{ name: ' ' }, { field: 'input.name' }],
  [{ capexCost: '-1' }, { field: 'input.capexCost' }],
  [{ linkedRiskMitigationPct: 100.01 }, { field: 'input.linkedRiskMitigationPct' }],
  [{ fyAllocation: 1 }, { field: 'input.fyAllocation' }],
  [{ linkedControlSetId: 'x' }, { field: 'input.linkedControlSetId' }],
  [
    { startDate: '2027-01-04', endDate: '2027-01-05', durationDays: 9 },
    { pit: 'PIT006', field: 'input.durationDays' },
  ],
  [
    { startDate: '2027-01-04', endDate: '2027-01-01' },
    { pit: 'PIT006', field: 'input.endDate' },
  ],
])('%j is refused, and changes nothing', async (wrong, expected) => {
  const counted = 'SELECT count(*)::int AS tasks FROM pit.task';
  const before = await api.plan.rows(counted);
  expect(await api.refused('createTask', { name: 'Task', phaseId, ...wrong })).toMatchObject({
    code: 'BAD_USER_INPUT',
    ...expected,
  });
  expect(await api.plan.rows(counted)).toEqual(before);
});

test('a task lies where there is a place, with people who are there', async () => {
  expect(await api.refused('createTask', { name: 'Task' })).toMatchObject({ code: 'BAD_USER_INPUT' });
  expect(await api.refused('createTask', { name: 'Task', phaseId: projectId })).toMatchObject({
    code: 'NOT_FOUND',
    field: 'input.phaseId',
  });
  const other = await api.plan.phase(projectId);
  expect(await api.refused('createTask', { name: 'Task', phaseId: other, workPackageId })).toMatchObject({
    pit: 'PIT002',
    field: 'input.phaseId',
  });
  const nobody = { name: 'Task', phaseId, assigneeIds: [projectId] };
  expect(await api.refused('createTask', nobody)).toMatchObject({ code: 'NOT_FOUND', pit: 'PIT002' });
});

test('a change is three-valued, and its numbers arrive above', async () => {
  const words = { description: 'Words', startDate: '2027-02-01', durationDays: 5, opexCost: '4' };
  const id = await api.make('Task', { phaseId, ...words });
  const fields =
    'task { name description startDate endDate durationDays opexCost priority } phase { opexTotal }';
  const change = { id, description: null, startDate: '2027-02-08', opexCost: '6.01', priority: 'HIGH' };
  expect(await api.done('updateTask', change, fields)).toEqual({
    task: {
      name: 'Task',
      description: null,
      startDate: '2027-02-08',
      endDate: '2027-02-12',
      durationDays: 5,
      opexCost: '6.01',
      priority: 'HIGH',
    },
    phase: { opexTotal: '6.01' },
  });
  expect(await api.refused('updateTask', { ...change, ifUpdatedAt: '2020-01-01T00:00:00Z' })).toMatchObject({
    code: 'CONFLICT',
    current: { id, priority: 'HIGH' },
  });
});

test('who works on a task may change it, but not give it away nor drop its need of proof', async () => {
  const { plan } = api;
  const id = await api.make('Task', { phaseId, requiresEvidence: true, assigneeIds: [plan.helper] });
  const helper = plan.actor(plan.helper);
  await api.done('updateTask', { id, description: 'seen' }, 'task { id }', helper);
  const forbidden = { code: 'FORBIDDEN', pit: 'PIT001' };
  expect(await api.refused('updateTask', { id, ownerId: plan.helper }, helper)).toMatchObject(forbidden);
  expect(await api.refused('updateTask', { id, requiresEvidence: false }, helper)).toMatchObject(forbidden);
  expect(await api.refused('updateTask', { id, name: 'x' }, plan.actor(plan.worker))).toMatchObject(
    forbidden,
  );
  expect(await api.refused('updateTask', { id, ownerId: null })).toMatchObject({ field: 'input.ownerId' });
  expect(await api.done('updateTask', { id, ownerId: plan.worker }, 'task { ownerId }')).toEqual({
    task: { ownerId: plan.worker },
  });
});

test('a task moves between parents and places, which stay without gaps', async () => {
  const from = await api.make('Phase', { projectId });
  const into = await api.make('WorkPackage', { phaseId: from });
  const tasks = `phase_id = '${from}' AND work_package_id IS NULL`;
  const ids: Record<string, string> = {};
  for (const name of ['a', 'b', 'c'])
    ids[name] = await api.make('Task', { phaseId: from, name, capexCost: '1' });
  await api.done('moveTask', { id: ids['c'], position: 0 }, 'task { id }');
  expect(await api.order('task', tasks)).toEqual(['c@0', 'a@1', 'b@2']);
  await api.make('Task', { workPackageId: into, name: 'there' });
  const fields = 'task { orderIndex workPackageId } workPackage { capexTotal } phase { capexTotal }';
  expect(await api.done('moveTask', { id: ids['c'], workPackageId: into, position: 0 }, fields)).toEqual({
    task: { orderIndex: 0, workPackageId: into },
    workPackage: { capexTotal: '1.00' },
    phase: { capexTotal: '3.00' },
  });
  expect(await api.order('task', tasks)).toEqual(['a@0', 'b@1']);
  expect(await api.order('task', `work_package_id = '${into}'`)).toEqual(['c@0', 'there@1']);
  const elsewhere = await api.plan.phase(await api.plan.project());
  expect(await api.refused('moveTask', { id: ids['a'], phaseId: elsewhere })).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await api.refused('moveTask', { id: ids['a'] })).toMatchObject({ code: 'BAD_USER_INPUT' });
});

test('tasks made at once stand without gaps', async () => {
  const id = await api.make('Phase', { projectId });
  await Promise.all(
    Array.from({ length: 12 }, (_, n) => api.make('Task', { phaseId: id, position: n % 2 ? 0 : null })),
  );
  const places = (await api.order('task', `phase_id = '${id}'`)).map((entry) => Number(entry.split('@')[1]));
  expect(places).toEqual(Array.from({ length: 12 }, (_, n) => n));
});

test('a deleted task no longer counts nor holds up, and comes back to its place', async () => {
  const id = await api.make('Phase', { projectId });
  const first = await api.make('Task', {
    phaseId: id,
    name: 'first',
    endDate: '2026-01-05',
    durationDays: 1,
  });
  const second = await api.make('Task', { phaseId: id, name: 'second' });
  await api.make('Subtask', { taskId: first });
  const arc = { predecessorId: first, successorId: second };
  expect(await api.done('addDependency', arc, 'successor { status }')).toEqual({
    successor: { status: 'BLOCKED' },
  });
  expect(await api.refused('deleteTask', { id: first })).toMatchObject({
    pit: 'PIT004',
    actual: { subtask: 1 },
  });
  const fields = 'deletedId phase { tasks { nodes { name orderIndex status } } }';
  expect(await api.done('deleteTask', { id: first, cascade: true }, fields)).toEqual({
    deletedId: first,
    phase: { tasks: { nodes: [{ name: 'second', orderIndex: 0, status: 'NOT_STARTED' }] } },
  });
  expect(await api.refused('deleteTask', { id: first })).toMatchObject({ code: 'NOT_FOUND' });
  const back = 'task { subtasks { nodes { name } } } phase { tasks { nodes { name orderIndex status } } }';
  expect(await api.done('restoreTask', { id: first }, back)).toEqual({
    task: { subtasks: { nodes: [{ name: 'Subtask' }] } },
    phase: {
      tasks: {
        nodes: [
          { name: 'first', orderIndex: 0, status: 'OVERDUE' },
          { name: 'second', orderIndex: 1, status: 'BLOCKED' },
        ],
      },
    },
  });
  expect(await api.refused('restoreTask', { id: first })).toMatchObject({ code: 'NOT_FOUND' });
});

describe('subtasks', () => {
  test('make up their task’s progress, in order', async () => {
    const taskId = await api.make('Task', { phaseId });
    const one = await api.make('Subtask', { taskId, name: 'one' });
    const two = await api.make('Subtask', { taskId, name: 'two', position: 0 });
    await api.done('updateProgress', { subtaskId: one, percent: 50 }, 'task { id }');
    expect(await api.order('subtask', `task_id = '${taskId}'`, 'ordered_index')).toEqual(['two@0', 'one@1']);
    const fields = 'task { progressPercent } phase { progressPercent }';
    expect(await api.done('deleteSubtask', { id: two }, `deletedId ${fields}`)).toMatchObject({
      deletedId: two,
      task: { progressPercent: 50 },
    });
    expect(await api.done('restoreSubtask', { id: two }, fields)).toMatchObject({
      task: { progressPercent: 25 },
    });
    await api.done('moveSubtask', { id: one, position: 0 }, 'subtask { orderIndex }');
    expect(await api.order('subtask', `task_id = '${taskId}'`, 'ordered_index')).toEqual(['one@0', 'two@1']);
  });

  test('widen their task, which then does not end before them', async () => {
    const taskId = await api.make('Task', { phaseId, startDate: '2027-03-01', durationDays: 2 });
    const input = { taskId, name: 'Step', startDate: '2027-03-02', durationDays: 4 };
    const made = 'subtask { endDate } task { startDate endDate durationDays } phase { endDate }';
    expect(await api.done('createSubtask', input, made)).toEqual({
      subtask: { endDate: '2027-03-05' },
      task: { startDate: '2027-03-01', endDate: '2027-03-05', durationDays: 5 },
      phase: { endDate: '2027-03-05' },
    });
    expect(await api.refused('updateTask', { id: taskId, endDate: '2027-03-04' })).toMatchObject({
      pit: 'PIT006',
      actual: { start: '2027-03-02', end: '2027-03-05' },
    });
  });

  test('change three-valued, and leave their task only without a history', async () => {
    const taskId = await api.make('Task', { phaseId });
    const other = await api.make('Task', { phaseId, name: 'Other' });
    const id = await api.make('Subtask', { taskId, description: 'Words', ownerId: api.plan.helper });
    const change = { id, ownerId: null, priority: 'LOW' };
    expect(await api.done('updateSubtask', change, 'subtask { name description ownerId priority }')).toEqual({
      subtask: { name: 'Subtask', description: 'Words', ownerId: null, priority: 'LOW' },
    });
    expect(await api.done('moveSubtask', { id, taskId: other }, 'subtask { taskId } task { name }')).toEqual({
      subtask: { taskId: other },
      task: { name: 'Other' },
    });
    await api.done('updateProgress', { subtaskId: id, percent: 10 }, 'task { id }');
    expect(await api.refused('moveSubtask', { id, taskId })).toMatchObject({ field: 'input.taskId' });
    await api.done('completeSubtask', { id }, 'task { status }');
    expect(await api.refused('createSubtask', { taskId: other, name: 'late' })).toMatchObject({
      field: 'input.taskId',
    });
  });
});

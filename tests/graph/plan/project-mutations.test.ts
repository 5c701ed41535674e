import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api.close());

interface Shown {
  project: { id: string; updatedAt: string; phases: { name: string; workPackages: { name: string }[] }[] };
}

const TREE = 'project { id updatedAt ownerId status phases { name workPackages { name } } }';

test('a project begins with its first phase and work package, and is its maker’s', async () => {
  const { project } = await api.done<Shown>('createProject', { name: ' Sheds ', code: 'S-1' }, TREE);
  expect(project).toMatchObject({
    ownerId: api.plan.owner,
    status: 'ACTIVE',
    phases: [{ name: 'Initiation', workPackages: [{ name: 'General' }] }],
  });
  const events = await api.plan.rows('SELECT topic FROM pit_ops.outbox WHERE stream_id = $1', [project.id]);
  expect(events).toEqual([{ topic: 'pit.project.updated' }]);
});

test('a code is its project’s alone', async () => {
  await api.make('Project', { code: 'TAKEN' });
  const free = await api.make('Project', { code: 'FREE' });
  const taken = { code: 'CONFLICT', field: 'input.code', actual: 'TAKEN' };
  expect(await api.refused('createProject', { name: 'Other', code: 'TAKEN' })).toMatchObject(taken);
  expect(await api.refused('updateProject', { id: free, code: 'TAKEN' })).toMatchObject(taken);
});

test('a project is created by those who work in the plan, in a division of theirs', async () => {
  const { plan } = api;
  const divisionId = await plan.insert('division', { name: 'North' });
  const input = { name: 'Project', divisionId };
  const division = { code: 'FORBIDDEN', pit: 'PIT001', field: 'input.divisionId' };
  expect(await api.refused('createProject', input)).toMatchObject(division);
  await api.done('createProject', input, 'project { id }', { ...plan.actor(), divisionIds: [divisionId] });
  await api.done('createProject', input, 'project { id }', plan.actor(plan.owner, 'admin'));
  expect(await api.refused('createProject', input, plan.actor(plan.owner, 'viewer'))).toMatchObject({
    code: 'FORBIDDEN',
  });
  expect(await api.refused('createProject', input, plan.actor(plan.owner, 'service'))).toMatchObject({
    code: 'FORBIDDEN',
  });
  const unknown = { ...input, divisionId: plan.helper };
  expect(await api.refused('createProject', unknown)).toMatchObject({ code: 'NOT_FOUND', pit: 'PIT002' });
  const nobody = { name: 'Project', ownerId: divisionId };
  expect(await api.refused('createProject', nobody)).toMatchObject({ code: 'NOT_FOUND', pit: 'PIT002' });
});

test('a change sets, clears and leaves; a stale one is told the current state', async () => {
  const input = { name: 'Old', code: 'C-3', description: 'Words', startDate: '2026-01-05', durationDays: 5 };
  const fields = 'project { id name code description startDate endDate updatedAt }';
  const { project } = await api.done<Shown>('createProject', input, fields);
  expect(project).toMatchObject({ endDate: '2026-01-09' });
  const { id, updatedAt } = project;
  const change = { id, name: 'New', description: null, ifUpdatedAt: updatedAt };
  expect(await api.done('updateProject', change, fields)).toMatchObject({
    project: { name: 'New', description: null, code: 'C-3', startDate: '2026-01-05', endDate: '2026-01-09' },
  });
  expect(await api.refused('updateProject', change)).toMatchObject({
    code: 'CONFLICT',
    current: { id, name: 'New' },
  });
  expect(await api.refused('updateProject', { id, name: null })).toMatchObject({ field: 'input.name' });
});

test('the lifecycle of a project takes its allowed moves only, and ends when no task is open', async () => {
  const id = await api.make('Project', { status: 'DRAFT' });
  expect(await api.refused('createProject', { name: 'P', status: 'COMPLETED' })).toMatchObject({
    field: 'input.status',
  });
  expect(await api.refused('updateProject', { id, status: 'COMPLETED' })).toMatchObject({
    code: 'BAD_USER_INPUT',
    allowedMoves: ['active', 'archived'],
  });
  await api.done('updateProject', { id, status: 'ACTIVE' }, 'project { status }');
  const phaseId = await api.make('Phase', { projectId: id });
  const taskId = await api.make('Task', { phaseId });
  expect(await api.refused('updateProject', { id, status: 'COMPLETED' })).toMatchObject({ actual: 1 });
  await api.done('completeTask', { id: taskId }, 'task { status }');
  await api.done('updateProject', { id, status: 'COMPLETED' }, 'project { status }');
});

test('a project is deleted with all that lies in it, and comes back as it was', async () => {
  const id = await api.make('Project', {});
  const phaseId = await api.make('Phase', { projectId: id });
  const gone = await api.make('Task', { phaseId, name: 'gone before', capexCost: '5' });
  const kept = await api.make('Task', { phaseId, name: 'kept', capexCost: '7.25' });
  await api.done('deleteTask', { id: gone }, 'task { id }');
  expect(await api.refused('deleteProject', { id })).toMatchObject({
    pit: 'PIT004',
    actual: { phase: 2, work_package: 1, task: 1 },
  });
  expect(await api.done('deleteProject', { id, cascade: true }, 'deletedId project { id }')).toEqual({
    deletedId: id,
    project: null,
  });
  expect(await api.refused('updateTask', { id: kept, name: 'x' })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await api.refused('restorePhase', { id: phaseId })).toMatchObject({
    pit: 'PIT002',
    actual: 'project "Project"',
  });
  expect(
    await api.done(
      'restoreProject',
      { id },
      'project { capexTotal phases { name tasks { nodes { name } } } }',
    ),
  ).toEqual({
    project: {
      capexTotal: '7.25',
      phases: [
        { name: 'Initiation', tasks: { nodes: [] } },
        { name: 'Phase', tasks: { nodes: [{ name: 'kept' }] } },
      ],
    },
  });
  expect(await api.refused('restoreProject', { id })).toMatchObject({ code: 'NOT_FOUND' });
});

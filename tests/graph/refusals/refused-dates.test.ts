import { PlanGraph } from '../../support/mutations/mutations.ts';

/* In an organisation whose children's dates must lie inside the typed ones of their parents. */

let strict: PlanGraph;
beforeAll(async () => {
  strict = await PlanGraph.open({ childDates: 'refuse' });
});
afterAll(() => strict?.close());

test('where the organisation refuses it, no child reaches out of its parent', async () => {
  const dates = { startDate: '2027-01-04', endDate: '2027-01-29' };
  const project = await strict.make('Project', dates);
  const phase = await strict.make('Phase', { projectId: project });
  const child = await strict.make('Phase', { projectId: project, ...dates });
  expect(await strict.refused('updatePhase', { id: child, endDate: '2027-02-05' })).toMatchObject({
    pit: 'PIT006',
    expected: { start: '2027-01-04', end: '2027-01-29' },
  });
  expect(await strict.refused('updateProject', { id: project, endDate: '2027-01-22' })).toMatchObject({
    pit: 'PIT006',
    field: 'input.endDate',
    expected: { start: null, end: '2027-01-22' },
    actual: { start: '2027-01-04', end: '2027-01-29' },
  });
  const early = { name: 'Early', phaseId: phase, startDate: '2027-01-01', endDate: '2027-01-05' };
  expect(await strict.refused('createTask', early)).toMatchObject({
    code: 'BAD_USER_INPUT',
    pit: 'PIT006',
    field: 'input.startDate',
    expected: { start: '2027-01-04', end: '2027-01-29' },
    actual: { start: '2027-01-01', end: '2027-01-05' },
  });
  const id = await strict.make('Task', { phaseId: phase, startDate: '2027-01-04', durationDays: 3 });
  expect(await strict.refused('updateTask', { id, endDate: '2027-02-05' })).toMatchObject({ pit: 'PIT006' });
  const step = { taskId: id, name: 'Step', endDate: '2027-01-07' };
  expect(await strict.refused('createSubtask', step)).toMatchObject({
    pit: 'PIT006',
    field: 'input.endDate',
  });
  await strict.done('updateProject', { id: project, startDate: null, endDate: null }, 'project { id }');
  await strict.done('updateTask', { id, endDate: '2027-02-05' }, 'task { id }');
});

test('a task is moved with its subtasks, also where nothing may reach out of its parent', async () => {
  const phase = await strict.make('Phase', { projectId: await strict.make('Project', {}) });
  const taskId = await strict.make('Task', { phaseId: phase, startDate: '2027-03-01', durationDays: 5 });
  await strict.make('Subtask', { taskId, name: 'first', startDate: '2027-03-01', durationDays: 2 });
  await strict.make('Subtask', { taskId, name: 'last', startDate: '2027-03-04', endDate: '2027-03-05' });
  const steps = 'task { endDate subtasks { nodes { startDate endDate } } }';
  // From a Monday to a Wednesday: two working days on, over the weekend.
  expect(await strict.done('updateTask', { id: taskId, startDate: '2027-03-03' }, steps)).toEqual({
    task: {
      endDate: '2027-03-09',
      subtasks: {
        nodes: [
          { startDate: '2027-03-03', endDate: '2027-03-04' },
          { startDate: '2027-03-08', endDate: '2027-03-09' },
        ],
      },
    },
  });
  expect(await strict.refused('updateTask', { id: taskId, durationDays: 4 })).toMatchObject({
    pit: 'PIT006',
  });
  const bulk = { ids: [taskId], change: { startDate: '2027-02-01', endDate: '2027-02-05' }, mode: 'PARTIAL' };
  expect(await strict.done('updateTasks', bulk, 'tasks { subtasks { nodes { endDate } } }')).toEqual({
    tasks: [{ subtasks: { nodes: [{ endDate: '2027-02-02' }, { endDate: '2027-02-05' }] } }],
  });
});

import { randomUUID } from 'node:crypto';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let projectId: string;
let phaseId: string;
beforeAll(async () => {
  api = await PlanGraph.open();
});
beforeEach(async () => {
  projectId = await api.plan.project();
  phaseId = await api.plan.phase(projectId);
});
afterAll(() => api.close());

const make = (name: string, more: object = {}) =>
  api.make('Task', { phaseId, name, capexCost: '10', ...more });
const remove = (input: object) =>
  api.done<{ deletedIds: (string | null)[] }>(
    'deleteTasks',
    input,
    'deletedIds projects { id capexTotal } errors { index code pit field }',
  );
const restore = (input: object) =>
  api.done<{ taskIds: (string | null)[] }>(
    'restoreTasks',
    input,
    'taskIds tasks { id } projects { id capexTotal } errors { index code pit field }',
  );
const order = () => api.order('task', `phase_id = '${phaseId}'`);

test('tasks of several projects are deleted and restored in one request, with exact sums and their places', async () => {
  const ids = [];
  for (const name of ['a', 'b', 'c', 'd', 'e']) ids.push(await make(name));
  const [, b, c, , e] = ids as [string, string, string, string, string];
  const other = await api.plan.project();
  const elsewhere = await api.make('Task', { phaseId: await api.plan.phase(other), capexCost: '7' });
  const projects = (here: string, there: string) =>
    [
      { id: projectId, capexTotal: here },
      { id: other, capexTotal: there },
    ].sort((one, two) => (one.id < two.id ? -1 : 1));
  const gone = [b, elsewhere, c, e];
  expect(await remove({ ids: gone })).toEqual({
    deletedIds: gone,
    projects: projects('20.00', '0.00'),
    errors: [],
  });
  expect(await order()).toEqual(['a@0', 'd@1']);
  expect(await restore({ ids: gone })).toEqual({
    taskIds: gone,
    tasks: gone.map((id) => ({ id })),
    projects: projects('50.00', '7.00'),
    errors: [],
  });
  expect(await order()).toEqual(['a@0', 'b@1', 'c@2', 'd@3', 'e@4']);
});

test('more than a hundred go in one request, up to the 500 of bulk requests', async () => {
  const ids = [];
  for (let at = 0; at < 101; at += 1) ids.push(await api.plan.task(projectId, phaseId));
  expect((await remove({ ids })).deletedIds).toEqual(ids);
  expect((await restore({ ids })).taskIds).toEqual(ids);
  const many = Array.from({ length: 501 }, () => randomUUID());
  const refusal = { code: 'BAD_USER_INPUT', field: 'input.ids', expected: 'at most 500' };
  expect(await api.refused('deleteTasks', { ids: many })).toMatchObject(refusal);
  expect(await api.refused('restoreTasks', { ids: many })).toMatchObject(refusal);
});

test('subtasks go along when asked, and come back exactly as they were', async () => {
  const task = await make('with steps');
  const [kept, early] = [
    await api.make('Subtask', { taskId: task }),
    await api.make('Subtask', { taskId: task }),
  ];
  await api.done('deleteSubtask', { id: early }, '__typename');
  const bare = await make('bare');
  const input = { ids: [bare, task, bare, phaseId] };
  const errors = [
    { index: 1, code: 'BAD_USER_INPUT', pit: 'PIT004', field: 'input.cascade' },
    { index: 2, code: 'BAD_USER_INPUT', pit: null, field: 'input.ids.2' },
    { index: 3, code: 'NOT_FOUND', pit: null, field: 'input.ids.3' },
  ];
  expect(await api.refused('deleteTasks', input)).toMatchObject({ errors });
  expect(await order()).toEqual(['with steps@0', 'bare@1']);
  expect(await remove({ ...input, mode: 'PARTIAL' })).toMatchObject({
    deletedIds: [bare, null, null, null],
    errors,
  });
  await remove({ ids: [task], cascade: true });
  const live = () =>
    api.plan.rows('SELECT id FROM pit.subtask WHERE task_id = $1 AND deleted_at IS NULL', [task]);
  expect(await live()).toEqual([]);
  await restore({ ids: [task] });
  expect(await live()).toEqual([{ id: kept }]);
});

test('what would close a circle is refused by item, or its dependencies are dropped when asked', async () => {
  const [a, b, c] = [await make('a'), await make('b'), await make('c')];
  const link = (predecessorId: string, successorId: string) =>
    api.done('addDependency', { predecessorId, successorId }, '__typename');
  await link(a, b);
  await remove({ ids: [b, c] });
  const d = await make('d');
  await link(d, a);
  await api.plan.insert('task_dependency', {
    project_id: projectId,
    predecessor_task_id: b,
    successor_task_id: d,
  });
  const partial = await restore({ ids: [b, c], mode: 'PARTIAL' });
  expect(partial).toMatchObject({ taskIds: [null, c], errors: [{ index: 0, pit: 'PIT003' }] });
  expect(await restore({ ids: [b], dropDependencies: true })).toMatchObject({ taskIds: [b], errors: [] });
  const left = await api.plan.rows(
    'SELECT predecessor_task_id AS p FROM pit.task_dependency WHERE project_id = $1',
    [projectId],
  );
  expect(left).toEqual([{ p: d }]);
});

test('each item is for those who may, in the organisation alone, and once under its key', async () => {
  const { plan } = api;
  const mine = await make('mine', { ownerId: plan.helper });
  const refusal = await api.refused(
    'deleteTasks',
    { ids: [mine] },
    { ...plan.actor(plan.sponsor), role: 'viewer' },
  );
  expect(refusal).toMatchObject({ code: 'FORBIDDEN' });
  const stranger = (await plan.neighbour()).actor();
  expect(await api.refused('deleteTasks', { ids: [mine] }, stranger)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await api.refused('restoreTasks', { ids: [mine] })).toMatchObject({ code: 'NOT_FOUND' });
  const input = { ids: [mine], idempotencyKey: 'delete-mine' };
  await remove(input);
  expect(await remove(input)).toMatchObject({ deletedIds: [mine] });
  expect(await api.refused('restoreTasks', { ids: [mine] }, stranger)).toMatchObject({ code: 'NOT_FOUND' });
  const entries = await plan.rows(
    `SELECT action FROM pit.audit_log WHERE record_id = $1 AND after_state ->> 'deleted_at' IS NOT NULL`,
    [mine],
  );
  expect(entries).toEqual([{ action: 'UPDATE' }]);
});

test('what lies in something deleted is not restored', async () => {
  const task = await make('task');
  await api.done('deletePhase', { id: phaseId, cascade: true }, '__typename');
  expect(await api.refused('restoreTasks', { ids: [task] })).toMatchObject({
    code: 'BAD_USER_INPUT',
    pit: 'PIT002',
  });
});

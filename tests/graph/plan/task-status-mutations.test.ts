import { clock } from '../../../src/clock.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let projectId: string;
let phaseId: string;
const real = { ...clock };

beforeAll(async () => {
  clock.today = () => '2026-11-18';
  api = await PlanGraph.open();
  projectId = await api.plan.project();
  phaseId = await api.plan.phase(projectId);
});

afterAll(async () => {
  Object.assign(clock, real);
  await api?.close();
});

test('progress answers with the new numbers of all parents', async () => {
  const workPackageId = await api.plan.workPackage(projectId, phaseId);
  const taskId = await api.plan.task(projectId, phaseId, { work_package_id: workPackageId });
  await api.plan.task(projectId, phaseId, { work_package_id: workPackageId });
  const fields = `task { status progressPercent } subtask { id } workPackage { progressPercent }
    phase { progressPercent } project { id }`;
  const input = { taskId, percent: 61, source: 'AI_SUGGESTED', comment: 'by the photographs' };
  expect(await api.done('updateProgress', input, fields)).toEqual({
    task: { status: 'ACTIVE', progressPercent: 61 },
    subtask: null,
    workPackage: { progressPercent: 31 },
    phase: { progressPercent: 31 },
    project: { id: projectId },
  });
  const [entry] = await api.plan.rows(
    'SELECT source, comment FROM pit.task_progress_log WHERE task_id = $1',
    [taskId],
  );
  expect(entry).toEqual({ source: 'ai_suggested', comment: 'by the photographs' });
});

test('a task is started, blocked with a reason, unblocked, completed and reopened', async () => {
  const id = await api.plan.task(projectId, phaseId);
  const fields = 'task { status progressPercent blockedReason }';
  const after = (name: string, more: object = {}) => api.done(name, { id, ...more }, fields);
  const task = (status: string, progressPercent = 0, blockedReason: string | null = null) => ({
    task: { status, progressPercent, blockedReason },
  });
  expect(await after('startTask')).toEqual(task('ACTIVE'));
  expect(await after('blockTask', { reason: 'no crane' })).toEqual(task('BLOCKED', 0, 'no crane'));
  expect(await after('unblockTask')).toEqual(task('ACTIVE'));
  expect(await after('completeTask')).toEqual(task('COMPLETED', 100));
  // Back to what it was before it was completed.
  expect(await after('reopenTask')).toEqual(task('ACTIVE', 0));
});

test('a subtask is started, blocked, completed and reopened, and its task follows', async () => {
  const taskId = await api.plan.task(projectId, phaseId);
  const id = await api.plan.subtask(taskId);
  await api.plan.subtask(taskId);
  const fields = 'subtask { status blockedReason } task { status progressPercent }';
  const after = (name: string, more: object = {}) => api.done(name, { id, ...more }, fields);
  expect(await after('startSubtask')).toMatchObject({ subtask: { status: 'ACTIVE' } });
  expect(await after('blockSubtask', { reason: 'rain' })).toMatchObject({
    subtask: { status: 'BLOCKED', blockedReason: 'rain' },
  });
  expect(await after('unblockSubtask')).toMatchObject({ subtask: { status: 'ACTIVE', blockedReason: null } });
  expect(await after('completeSubtask')).toMatchObject({
    subtask: { status: 'COMPLETED' },
    task: { status: 'ACTIVE', progressPercent: 50 },
  });
  expect(await after('reopenSubtask')).toMatchObject({ subtask: { status: 'ACTIVE' } });
});

test('assignment is three-valued', async () => {
  const id = await api.plan.task(projectId, phaseId);
  const { helper, worker } = api.plan;
  const fields = 'task { ownerId assigneeIds assignees { name } }';
  expect(await api.done('assignTask', { id, assigneeIds: [helper] }, fields)).toEqual({
    task: { ownerId: worker, assigneeIds: [helper], assignees: [{ name: 'helper' }] },
  });
  expect(await api.done('assignTask', { id, ownerId: helper }, fields)).toMatchObject({
    task: { ownerId: helper, assigneeIds: [helper] },
  });
  expect(await api.done('assignTask', { id, assigneeIds: null }, fields)).toMatchObject({
    task: { assigneeIds: [] },
  });
});

test.each([
  ['startTask', { id: 'x' }, { code: 'NOT_FOUND' }],
  ['reopenTask', {}, { code: 'BAD_USER_INPUT', allowedMoves: ['start', 'block', 'complete'] }],
  ['blockTask', { reason: '' }, { code: 'BAD_USER_INPUT', field: 'input.reason' }],
  ['assignTask', { ownerId: 'x' }, { code: 'NOT_FOUND', pit: 'PIT002', field: 'input.ownerId' }],
  ['assignTask', { ownerId: null }, { code: 'BAD_USER_INPUT', field: 'input.ownerId' }],
  ['startTask', { idempotencyKey: 'short' }, { code: 'BAD_USER_INPUT', field: 'input.idempotencyKey' }],
])('the mutation %s with %j is refused', async (name, more, expected) => {
  const id = await api.plan.task(projectId, phaseId);
  expect(await api.refused(name, { id, ...more })).toMatchObject(expected);
});

test.each([
  ['a percentage over 100', { percent: 101 }, 'input.percent'],
  ['a negative one', { percent: -1 }, 'input.percent'],
  ['a long story', { percent: 5, comment: 'x'.repeat(5001) }, 'input.comment'],
  ['a task and a subtask', { percent: 5, subtaskId: '12345678-1234-4123-8123-123456789abc' }, 'input'],
])('updateProgress with %s is refused', async (_, more, field) => {
  const taskId = await api.plan.task(projectId, phaseId);
  const refusal = await api.refused('updateProgress', { taskId, ...more });
  expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', field });
});

test('the same request under the same key is answered again, with what stands now', async () => {
  const taskId = await api.plan.task(projectId, phaseId);
  const input = { taskId, percent: 10, idempotencyKey: 'key-of-today' };
  const fields = 'task { id progressPercent }';
  await api.done('updateProgress', input, fields);
  await api.done('updateProgress', { taskId, percent: 20 }, fields);
  expect(await api.done('updateProgress', input, fields)).toEqual({
    task: { id: taskId, progressPercent: 20 },
  });
});

test('a stale writer is shown the current task', async () => {
  const id = await api.plan.task(projectId, phaseId, { name: 'Contested' });
  const ifUpdatedAt = '2026-01-01T00:00:00.000Z';
  expect(await api.refused('startTask', { id, ifUpdatedAt })).toMatchObject({
    code: 'CONFLICT',
    current: { id, name: 'Contested', status: 'NOT_STARTED', assigneeIds: [] },
  });
});

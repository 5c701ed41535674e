import { MAX_LISTED } from '../../../src/domain/plan/plain-lists.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';
import { previewOf } from '../../support/requests/previewed-plan.ts';

let api: PlanGraph;
let project: string;
let phase: string;
let ids: string[];

beforeAll(async () => {
  api = await PlanGraph.open();
});
beforeEach(async () => {
  project = await api.plan.project();
  phase = await api.plan.phase(project);
  ids = [];
  for (const name of ['a', 'b']) {
    const dates = { start_date: '2031-11-03', end_date: '2031-11-07', duration_days: 5 };
    ids.push(await api.plan.task(project, phase, { name, ...dates }));
  }
});
afterAll(() => api?.close());

test('a data date that is more than ten years ahead is refused wherever it is said', async () => {
  const refusal = { code: 'BAD_USER_INPUT', pit: 'PIT006', actual: '2199-01-01' };
  expect(
    await api.refused('setScheduleSettings', { projectId: project, schedule: { dataDate: '2199-01-01' } }),
  ).toMatchObject({ ...refusal, field: 'input.schedule.dataDate' });
  expect(
    await api.refused(
      'updateOrganisationSettings',
      { schedule: { dataDate: '2199-01-01' } },
      api.plan.actor(api.plan.owner, 'admin'),
    ),
  ).toMatchObject({ ...refusal, field: 'input.schedule.dataDate' });
  const { errors } = await api.graph.ask(
    api.plan.actor(),
    `query ($input: PreviewScheduleInput!) { previewSchedule(input: $input) { token } }`,
    { input: { projectId: project, dataDate: '2199-01-01' } },
  );
  expect(errors?.[0]?.extensions).toMatchObject({ ...refusal, field: 'input.dataDate' });
});

test('the conflict of an outdated preview has the names that the graph has', async () => {
  const preview = { projectId: project, tasks: [{ taskId: ids[0], startDate: '2031-12-15' }] };
  const { token } = await previewOf(api, preview);
  await api.done('updateTask', { id: ids[1], durationDays: 8 }, 'task { id }');
  const { before, after } = await api.refused('applySchedule', { preview, token });
  for (const summary of [before, after])
    expect(Object.keys(summary as object).sort()).toEqual(['criticalTaskCount', 'finish']);
});

test('a refusal of a baseline names kinds as the graph does', async () => {
  await api.done('setBaseline', { projectId: project, name: 'First', kind: 'ORIGINAL' }, '__typename');
  const again = { projectId: project, name: 'Again', kind: 'ORIGINAL', reason: 'Again' };
  expect(await api.refused('setBaseline', again)).toMatchObject({
    code: 'CONFLICT',
    expected: ['REVISED', 'WHAT_IF'],
    actual: 'ORIGINAL',
  });
});

test('links with deleted tasks count where a preview is applied as where one is added by itself', async () => {
  await api.plan.rows(
    `WITH gone AS (
       INSERT INTO pit.task (org_id, project_id, phase_id, name, owner_id, order_index, deleted_at)
       SELECT $1, $2, $3, 'Gone', $4, 10 + n, now() FROM generate_series(1, $5::int) AS n RETURNING id)
     INSERT INTO pit.task_dependency (org_id, project_id, predecessor_task_id, successor_task_id)
     SELECT $1, $2, id, $6 FROM gone`,
    [api.plan.orgId, project, phase, api.plan.owner, MAX_LISTED, ids[1]],
  );
  const link = { predecessorId: ids[0], successorId: ids[1] };
  const full = { code: 'BAD_USER_INPUT', expected: `at most ${MAX_LISTED} predecessors of a task` };
  expect(await api.refused('addDependency', link)).toMatchObject(full);
  const preview = { projectId: project, addDependencies: [link] };
  const { token } = await previewOf(api, preview);
  expect(await api.refused('applySchedule', { preview, token })).toMatchObject({
    ...full,
    field: 'input.preview.addDependencies',
  });
});

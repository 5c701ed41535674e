import { TYPED_BOUNDS } from '../../../migrations/sql/typed-bounds.ts';
import { createCameras } from '../../support/worlds/camera-template.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';
import { transaction } from '../tenancy/as-actor.ts';

let api: PlanGraph;
beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api?.close());

const FRAMES = `SELECT node_id, start_typed::text AS start, end_typed::text AS "end" FROM pit_ops.date_frame ORDER BY node_id`;
const SHOWN = `
  SELECT id, start_date::text AS start, end_date::text AS "end" FROM pit.project
  UNION ALL SELECT id, start_date::text, end_date::text FROM pit.phase
  UNION ALL SELECT id, start_date::text, end_date::text FROM pit.work_package ORDER BY id`;

test('typed bounds are found in the audit trail: what persons set and no child has widened since', async () => {
  const project = await api.make('Project', { startDate: '2026-05-04', endDate: '2026-12-31' });
  const typed = await api.make('Phase', {
    projectId: project,
    startDate: '2026-05-04',
    endDate: '2026-05-29',
  });
  const workPackageId = await api.make('WorkPackage', { phaseId: typed, endDate: '2026-05-15' });
  const taskId = await api.make('Task', { workPackageId, startDate: '2026-05-11', endDate: '2026-05-13' });
  await api.make('Subtask', { taskId, startDate: '2026-05-11', endDate: '2026-05-14' });
  const derived = await api.make('Phase', { projectId: project, name: 'derived' });
  const corrected = await api.make('Task', {
    phaseId: derived,
    startDate: '2026-06-01',
    endDate: '2026-06-05',
  });
  await api.done('moveTask', { id: taskId, phaseId: derived }, 'task { id }');
  await api.done('updatePhase', { id: typed, endDate: '2026-06-30' }, 'phase { id }');
  const templateId = await createCameras(api);
  const parameters = [{ key: 'site', value: 'Gate 3' }];
  const made = { templateId, projectId: project, startDate: '2026-07-01', parameters };
  await api.done('generateFromTemplate', made, 'taskIds');
  const [frames, shown] = [await api.plan.rows(FRAMES), await api.plan.rows(SHOWN)];
  expect(frames).toHaveLength(3);

  // As it was before typed bounds were kept: an end that a correction has left behind.
  await api.plan.rows('DELETE FROM pit_ops.date_frame');
  // One transaction, as a verb's.
  await api.plan.rows(`
    UPDATE pit.task SET end_date = '2062-06-05' WHERE id = '${corrected}';
    UPDATE pit.phase SET end_date = '2062-06-05' WHERE id = '${derived}'`);
  await api.plan.rows(`UPDATE pit.task SET end_date = '2026-06-05' WHERE id = $1`, [corrected]);
  const notices: string[] = [];
  await transaction(api.plan.database.ownerUrl, async (client) => {
    client.on('notice', ({ message }) => notices.push(message ?? ''));
    await client.query('SET LOCAL ROLE pit_owner');
    await client.query(TYPED_BOUNDS);
  });
  expect(await api.plan.rows(FRAMES)).toEqual(frames);
  expect(await api.plan.rows(SHOWN)).toEqual(shown);
  expect(notices).toEqual([
    expect.stringMatching(/^dates of projects, phases and work packages: 5 bounds are typed, \d+ derived$/),
  ]);
});

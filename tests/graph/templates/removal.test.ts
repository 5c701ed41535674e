import { randomUUID } from 'node:crypto';
import { PlanGraph } from '../../support/mutations/mutations.ts';
import { TEMPLATE_DOCUMENT } from '../../support/worlds/scene.ts';

let api: PlanGraph;
let projectId: string;
beforeAll(async () => {
  api = await PlanGraph.open();
  projectId = await api.plan.project();
});
afterAll(() => api.close());

const template = () =>
  api.plan.insert('task_cluster_template', { name: 'Template', template_json: TEMPLATE_DOCUMENT });
const cluster = () =>
  api.plan.insert('task_cluster', { project_id: projectId, name: 'Cluster', created_by: api.plan.owner });
const admin = () => api.plan.actor(api.plan.owner, 'admin');

test('a cluster goes, its tasks stay in none, deleted ones too, and followers hear of them', async () => {
  const cluster_id = await cluster();
  const phase = await api.plan.phase(projectId);
  const task = await api.plan.task(projectId, phase, { cluster_id });
  const gone = await api.plan.task(projectId, phase, { cluster_id, deleted_at: '2026-01-02T03:04:05Z' });
  const input = { id: cluster_id, idempotencyKey: randomUUID() };
  const done = () => api.done('deleteCluster', input, 'deletedId project { id }');
  expect(await done()).toEqual({ deletedId: cluster_id, project: { id: projectId } });
  expect(await done()).toEqual({ deletedId: cluster_id, project: { id: projectId } });
  expect(await api.plan.rows('SELECT cluster_id FROM pit.task WHERE id = ANY ($1)', [[task, gone]])).toEqual([
    { cluster_id: null },
    { cluster_id: null },
  ]);
  expect(await api.refused('deleteCluster', { id: cluster_id })).toMatchObject({ code: 'NOT_FOUND' });
  const told = await api.plan.rows('SELECT payload FROM pit_ops.outbox WHERE stream_id = $1', [projectId]);
  expect(told).toContainEqual({ payload: { projectId, taskId: task } });
  const audit = `SELECT action, before_state ->> 'name' AS name FROM pit.audit_log
    WHERE record_id = $1 AND action = 'DELETE'`;
  expect(await api.plan.rows(audit, [cluster_id])).toEqual([{ action: 'DELETE', name: 'Cluster' }]);
});

test('a template goes for those who govern templates; the platform’s own stays', async () => {
  const id = await template();
  expect(await api.refused('deleteTemplate', { id })).toMatchObject({ code: 'FORBIDDEN', pit: 'PIT001' });
  const [seen] = await api.plan.rows<{ at: Date }>(
    'SELECT updated_at AS at FROM pit.task_cluster_template WHERE id = $1',
    [id],
  );
  const ifUpdatedAt = new Date(Number(seen?.at) - 1000).toISOString();
  expect(await api.refused('deleteTemplate', { id, ifUpdatedAt }, admin())).toMatchObject({
    code: 'CONFLICT',
  });
  expect(await api.done('deleteTemplate', { id }, 'deletedId', admin())).toEqual({ deletedId: id });
  expect(await api.plan.rows('SELECT id FROM pit.task_cluster_template WHERE id = $1', [id])).toEqual([]);
  const shared = await api.plan.insert('task_cluster_template', {
    org_id: null,
    name: 'Shared',
    template_json: TEMPLATE_DOCUMENT,
  });
  expect(await api.refused('deleteTemplate', { id: shared }, admin())).toMatchObject({ code: 'FORBIDDEN' });
});

test('neither is there for another organisation', async () => {
  const stranger = { ...(await api.plan.neighbour()).actor(), role: 'admin' } as const;
  expect(await api.refused('deleteCluster', { id: await cluster() }, stranger)).toMatchObject({
    code: 'NOT_FOUND',
  });
  expect(await api.refused('deleteTemplate', { id: await template() }, stranger)).toMatchObject({
    code: 'NOT_FOUND',
  });
});

import { systemActor } from '../../../src/domain/directory/actor.ts';
import { notifyWatchers } from '../../../src/services/notifications/watchers.ts';
import { refreshSchedules, staleProjects } from '../../../src/services/schedule/refresh-schedules.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api?.close());

test('the schedule that follows from what somebody does to a project that they watch is no news to them', async () => {
  const platform = { actor: systemActor(api.plan.orgId) };
  const project = await api.make('Project', {});
  const phaseId = await api.make('Phase', { projectId: project });
  const id = await api.make('Task', { phaseId, startDate: '2026-11-16', endDate: '2026-12-01' });
  await api.done('watch', { projectId: project }, 'changed');
  const told = async () => {
    await api.plan.run(async (tx) => refreshSchedules(tx, await staleProjects(tx, { limit: 10 })), platform);
    await api.plan.run(notifyWatchers, platform);
    return api.plan.rows(`SELECT title FROM pit_ops.message_due WHERE title LIKE '%ends on%'`, []);
  };
  await told();
  await api.done('updateTask', { id, endDate: '2026-12-08' }, 'task { id }');
  expect(await told()).toEqual([]);
  const worker = api.plan.actor(api.plan.worker, 'admin');
  await api.done('updateTask', { id, endDate: '2026-12-15' }, 'task { id }', worker);
  expect(await told()).toHaveLength(1);
});

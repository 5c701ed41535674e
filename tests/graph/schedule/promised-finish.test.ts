import { randomUUID } from 'node:crypto';
import { systemActor } from '../../../src/domain/directory/actor.ts';
import { refreshSchedules, staleProjects } from '../../../src/services/schedule/refresh-schedules.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';
import { previewOf } from '../../support/requests/previewed-plan.ts';
import { BaselineScene } from '../baseline/baseline-scene.ts';

let api: PlanGraph;
beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api?.close());

/** Stores the schedules that are behind, as the job does, and tells of which projects. */
const refresh = (...among: string[]) =>
  api.plan.run(async (tx) => refreshSchedules(tx, await staleProjects(tx, { among, limit: 10 })), {
    actor: systemActor(api.plan.orgId),
  });

const SCHEDULE = `query ($projectId: ID!) { project(id: $projectId) { promisedFinish
  schedule { forecastFinish finishVarianceDays isStale }
  tasks { nodes { totalSlack } } } }`;

interface Project {
  readonly promisedFinish: string | null;
  readonly schedule: { readonly finishVarianceDays: number | null; readonly isStale: boolean };
  readonly tasks: { readonly nodes: readonly { readonly totalSlack: number | null }[] };
}

const read = (scene: BaselineScene) =>
  scene.read<{ project: Project }>(SCHEDULE).then(({ project }) => project);

test('a schedule is held to the current baseline, and to a typed end only without one', async () => {
  const scene = await BaselineScene.plant(api);
  const { projectId } = scene;
  await api.done('updateProject', { id: projectId, endDate: '2032-03-31' }, '__typename');
  const task = await scene.task('Piers', { startDate: '2032-03-01' });
  await api.done(
    'setScheduleSettings',
    { projectId, schedule: { floatAgainst: 'PROJECT_END' } },
    '__typename',
  );
  expect(await read(scene)).toMatchObject({
    promisedFinish: '2032-03-31',
    schedule: { finishVarianceDays: -18 },
    tasks: { nodes: [{ totalSlack: 18 }] },
  });
  await api.done('updateProject', { id: projectId, endDate: null }, '__typename');
  await refresh(projectId);
  const original = await scene.set('ORIGINAL');
  await api.done('updateProject', { id: projectId, endDate: '2032-04-30' }, '__typename');
  await refresh(projectId);
  await scene.change(task, { startDate: '2032-03-08' });
  const late = {
    promisedFinish: '2032-03-05',
    schedule: { finishVarianceDays: 5, isStale: false },
    tasks: { nodes: [{ totalSlack: -5 }] },
  };
  expect(await read(scene)).toMatchObject(late);
  await refresh(projectId);
  expect(await read(scene)).toMatchObject(late);
  expect((await previewOf(api, { projectId })).before.finishVarianceDays).toBe(5);

  await api.done('updateProject', { id: projectId, endDate: null }, '__typename');
  await refresh(projectId);
  await scene.set('REVISED', { reason: 'Agreed anew' });
  const kept = { schedule: { finishVarianceDays: 0 }, tasks: { nodes: [{ totalSlack: 0 }] } };
  expect(await read(scene)).toMatchObject(kept);
  expect((await refresh(projectId)).refreshed).toEqual([projectId]);
  expect(await read(scene)).toMatchObject(kept);
  await api.done('useBaseline', { id: original.id }, '__typename');
  expect((await refresh(projectId)).refreshed).toEqual([projectId]);
  expect(await read(scene)).toMatchObject(late);
});

test('mitigation is at risk against the current baseline, and against planned ends where that has no such task', async () => {
  const scene = await BaselineScene.plant(api);
  const risk = randomUUID();
  const mitigating = async (name: string, startDate: string) => {
    const id = await scene.task(name, { startDate, linkedRiskMitigationPct: 20 });
    await api.done('linkRisk', { taskId: id, riskId: risk, linkType: 'RESIDUAL' }, '__typename');
    return id;
  };
  const forecast = async () => {
    await refresh(scene.projectId);
    const { _entities } = await scene.read<{ _entities: object[] }>(
      `query ($of: [_Any!]!) { _entities(representations: $of) {
        ... on Risk { mitigationForecastDate mitigationAtRiskDays } } }`,
      { of: [{ __typename: 'Risk', id: risk }] },
    );
    return _entities[0];
  };
  const task = await mitigating('Fence', '2032-03-01');
  await scene.set('ORIGINAL');
  await scene.change(task, { startDate: '2032-03-08' });
  expect(await forecast()).toEqual({ mitigationForecastDate: '2032-03-12', mitigationAtRiskDays: 7 });
  await mitigating('Gate', '2032-03-01');
  expect(await forecast()).toEqual({ mitigationForecastDate: '2032-03-12', mitigationAtRiskDays: 7 });
  await mitigating('Lock', '2032-03-08');
  expect(await forecast()).toEqual({ mitigationForecastDate: '2032-03-12', mitigationAtRiskDays: 0 });
});

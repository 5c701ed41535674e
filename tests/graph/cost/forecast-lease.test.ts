import { randomUUID } from 'node:crypto';
import { clock } from '../../../src/clock.ts';
import { simulationWorker } from '../../../src/services/cost/forecast/simulation-worker.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

const real = { ...clock };
let api: PlanGraph;

beforeAll(async () => {
  clock.today = () => '2026-03-02';
  api = await PlanGraph.open();
});
afterAll(async () => {
  Object.assign(clock, real);
  await simulationWorker.abandon();
  await api.close();
});

/** A project with one task of ten days. */
async function plant(): Promise<string> {
  const project = await api.make('Project', { name: 'Bridge' });
  const [phase] = await api.plan.rows<{ id: string }>('SELECT id FROM pit.phase WHERE project_id = $1', [
    project,
  ]);
  await api.make('Task', { phaseId: phase?.id, name: 'Piles', startDate: '2026-03-02', durationDays: 10 });
  return project;
}

test('a forecast is refused while another process makes one, until the lease of that is out', async () => {
  const project = await plant();
  const name = `forecast:${api.plan.orgId}`;
  const hold = (seconds: number) =>
    api.plan.rows(
      `INSERT INTO pit_ops.job_lease (name, holder, leased_until)
       VALUES ($1, gen_random_uuid(), clock_timestamp() + make_interval(secs => $2))
       ON CONFLICT (name) DO UPDATE SET leased_until = excluded.leased_until`,
      [name, seconds],
    );
  await hold(600);
  const input = { projectId: project, seed: 7, runs: 500, idempotencyKey: randomUUID() };
  expect(await api.refused('forecastProject', input)).toMatchObject({
    code: 'LIMIT_EXCEEDED',
    expected: 'one forecast at a time',
  });
  // The process that held it was killed, and renews it no more.
  await hold(-1);
  const { forecast: made } = await api.done<{ forecast: { id: string } }>(
    'forecastProject',
    input,
    'forecast { id }',
  );
  expect(made.id).toEqual(expect.any(String));
  expect(await api.plan.rows(`SELECT name FROM pit_ops.job_lease WHERE name LIKE 'forecast%'`)).toEqual([]);
});

test('requests under one key at once are all answered with the first forecast, which is simulated once', async () => {
  const project = await plant();
  const alone = jest.spyOn(simulationWorker, 'alone');
  const input = { projectId: project, seed: 7, runs: 500, idempotencyKey: randomUUID() };
  const ask = () => api.done<{ forecast: { id: string } }>('forecastProject', input, 'forecast { id }');
  const [first, ...others] = await Promise.all([ask(), ask(), ask()]);
  for (const other of others) expect(other).toEqual(first);
  expect(alone).toHaveBeenCalledTimes(1);
  alone.mockRestore();
});

import { randomUUID } from 'node:crypto';
import type { Worker } from 'node:worker_threads';
import { clock } from '../../../src/clock.ts';
import { ActorRole } from '../../../src/domain/enums.ts';
import { simulationWorker } from '../../../src/services/cost/forecast/simulation-worker.ts';
import type { PitError } from '../../../src/domain/errors.ts';
import { GRID } from '../../../src/domain/schedule/forecast/duration-model.ts';
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

const FORECAST = `forecast { id seed runs correlation dataDate planSeq inputs { openTasks tasksWithHistory factors { optimistic pessimistic }
  history { kind cases coverageP50 coverageP80 } } finish { p10 p50 p80 p90 meanDays sdDays deterministic promised probabilityOnTime }
  cost { p50 p80 } histogram { date count } criticality { index cruciality task { id name } } }`;

interface Forecast {
  readonly id: string;
  readonly finish: Record<'p10' | 'p50' | 'p80' | 'p90' | 'deterministic', string> & {
    probabilityOnTime: number | null;
  };
  readonly histogram: readonly { count: number }[];
  readonly criticality: readonly { index: number; task: { name: string } }[];
  readonly [name: string]: unknown;
}

async function forecast(projectId: string, more: object = {}, actor = api.plan.actor()): Promise<Forecast> {
  const input = { projectId, seed: 7, runs: 500, ...more };
  const payload = await api.done<{ forecast: Forecast }>('forecastProject', input, FORECAST, actor);
  return payload.forecast;
}

/** A chain of three tasks of ten days from Monday, 2 March 2026, beside one of five. */
async function plant(): Promise<string> {
  const project = await api.make('Project', { name: 'Bridge' });
  const [phase] = await api.plan.rows<{ id: string }>('SELECT id FROM pit.phase WHERE project_id = $1', [
    project,
  ]);
  await api.plan.rows('UPDATE pit.phase SET name = $2 WHERE id = $1', [phase?.id, 'Construction']);
  const planned = { phaseId: phase?.id, startDate: '2026-03-02', durationDays: 10, capexCost: '100.00' };
  const ids: string[] = [];
  for (const name of ['Piles', 'Deck', 'Rails']) ids.push(await api.make('Task', { ...planned, name }));
  await api.make('Task', { ...planned, name: 'Signs', durationDays: 5 });
  for (const n of [0, 1])
    await api.done('addDependency', { predecessorId: ids[n], successorId: ids[n + 1] }, '__typename');
  return project;
}

test('a forecast tells days by shares, the odds of the promised day and what decides, and is kept with its inputs', async () => {
  const project = await plant();
  await api.done('setBaseline', { projectId: project, name: 'Promised', kind: 'ORIGINAL' }, '__typename');
  await api.done(
    'recordCostSnapshot',
    { projectId: project, capturedAt: '2026-03-01T12:00:00Z', capexSpent: '50.00' },
    '__typename',
  );
  const made = await forecast(project);
  expect(made).toMatchObject({
    seed: 7,
    runs: 500,
    correlation: 0.3,
    dataDate: '2026-03-02',
    inputs: {
      openTasks: 4,
      tasksWithHistory: 0,
      factors: { optimistic: 0.9, pessimistic: 1.25 },
      history: [],
    },
  });
  const { p10, p50, p80, p90, deterministic, probabilityOnTime } = made.finish;
  expect([p10, p50, p80, p90]).toEqual([p10, p50, p80, p90].sort());
  expect(deterministic).toBe('2026-04-10');
  // A chain of 30 days of which each takes 105 percent in the mean.
  expect(p50 >= '2026-04-13' && p50 <= '2026-04-15').toBe(true);
  expect(p90 > p50).toBe(true);
  // The baseline ends where the tasks were typed, before the chain can.
  expect(probabilityOnTime).toBe(0);
  expect(made.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(500);
  expect(made.criticality.map(({ index, task }) => [task.name, index])).toEqual(
    expect.arrayContaining([
      ['Piles', 100],
      ['Deck', 100],
      ['Rails', 100],
    ]),
  );
  expect(made['cost']).toEqual({
    p50: expect.stringMatching(/^4[67]\d\.\d\d$/),
    p80: expect.stringMatching(/^4[78]\d\.\d\d$/),
  });
  const query = `query ($id: ID!) { project(id: $id) { ${FORECAST} earnedValue { ac } costSnapshots { nodes { capexSpent aiForecastJson } } } }`;
  const { data } = await api.graph.ask(api.plan.actor(), query, { id: project });
  const found = data?.['project'] as {
    forecast: Forecast;
    earnedValue: object;
    costSnapshots: { nodes: { capexSpent: string; aiForecastJson: object | null }[] };
  };
  expect(found.forecast).toEqual(made);
  expect(found.earnedValue).toEqual({ ac: '50.00' });
  expect(
    found.costSnapshots.nodes.map(({ capexSpent, aiForecastJson }) => [capexSpent, aiForecastJson !== null]),
  ).toEqual([
    ['50.00', true],
    ['50.00', false],
  ]);
});

test('the same seed gives the same forecast, another seed another one, and none one that follows from the plan', async () => {
  const project = await plant();
  const without = ({ id: _, planSeq: __, ...rest }: Forecast) => rest;
  const first = without(await forecast(project));
  expect(without(await forecast(project))).toEqual(first);
  expect(without(await forecast(project, { seed: 8 }))).not.toEqual(first);
  const { seed } = await forecast(project, { seed: null });
  expect(Number.isInteger(seed)).toBe(true);
});

test('a forecast that is asked for again under its key is answered with the first one, and simulated once', async () => {
  const project = await plant();
  const input = { projectId: project, seed: 7, runs: 500, idempotencyKey: randomUUID() };
  const ask = () => api.done<{ forecast: { id: string } }>('forecastProject', input, 'forecast { id }');
  const alone = jest.spyOn(simulationWorker, 'alone');
  const first = await ask();
  expect(await ask()).toEqual(first);
  expect(alone).toHaveBeenCalledTimes(1);
  // Another one would be refused now; this one has had its answer.
  const tasks = await api.plan.rows<{ id: string }>('SELECT id FROM pit.task WHERE project_id = $1', [
    project,
  ]);
  for (const { id } of tasks) await api.done('deleteTask', { id }, '__typename');
  expect(await api.refused('forecastProject', { ...input, idempotencyKey: randomUUID() })).toMatchObject({
    code: 'CONFLICT',
    field: 'input.projectId',
  });
  expect(await ask()).toEqual(first);
  expect(alone).toHaveBeenCalledTimes(2);
  alone.mockRestore();
  expect(await api.refused('forecastProject', { ...input, seed: 8 })).toMatchObject({
    code: 'CONFLICT',
    field: 'input.idempotencyKey',
  });
});

test('history of the whole organisation is drawn from before triangles, whoever asks, with its calibration', async () => {
  const hidden = await api.plan.insert('division', { name: 'Elsewhere' });
  const other = await api.plan.project({ division_id: hidden, owner_id: api.plan.helper });
  const phase = await api.plan.phase(other, { name: 'Construction' });
  for (let n = 0; n < 30; n += 1) {
    const planned = {
      start_date: '2025-03-03',
      end_date: '2025-03-14',
      duration_days: 10,
      progress_percent: 100,
      status: 'completed',
    };
    const id = await api.plan.task(other, phase, { name: `Done ${n}`, ...planned });
    await api.plan.rows(
      `INSERT INTO pit_ops.task_actual (task_id, org_id, project_id, actual_start, actual_finish) VALUES ($1, $2, $3, '2025-03-03', '2025-03-28')`,
      [id, api.plan.orgId, other],
    );
  }
  const project = await plant();
  const made = await forecast(project);
  expect(made['inputs']).toMatchObject({
    tasksWithHistory: 4,
    history: [{ kind: 'construction', cases: 30, coverageP50: 100, coverageP80: 100 }],
  });
  // All took twice as long as planned: sixty working days from 2 March.
  expect(made.finish).toMatchObject({ p10: '2026-05-22', p90: '2026-05-22', deterministic: '2026-04-10' });
  await api.plan.rows('UPDATE pit.phase SET name = $2 WHERE id = $1', [phase, 'Other']);
});

test('a forecast is made by whom the project is, and refused where there is nothing to forecast', async () => {
  const project = await plant();
  const input = { projectId: project, runs: 100 };
  for (const actor of [api.plan.actor(api.plan.worker), api.plan.actor(api.plan.owner, ActorRole.VIEWER)])
    expect(await api.refused('forecastProject', input, actor)).toMatchObject({ code: 'FORBIDDEN' });
  expect(await api.refused('forecastProject', { ...input, projectId: randomUUID() })).toMatchObject({
    code: 'NOT_FOUND',
    field: 'input.projectId',
  });
  expect(await api.refused('forecastProject', { ...input, runs: 99 })).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'input.runs',
  });
  const empty = await api.make('Project', { name: 'Empty' });
  expect(await api.refused('forecastProject', { ...input, projectId: empty })).toMatchObject({
    code: 'CONFLICT',
  });
});

test('one forecast at a time of an organisation is made, and another is refused meanwhile', async () => {
  const project = await plant();
  const network = {
    order: Int32Array.of(0),
    offsets: Int32Array.of(0, 0),
    neighbours: new Int32Array(0),
    lags: new Int32Array(0),
    fromFinish: new Uint8Array(0),
    toFinish: new Uint8Array(0),
    startFrom: new Float64Array(1),
    finishFrom: new Float64Array(1),
    fixed: new Uint8Array(1),
    remaining: Float64Array.of(5),
    isDone: new Uint8Array(1),
    doneFinish: -Infinity,
  };
  const one = { network, tableOf: new Uint16Array(1), costs: new Float64Array(1), seed: 1, correlation: 0 };
  const long = { ...one, tables: new Float64Array(GRID).fill(1), runs: 5_000_000 };
  const running = simulationWorker
    .alone(api.plan.orgId, (simulate) => simulate(long))
    .catch((error: PitError) => error.code);
  expect(await api.refused('forecastProject', { projectId: project, runs: 100 })).toMatchObject({
    code: 'LIMIT_EXCEEDED',
    expected: 'one forecast at a time',
  });
  await simulationWorker.abandon();
  expect(await running).toBe('UNAVAILABLE');
  expect(await forecast(project)).toMatchObject({ runs: 500 });
});

test('a simulation that is abandoned is refused as unavailable, and the next one runs', async () => {
  const project = await plant();
  const asked = api.ask(
    'forecastProject',
    { projectId: project, runs: 10_000 },
    '__typename',
    api.plan.actor(),
  );
  const abandoning = setInterval(() => void simulationWorker.abandon(), 5);
  const { errors } = await asked;
  clearInterval(abandoning);
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAVAILABLE' });
  expect((await forecast(project)).runs).toBe(500);
});

test('of thirty forecasts at once of an organisation one is made, and the others are refused before their plans are read', async () => {
  const project = await plant();
  const ask = () =>
    api.graph.ask(
      api.plan.actor(),
      'mutation ($input: ForecastProjectInput!) { forecastProject(input: $input) { __typename } }',
      {
        input: { projectId: project, runs: 1_000 },
      },
    );
  const outcomes = await Promise.all(Array.from({ length: 30 }, ask));
  const refused = outcomes.filter(({ errors }) => errors?.[0]?.extensions['code'] === 'LIMIT_EXCEEDED');
  expect([outcomes.filter(({ errors }) => errors === undefined).length, refused.length]).toEqual([1, 29]);
  // The project, by which it is permitted, and nothing else.
  expect(Math.max(...refused.map(({ statements }) => statements))).toBe(1);
  const kept = await api.plan.rows('SELECT FROM pit.cost_snapshot WHERE project_id = $1', [project]);
  expect(kept).toHaveLength(1);
});

test('a forecast whose thread is killed in the middle is refused, keeps nothing, and the next one is made', async () => {
  const project = await plant();
  const asked = api.ask(
    'forecastProject',
    { projectId: project, runs: 10_000 },
    '__typename',
    api.plan.actor(),
  );
  const worker = simulationWorker as unknown as { thread?: Worker; running?: object };
  const killing = setInterval(() => {
    if (worker.running === undefined) return;
    clearInterval(killing);
    void worker.thread?.terminate();
  }, 1);
  const { errors } = await asked;
  clearInterval(killing);
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAVAILABLE' });
  expect(await api.plan.rows('SELECT FROM pit.cost_snapshot WHERE project_id = $1', [project])).toEqual([]);
  expect((await forecast(project)).runs).toBe(500);
});

import { readFile } from 'node:fs/promises';
import { clock } from '../../../src/clock.ts';
import { simulationWorker } from '../../../src/services/cost/forecast/simulation-worker.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const PAGE = new URL('../../../docs/forecast.md', import.meta.url);
const real = { ...clock };

let plan: Plan;
let service: TestService;

beforeAll(async () => {
  clock.today = () => '2026-03-02';
  plan = await Plan.open();
  service = await startTestService(plan.database);
});
afterAll(async () => {
  Object.assign(clock, real);
  await service?.stop();
  await simulationWorker.abandon();
  await plan?.close();
});

type Data = Record<string, Record<string, unknown>>;

test('the operations of the page, pasted one after the other, give what it tells', async () => {
  const project = await plan.project();
  const phase = await plan.phase(project);
  const ids: string[] = [];
  for (const name of ['Piles', 'Deck', 'Rails']) {
    const dates = { start_date: '2026-03-02', end_date: '2026-03-13', duration_days: 10, capex_cost: 100 };
    ids.push(await plan.task(project, phase, { name, ...dates }));
  }
  for (const n of [0, 1]) {
    const ends = { predecessor_task_id: ids[n], successor_task_id: ids[n + 1] };
    await plan.insert('task_dependency', {
      project_id: project,
      dependency_type: 'finish_to_start',
      ...ends,
    });
  }
  const page = await readFile(PAGE, 'utf8');
  const token = await service.token(plan.actor());
  const answers: Data[] = [];
  for (const [, text = ''] of page.matchAll(/^```graphql\n([^]*?)^```$/gm)) {
    const { body } = await service.query(token, text.replaceAll('<project>', project));
    expect([text, body.errors]).toEqual([text, undefined]);
    answers.push(body.data as Data);
  }
  expect(answers).toHaveLength(2);
  expect(answers[0]?.['forecastProject']).toMatchObject({
    forecast: {
      finish: { deterministic: '2026-04-10', promised: null, probabilityOnTime: null },
      cost: null,
    },
  });
  expect(answers[1]?.['project']).toMatchObject({
    forecast: {
      seed: 7,
      runs: 1_000,
      inputs: { openTasks: 3, tasksWithHistory: 0, history: [] },
      criticality: [{ index: 100 }, { index: 100 }, { index: 100 }],
    },
  });
});

import { readFile } from 'node:fs/promises';
import { clock } from '../../../src/clock.ts';
import { startTestService, type TestService } from '../../support/processes/service.ts';
import { Plan } from '../../support/worlds/plan-database.ts';

const PAGE = new URL('../../../docs/cost.md', import.meta.url);
const real = { ...clock };

let plan: Plan;
let service: TestService;

beforeAll(async () => {
  clock.today = () => '2026-03-13';
  plan = await Plan.open();
  service = await startTestService(plan.database);
});
afterAll(async () => {
  Object.assign(clock, real);
  await service?.stop();
  await plan?.close();
});

type Data = Record<string, Record<string, unknown>>;

test('the operations of the page, pasted one after the other, give what it tells', async () => {
  const project = await plan.project();
  const phase = await plan.phase(project);
  const first = { start_date: '2026-03-02', end_date: '2026-03-13', duration_days: 10, capex_cost: 1_000 };
  const second = { start_date: '2026-03-16', end_date: '2026-03-27', duration_days: 10, capex_cost: 500 };
  await plan.task(project, phase, { name: 'Dig', progress_percent: 50, ...first });
  await plan.task(project, phase, { name: 'Build', ...second });
  const page = await readFile(PAGE, 'utf8');
  const token = await service.token(plan.actor());
  const answers: Data[] = [];
  for (const [, text = ''] of page.matchAll(/^```graphql\n([^]*?)^```$/gm)) {
    const { body } = await service.query(token, text.replaceAll('<project>', project));
    expect([text, body.errors]).toEqual([text, undefined]);
    answers.push(body.data as Data);
  }
  expect(answers[0]?.['recordCostSnapshot']).toMatchObject({ costSnapshot: { capexSpent: '400.00' } });
  expect(answers[1]?.['importCostSnapshots']).toMatchObject({ isApplied: true, newCount: 1, faults: [] });
  expect(answers[2]?.['project']).toEqual({
    earnedValue: {
      basis: 'PLAN',
      bac: '1500.00',
      pv: '1000.00',
      ev: '500.00',
      ac: '500.00',
      sv: '-500.00',
      cv: '0.00',
      spi: '0.5000',
      cpi: '1.0000',
      eacCpi: '1500.00',
      eacPlan: '1500.00',
      eacCpiSpi: '2500.00',
      tcpiBac: '1.0000',
      earnedScheduleDays: '5.0000',
      spiTime: '0.5000',
      estimatedFinish: '2026-04-24',
      missing: [],
    },
  });
  expect(answers[3]).toMatchObject({
    project: {
      costSeries: [
        { date: '2026-03-13', pv: '1000.00', ev: '500.00', ac: '500.00' },
        { date: '2026-03-31', pv: '1500.00', ev: null, ac: null },
        { date: '2026-04-30', pv: '1500.00', ev: null, ac: null },
      ],
      costByFiscalYear: [{ fiscalYear: 2026, capex: '1500.00', opex: '0.00' }],
      returnOnInvestment: { ratio: null, reason: 'IMPACT_IS_A_SCORE' },
    },
    costByFiscalYear: { projectCount: 1, years: [{ fiscalYear: 2026, capex: '1500.00', opex: '0.00' }] },
  });
});

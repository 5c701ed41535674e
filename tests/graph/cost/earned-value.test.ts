import { clock } from '../../../src/clock.ts';
import { ActorRole } from '../../../src/domain/enums.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

const real = { ...clock };
let api: PlanGraph;

beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(async () => {
  Object.assign(clock, real);
  await api.close();
});
beforeEach(() => {
  clock.today = () => '2026-03-31';
});

type Row = Record<string, unknown>;

async function read<T>(query: string, variables: Row, actor = api.plan.actor()): Promise<T> {
  const { data, errors } = await api.graph.ask(actor, query, variables);
  expect(errors).toBeUndefined();
  return data as T;
}

const VALUE = `asOf basis bac pv ev ac undatedCost sv cv spi cpi eacCpi eacPlan eacCpiSpi etc vac tcpiBac tcpiEac
  percentComplete percentSpent earnedScheduleDays actualTimeDays plannedDurationDays svTimeDays spiTime estimatedFinish
  missing { figure reason }`;

async function valueOf(project: string, asOf?: string, actor = api.plan.actor()): Promise<Row> {
  const query = `query ($id: ID!, $asOf: Date) { project(id: $id) { earnedValue(asOf: $asOf) { ${VALUE} } } }`;
  const { project: found } = await read<{ project: { earnedValue: Row } }>(
    query,
    { id: project, asOf },
    actor,
  );
  return found.earnedValue;
}

/** A project of the tasks: [name, cost, start, end, reports of progress as [day, percent]]. */
async function plant(
  tasks: readonly [string, string, string, string, ...(readonly [string, number])[]][],
): Promise<{ project: string; ids: string[] }> {
  const project = await api.make('Project', { name: 'Plant' });
  const [phase] = await api.plan.rows<{ id: string }>('SELECT id FROM pit.phase WHERE project_id = $1', [
    project,
  ]);
  const ids: string[] = [];
  for (const [name, cost, startDate, endDate, ...reports] of tasks) {
    const id = await api.make('Task', { phaseId: phase?.id, name, startDate, endDate, capexCost: cost });
    ids.push(id);
    let before = 0;
    for (const [day, percent] of reports) {
      await api.plan.insert('task_progress_log', {
        task_id: id,
        user_id: api.plan.owner,
        old_progress_percent: before,
        new_progress_percent: percent,
        created_at: `${day}T09:00:00Z`,
      });
      before = percent;
    }
    if (before > 0) await api.done('updateProgress', { taskId: id, percent: before }, '__typename');
  }
  return { project, ids };
}

const record = (
  projectId: string,
  capturedAt: string,
  capexSpent: string,
  opexSpent = '0',
): Promise<object> =>
  api.done('recordCostSnapshot', { projectId, capturedAt, capexSpent, opexSpent }, '__typename');

// "Earned Value and its use in Cost Control", solutioninn.com study help, question 16614981: ten packages of 100,000, five of
// them due and 100, 100, 90, 80 and 50 percent complete, for 510,000.
test('ten packages of which five were due come to the figures of the book, to the cent', async () => {
  const percents = [100, 100, 90, 80, 50, 0, 0, 0, 0, 0];
  const { project } = await plant(
    percents.map((percent, n) => {
      const [start, end] = n < 5 ? ['2026-03-02', '2026-03-31'] : ['2026-04-01', '2026-04-30'];
      return [`Package ${n}`, '100000', start, end, ['2026-03-30', percent]] as const;
    }) as never,
  );
  await record(project, '2026-03-31T08:00:00Z', '500000', '10000');
  expect(await valueOf(project)).toMatchObject({
    asOf: '2026-03-31',
    basis: 'PLAN',
    bac: '1000000.00',
    pv: '500000.00',
    ev: '420000.00',
    ac: '510000.00',
    sv: '-80000.00',
    cv: '-90000.00',
    spi: '0.8400',
    cpi: '0.8235',
    eacCpi: '1214285.71',
    eacPlan: '1090000.00',
    eacCpiSpi: '1348435.37',
    etc: '704285.71',
    vac: '-214285.71',
    tcpiBac: '1.1837',
    tcpiEac: '0.8235',
    percentComplete: '42.00',
    percentSpent: '51.00',
    missing: [],
  });
});

test('three snapshots a month apart give the series by hand calculation, to the cent', async () => {
  // 44 working days from January to February, 22 in March; a third of the second task by the end of March.
  const { project } = await plant([
    [
      'First',
      '1000.00',
      '2026-01-01',
      '2026-03-03',
      ['2026-01-30', 40],
      ['2026-02-27', 90],
      ['2026-03-30', 100],
    ],
    ['Second', '333.33', '2026-03-02', '2026-05-29', ['2026-03-31', 33]],
  ]);
  await record(project, '2026-01-31T12:00:00Z', '450.10');
  await record(project, '2026-02-28T12:00:00Z', '900.20', '50.05');
  await record(project, '2026-03-31T12:00:00Z', '1200.30', '60.05');
  const query = `query ($id: ID!, $from: Date, $to: Date) { project(id: $id) { costSeries(from: $from, to: $to) { date pv ev ac } } }`;
  const { project: found } = await read<{ project: { costSeries: Row[] } }>(query, { id: project });
  expect(found.costSeries).toEqual([
    // 22 of 44 working days.
    { date: '2026-01-31', pv: '500.00', ev: '400.00', ac: '450.10' },
    // 42 of 44.
    { date: '2026-02-28', pv: '954.55', ev: '900.00', ac: '950.25' },
    // All, and 22 of 65 of the second, of which a third less a third of a percent is reported.
    { date: '2026-03-31', pv: '1112.82', ev: '1110.00', ac: '1260.35' },
    { date: '2026-04-30', pv: '1225.64', ev: null, ac: null },
    { date: '2026-05-31', pv: '1333.33', ev: null, ac: null },
  ]);
  expect(await valueOf(project, '2026-02-28')).toMatchObject({
    pv: '954.55',
    ev: '900.00',
    ac: '950.25',
    cv: '-50.25',
  });
  const late = await api.graph.ask(api.plan.actor(), query, {
    id: project,
    from: '1990-01-01',
    to: '2026-01-01',
  });
  expect(late.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'to' });
});

test('a zero denominator is null with its reason, and a day to come is refused', async () => {
  const { project } = await plant([['Later', '10.00', '2026-06-01', '2026-06-05']]);
  const value = await valueOf(project);
  expect(value).toMatchObject({
    spi: null,
    cpi: null,
    ac: null,
    eacPlan: null,
    svTimeDays: '0.0000',
    spiTime: null,
  });
  expect(value['missing']).toEqual(
    expect.arrayContaining([
      { figure: 'ac', reason: 'NO_ACTUAL_COST' },
      { figure: 'spi', reason: 'NOTHING_PLANNED' },
      { figure: 'spiTime', reason: 'NOT_BEGUN' },
      { figure: 'estimatedFinish', reason: 'NOT_BEGUN' },
    ]),
  );
  const query = `query ($id: ID!) { project(id: $id) { earnedValue(asOf: "2026-04-01") { ev } } }`;
  const { errors } = await api.graph.ask(api.plan.actor(), query, { id: project });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'asOf' });
});

test('value is measured against the baseline: work that was added has no budget in it, and work that is gone earns nothing', async () => {
  const { project, ids } = await plant([
    ['Kept', '100.00', '2026-03-02', '2026-03-13', ['2026-03-20', 50]],
    ['Dropped', '60.00', '2026-03-02', '2026-03-13', ['2026-03-20', 50]],
  ]);
  await api.done('setBaseline', { projectId: project, name: 'Promised', kind: 'ORIGINAL' }, '__typename');
  await api.done('updateTask', { id: ids[0], capexCost: '900.00', endDate: '2026-12-31' }, '__typename');
  await api.done('deleteTask', { id: ids[1] }, '__typename');
  expect(await valueOf(project)).toMatchObject({
    basis: 'BASELINE',
    bac: '160.00',
    pv: '160.00',
    ev: '50.00',
  });
});

test('work that requires evidence earns only from when it is accepted, where the organisation wants that', async () => {
  const { project, ids } = await plant([
    ['Proven', '100.00', '2026-03-02', '2026-03-13', ['2026-03-10', 80]],
  ]);
  await api.plan.rows('UPDATE pit.task SET requires_evidence = true WHERE id = $1', [ids[0]]);
  const admin = api.plan.actor(api.plan.owner, ActorRole.ADMIN);
  const settings = 'organisation { settings { cost { evMethod evNeedsEvidence riskImpactUnit } } }';
  const set = (cost: object | null) => api.done<Row>('updateOrganisationSettings', { cost }, settings, admin);
  expect(await set({ evNeedsEvidence: true })).toEqual({
    organisation: {
      settings: { cost: { evMethod: 'PERCENT', evNeedsEvidence: true, riskImpactUnit: 'SCORE' } },
    },
  });
  expect(await valueOf(project)).toMatchObject({ ev: '0.00' });
  const evidence = await api.plan.insert('evidence', {
    task_id: ids[0],
    uploaded_by: api.plan.worker,
    file_url: 'https://files.test/a',
    file_type: 'document',
  });
  const review = { evidence_id: evidence, reviewer_id: api.plan.helper, decision: 'accepted' };
  await api.plan.insert('evidence_review', { ...review, created_at: '2026-03-20T09:00:00Z' });
  expect(await valueOf(project, '2026-03-19')).toMatchObject({ ev: '0.00' });
  expect(await valueOf(project, '2026-03-20')).toMatchObject({ ev: '80.00' });
  await set({ evMethod: 'FIFTY_FIFTY' });
  expect(await valueOf(project, '2026-03-20')).toMatchObject({ ev: '50.00' });
  expect(
    await api.refused('updateOrganisationSettings', { forecast: { optimistic: 2 } }, admin),
  ).toMatchObject({
    field: 'input.forecast.optimistic',
    expected: 'a number, 0.1 to 1',
  });
  await set(null);
});

test('who sees the project by one task of it sees the value of all of it', async () => {
  const { project, ids } = await plant([
    ['Theirs', '100.00', '2026-03-02', '2026-03-13', ['2026-03-10', 100]],
    ['Others', '300.00', '2026-03-02', '2026-03-13', ['2026-03-10', 50]],
  ]);
  await record(project, '2026-03-31T00:00:00Z', '500');
  await api.plan.rows('UPDATE pit.task SET assignees = jsonb_build_array($2::text) WHERE id = $1', [
    ids[0],
    api.plan.helper,
  ]);
  const all = await valueOf(project);
  expect(all).toMatchObject({ bac: '400.00', ev: '250.00', ac: '500.00' });
  expect(await valueOf(project, undefined, api.plan.actor(api.plan.helper))).toEqual(all);
});

test('cost falls into financial years by working days, for a project and for all that the caller sees', async () => {
  const { project } = await plant([
    ['Over the year', '100.00', '2026-12-28', '2027-01-08'],
    ['By hand', '7.00', '2026-12-28', '2027-01-08'],
  ]);
  await api.plan.rows(
    `UPDATE pit.task SET fy_allocation = 2030, opex_cost = 1 WHERE name = 'By hand' AND project_id = $1`,
    [project],
  );
  await api.plan.rows(
    `UPDATE pit.task SET fy_allocation = NULL WHERE name = 'Over the year' AND project_id = $1`,
    [project],
  );
  const YEARS = 'fiscalYear start end capex opex';
  const query = `query ($id: ID!, $search: String) { project(id: $id) { costByFiscalYear { ${YEARS} } }
    costByFiscalYear(filter: { search: $search }) { projectCount isComplete years { ${YEARS} } } }`;
  await api.done('updateProject', { id: project, name: 'Zeppelin' }, '__typename');
  const found = await read<{ project: { costByFiscalYear: Row[] }; costByFiscalYear: Row }>(query, {
    id: project,
    search: 'Zeppelin',
  });
  const years = [
    { fiscalYear: 2026, start: '2026-01-01', end: '2026-12-31', capex: '40.00', opex: '0.00' },
    { fiscalYear: 2027, start: '2027-01-01', end: '2027-12-31', capex: '60.00', opex: '0.00' },
    { fiscalYear: 2030, start: '2030-01-01', end: '2030-12-31', capex: '7.00', opex: '1.00' },
  ];
  expect(found.project.costByFiscalYear).toEqual(years);
  expect(found.costByFiscalYear).toEqual({ projectCount: 1, isComplete: true, years });
  const none = await read<{ costByFiscalYear: Row }>(query, { id: project, search: 'no such project' });
  expect(none.costByFiscalYear).toEqual({ projectCount: 0, isComplete: true, years: [] });
});

import { ActorRole } from '../../../src/domain/enums.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let project: string;
let code: string;
let count = 0;

beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api.close());
beforeEach(async () => {
  count += 1;
  code = `COST-${count}`;
  project = await api.make('Project', { name: 'Bridge', code, sponsorId: api.plan.sponsor });
});

const SNAPSHOT = `costSnapshot { capturedAt capexCommitted capexSpent opexCommitted opexSpent note isCorrection
  recordedAt recordedBy { id } }`;
type Payload = { costSnapshot: Record<string, unknown> };
const record = (input: object, actor = api.plan.actor()): Promise<Payload> =>
  api.done<Payload>('recordCostSnapshot', { projectId: project, ...input }, SNAPSHOT, actor);

const REPORT =
  'isApplied rowCount newCount unchangedCount faultCount faults { line field message expected actual } projectIds';
const load = (csv: string, more: object = {}, actor = api.plan.actor()): Promise<Record<string, unknown>> =>
  api.done('importCostSnapshots', { csv, ...more }, REPORT, actor);

async function spent(): Promise<unknown> {
  const { data } = await api.graph.ask(
    api.plan.actor(),
    `query ($id: ID!) { project(id: $id) { earnedValue { ac } } }`,
    { id: project },
  );
  return (data as { project: { earnedValue: { ac: unknown } } }).project.earnedValue.ac;
}

test('a snapshot is recorded once, with who and why, audited and announced', async () => {
  const input = {
    capturedAt: '2026-03-31T12:00:00Z',
    capexSpent: '10.5',
    note: ' Invoices ',
    idempotencyKey: `once-${code}`,
  };
  const { costSnapshot } = await record(input);
  expect(costSnapshot).toEqual({
    capturedAt: '2026-03-31T12:00:00.000Z',
    capexCommitted: '0.00',
    capexSpent: '10.50',
    opexCommitted: '0.00',
    opexSpent: '0.00',
    note: 'Invoices',
    isCorrection: false,
    recordedAt: expect.any(String),
    recordedBy: { id: api.plan.owner },
  });
  expect((await record(input)).costSnapshot).toEqual(costSnapshot);
  const events = await api.plan.rows(
    `SELECT payload FROM pit_ops.outbox WHERE stream_id = $1 AND topic = 'pit.cost.recorded'`,
    [project],
  );
  expect(events).toEqual([{ payload: { projectId: project } }]);
  const audited = await api.plan.rows(
    `SELECT table_name FROM pit.audit_log WHERE table_name IN ('cost_snapshot', 'cost_entry') AND after_state ->> 'project_id' = $1 ORDER BY 1`,
    [project],
  );
  expect(audited).toEqual([{ table_name: 'cost_entry' }, { table_name: 'cost_snapshot' }]);
});

test('what lies before the newest snapshot is taken as a correction alone, and of one moment the last word holds', async () => {
  await record({ capturedAt: '2026-03-31T12:00:00Z', capexSpent: '100' });
  for (const capturedAt of ['2026-03-30T12:00:00Z', '2026-03-31T12:00:00Z']) {
    expect(
      await api.refused('recordCostSnapshot', { projectId: project, capturedAt, capexSpent: '1' }),
    ).toMatchObject({
      code: 'CONFLICT',
      field: 'input.capturedAt',
      newest: '2026-03-31T12:00:00.000Z',
    });
  }
  for (const capexSpent of ['90', '95', '80', '85'])
    await record({ capturedAt: '2026-03-31T12:00:00Z', capexSpent, isCorrection: true });
  expect(await spent()).toBe('85.00');
  await record({ capturedAt: '2026-03-01T12:00:00Z', capexSpent: '7', isCorrection: true });
  expect(await spent()).toBe('85.00');
});

test.each<[string, object, object]>([
  ['an amount below zero', { capexSpent: '-1' }, { field: 'input.capexSpent' }],
  ['a moment to come', { capturedAt: '2199-01-01T00:00:00Z' }, { field: 'input.capturedAt' }],
  ['a note that is too long', { note: 'x'.repeat(2_001) }, { field: 'input.note' }],
])('a snapshot is refused with %s', async (_, input, detail) => {
  expect(await api.refused('recordCostSnapshot', { projectId: project, ...input })).toMatchObject({
    code: 'BAD_USER_INPUT',
    ...detail,
  });
});

test('an import stores all of a table, and a second run of it changes nothing', async () => {
  const other = await api.make('Project', { name: 'Tunnel' });
  const csv = [
    'project_code,project_id,captured_at,capex_spent,opex_spent,note',
    `${code},,2026-01-31T12:00:00Z,100.00,1,"Said
over two lines"`,
    `${code},,2026-02-28T12:00:00Z,200.00,2,`,
    `,${other},2026-02-28T12:00:00Z,5,,`,
  ].join('\r\n');
  expect(await load(csv, { dryRun: true })).toMatchObject({
    isApplied: false,
    rowCount: 3,
    newCount: 3,
    faultCount: 0,
  });
  expect(await spent()).toBeNull();
  const first = await load(csv);
  expect(first).toMatchObject({ isApplied: true, newCount: 3, unchangedCount: 0 });
  expect(new Set(first['projectIds'] as string[])).toEqual(new Set([project, other]));
  expect(await load(csv)).toMatchObject({
    isApplied: false,
    newCount: 0,
    unchangedCount: 3,
    faultCount: 0,
    projectIds: [],
  });
  expect(await spent()).toBe('202.00');
});

test('an import with a wrong row stores nothing and names each by line and column', async () => {
  await record({ capturedAt: '2026-03-31T12:00:00Z', capexSpent: '300' });
  const stranger = await (await api.plan.neighbour()).project();
  const csv = [
    'project_id,captured_at,capex_spent',
    `${project},2026-04-30T12:00:00Z,400`,
    `${project},2026-04-30T12:00:00Z,401`,
    `${project},2026-02-28T12:00:00Z,200`,
    `${stranger},2026-04-30T12:00:00Z,1`,
    `${project},yesterday,1`,
  ].join('\n');
  const { faults, ...report } = await load(csv);
  expect(report).toEqual({
    isApplied: false,
    rowCount: 5,
    newCount: 1,
    unchangedCount: 0,
    faultCount: 4,
    projectIds: [],
  });
  expect((faults as { line: number; field: string }[]).map(({ line, field }) => [line, field])).toEqual([
    [3, 'captured_at'],
    [4, 'captured_at'],
    [5, 'project_id'],
    [6, 'captured_at'],
  ]);
  expect(await spent()).toBe('300.00');
  expect(await load(csv.split('\n').slice(0, 2).join('\n'))).toMatchObject({ isApplied: true });
  const late = `project_id,captured_at,capex_spent\n${project},2026-02-28T12:00:00Z,200`;
  expect(await load(late, { isCorrection: true })).toMatchObject({ isApplied: true, newCount: 1 });
});

test('cost is recorded by whom the project is, its sponsor, administrators and the service, and by nobody else', async () => {
  const csv = `project_id,captured_at,capex_spent\n${project},2026-02-28T12:00:00Z,200`;
  for (const actor of [api.plan.actor(api.plan.worker), api.plan.actor(api.plan.owner, ActorRole.VIEWER)]) {
    expect(await api.refused('recordCostSnapshot', { projectId: project }, actor)).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(await api.refused('importCostSnapshots', { csv }, actor)).toMatchObject({ code: 'FORBIDDEN' });
  }
  await record({}, api.plan.actor(api.plan.sponsor));
  await record({}, api.plan.actor(api.plan.worker, ActorRole.SERVICE));
  for (const status of ['COMPLETED', 'ARCHIVED']) {
    await api.done('updateProject', { id: project, status }, '__typename');
  }
  expect(await api.refused('recordCostSnapshot', { projectId: project })).toMatchObject({ code: 'CONFLICT' });
});

test('a text that is no table is refused as a whole', async () => {
  for (const csv of ['', 'a,b\n1,2', 'project_id,captured_at,note\n"x', '{"a":1}', 'x'.repeat(2_000_001)]) {
    expect(await api.refused('importCostSnapshots', { csv })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'input.csv',
    });
  }
});

test.each([
  ['as many cells as the first: ten thousand are read, and no more', 'a,b\n', 'at most 10000 rows', 10_001],
  [
    'another number of cells: a thousand are looked at',
    'a\n',
    'at most 1000 rows of another number of cells than the first one',
    'line 1002',
  ],
  ['a line of a million cells, which is not read', ','.repeat(1_000_000), 'at most 1000', undefined],
])('a text far too long is given up early: %s', async (_, row, expected, actual) => {
  const csv = `project_id,captured_at\n${row.repeat(Math.floor(1_900_000 / row.length))}`;
  const refused = await api.refused('importCostSnapshots', { csv });
  expect(refused).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.csv', expected });
  expect(refused['actual']).toEqual(actual);
});

test('ten snapshots at once of one project are all kept, and one of them is the newest', async () => {
  const done = await Promise.allSettled(
    Array.from({ length: 10 }, (_, n) =>
      record({ capturedAt: '2026-03-31T12:00:00Z', capexSpent: String(n), isCorrection: true }),
    ),
  );
  expect(done.filter(({ status }) => status === 'rejected')).toEqual([]);
  const rows = await api.plan.rows<{ spent: string }>(
    `SELECT c.capex_spent AS spent FROM pit.cost_snapshot c JOIN pit_ops.cost_entry e ON e.snapshot_id = c.id
     WHERE c.project_id = $1 ORDER BY e.seq`,
    [project],
  );
  expect(rows).toHaveLength(10);
  expect(await spent()).toBe(rows.at(-1)?.spent);
});

import { randomUUID } from 'node:crypto';
import { parse, type OperationDefinitionNode } from 'graphql';
import { LIMITS } from '../../../src/server/graphql/limits.ts';
import { measureOperation } from '../../../src/server/graphql/operation-cost.ts';
import { PlanGraph } from '../../support/mutations/mutations.ts';
import { BaselineScene } from './baseline-scene.ts';

let api: PlanGraph;
let scene: BaselineScene;

beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api.close());
beforeEach(async () => {
  scene = await BaselineScene.plant(api);
});

test('a project is held to what was promised first, then to what was promised instead, and shows by how many days it is late', async () => {
  const first = await scene.task('First', { capexCost: '100.10' });
  const original = await scene.set('ORIGINAL', { approvedById: api.plan.sponsor });
  expect(original).toMatchObject({
    kind: 'ORIGINAL',
    isCurrent: true,
    startDate: '2026-03-02',
    endDate: '2026-03-06',
    taskCount: 1,
    capexCost: '100.10',
  });
  await scene.change(first, { startDate: '2026-03-09', capexCost: '90.00' });
  const late = await scene.task('Added');
  const TASKS = `query ($projectId: ID!, $b: ID) { project(id: $projectId) { promisedFinish baseline { id name
    approvedBy { id } setBy { id } project { id } } baselines { id } tasks { edges { node { id baselineStart(baselineId: $b)
    baselineFinish(baselineId: $b) baselineDurationDays(baselineId: $b) baselineCost(baselineId: $b) { capex opex }
    startVarianceDays finishVarianceDays } } } } }`;
  type Answer = { project: { tasks: { edges: { node: { id: string } }[] } } };
  const nodeOf = ({ project }: Answer, id: string) =>
    project.tasks.edges.find(({ node }) => node.id === id)?.node;
  const shown = await scene.read<Answer>(TASKS);
  expect(shown.project).toMatchObject({
    promisedFinish: '2026-03-06',
    baseline: {
      id: original.id,
      approvedBy: { id: api.plan.sponsor },
      setBy: { id: api.plan.owner },
      project: { id: scene.projectId },
    },
    baselines: [{ id: original.id }],
  });
  expect(nodeOf(shown, first)).toEqual({
    id: first,
    baselineStart: '2026-03-02',
    baselineFinish: '2026-03-06',
    baselineDurationDays: 5,
    baselineCost: { capex: '100.10', opex: '0.00' },
    startVarianceDays: 5,
    finishVarianceDays: 5,
  });
  expect(nodeOf(shown, late)).toMatchObject({
    baselineStart: null,
    baselineCost: null,
    startVarianceDays: null,
  });
  const revised = await scene.set('REVISED', { reason: 'The river was high.' });
  const again = await scene.read<Answer>(TASKS, { b: original.id });
  expect(again.project).toMatchObject({
    promisedFinish: '2026-03-13',
    baseline: { id: revised.id },
    baselines: [{ id: revised.id }, { id: original.id }],
  });
  expect(nodeOf(again, first)).toMatchObject({
    baselineStart: '2026-03-02',
    startVarianceDays: 0,
  });
});

test('a baseline of a moment before is what a copy taken then by SQL says, however much has changed since', async () => {
  const ids = [await scene.task('A'), await scene.task('B'), await scene.task('C', { capexCost: '7.50' })];
  await api.done('addDependency', { predecessorId: ids[0], successorId: ids[1], lagDays: 1 }, '__typename');
  const copy = () =>
    api.plan.rows<object>(
      `SELECT id, name, start_date::text AS start, end_date::text AS end, duration_days AS "durationDays", progress_percent AS progress,
         capex_cost AS capex FROM pit.task WHERE project_id = $1 AND deleted_at IS NULL ORDER BY id`,
      [scene.projectId],
    );
  const copied = await copy();
  const at = await scene.moment();
  for (let n = 0; n < 40; n += 1) {
    await scene.change(ids[n % 3] ?? '', {
      name: `Name ${n}`,
      startDate: `2026-04-${String(1 + (n % 25)).padStart(2, '0')}`,
    });
  }
  await api.done('deleteTask', { id: ids[2] }, '__typename');
  const baseline = await scene.set('ORIGINAL', { asOf: at });
  expect(baseline).toMatchObject({ asOf: at, taskCount: 3, endDate: '2026-03-06' });
  const ROWS = 'totalCount endCursor nodes { id name start end durationDays progress capex }';
  const { baselinePlan: kept } = await scene.read<{ baselinePlan: { tasks: { nodes: object[] } } }>(
    `query ($id: ID!) { baselinePlan(baselineId: $id) { sha256 tasks { ${ROWS} } dependencies { nodes { lagDays type } } } }`,
    { id: baseline.id },
  );
  expect(kept.tasks.nodes).toEqual(copied);
  expect(kept).toMatchObject({
    sha256: baseline.sha256,
    dependencies: { nodes: [{ lagDays: 1, type: 'FINISH_TO_START' }] },
  });
  const PLAN = `query ($projectId: ID!, $at: DateTime!, $after: ID) { project(id: $projectId) { planAsOf(at: $at) {
    sha256 name asOf phases { totalCount } workPackages { totalCount } tasks(first: 2, after: $after) { ${ROWS} } } } }`;
  type Plan = {
    project: { planAsOf: { sha256: string; tasks: { nodes: object[]; endCursor: string | null } } };
  };
  const page = (await scene.read<Plan>(PLAN, { at })).project.planAsOf;
  expect(page).toMatchObject({
    sha256: baseline.sha256,
    asOf: at,
    name: 'Bridge',
    phases: { totalCount: 1 },
  });
  const rest = (await scene.read<Plan>(PLAN, { at, after: page.tasks.endCursor })).project.planAsOf;
  expect([...page.tasks.nodes, ...rest.tasks.nodes]).toEqual(copied);
  expect(rest.tasks.endCursor).toBeNull();
  const PACKED = `query ($projectId: ID!, $at: DateTime!) { project(id: $projectId) { planAsOf(at: $at) { startDate packed } } }`;
  type Packed = {
    planAsOf: { startDate: string; packed: { origin: string; rows: Record<string, unknown[]> } };
  };
  const { startDate, packed } = (await scene.read<{ project: Packed }>(PACKED, { at })).project.planAsOf;
  expect(packed.origin).toBe(startDate);
  // A phase, a work package and three tasks.
  expect(packed.rows['id']).toHaveLength(5);
  expect(packed.rows['id']).toContain(Buffer.from(ids[2]!.replaceAll('-', ''), 'hex').toString('base64url'));
  for (const after of ['nonsense', randomUUID()])
    expect(await scene.refusal(PLAN, { at, after })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'after',
      actual: after,
    });
  expect(await scene.refusal(PLAN, { at: '1999-01-01T00:00:00Z' })).toMatchObject({
    code: 'BAD_USER_INPUT',
    field: 'at',
  });
});

test('a page of a plan is priced by its rows, and rebuilding plans by what it costs', () => {
  const { schema } = api.graph.subgraph;
  const costOf = (selection: string): number => {
    const document = parse(`{ project(id: "x") { ${selection} } }`);
    return measureOperation(schema, document, document.definitions[0] as OperationDefinitionNode, {}).cost;
  };
  const at = 'at: "2026-01-01T00:00:00Z"';
  const bare = costOf(`planAsOf(${at}) { sha256 }`);
  expect(costOf(`planAsOf(${at}) { tasks(first: 500) { nodes { id } } }`) - bare).toBeLessThanOrEqual(501);
  expect(costOf(`planAsOf(${at}) { tasks { nodes { id } } }`) - bare).toBeLessThanOrEqual(101);
  const many = Array.from({ length: 11 }, (_, n) => `p${n}: planAsOf(${at}) { sha256 }`).join(' ');
  expect(costOf(many)).toBeGreaterThan(LIMITS.cost);
});

const COMPARE = `query ($projectId: ID!, $a: ID, $b: ID) { compareBaselines(projectId: $projectId, a: $a, b: $b) {
  finishBefore finishAfter finishShiftDays movedCount moved { taskId startBefore startAfter endBefore endAfter startShiftDays
  endShiftDays } addedCount addedTaskIds removedCount removedTaskIds costChangeCount costChanges { taskId capexBefore
  capexAfter opexBefore opexAfter } capexBefore capexAfter addedDependencyCount addedDependencies { predecessorId }
  removedDependencyCount removedDependencies { id } } }`;

test('two plans are compared: what moved by how many working days, came, went and costs more', async () => {
  const [moved, gone, costly] = [
    await scene.task('Moved'),
    await scene.task('Gone'),
    await scene.task('Costly', { capexCost: '5.00' }),
  ];
  const before = await scene.set('ORIGINAL');
  await scene.change(moved, { startDate: '2026-03-05' });
  await scene.change(costly, { capexCost: '6.00' });
  await api.done('deleteTask', { id: gone }, '__typename');
  const added = await scene.task('Added');
  await api.done('addDependency', { predecessorId: costly, successorId: added }, '__typename');
  const expected = {
    finishBefore: '2026-03-06',
    finishAfter: '2026-03-11',
    finishShiftDays: 3,
    movedCount: 1,
    moved: [
      {
        taskId: moved,
        startBefore: '2026-03-02',
        startAfter: '2026-03-05',
        endBefore: '2026-03-06',
        endAfter: '2026-03-11',
        startShiftDays: 3,
        endShiftDays: 3,
      },
    ],
    addedCount: 1,
    addedTaskIds: [added],
    removedCount: 1,
    removedTaskIds: [gone],
    costChangeCount: 1,
    costChanges: [
      { taskId: costly, capexBefore: '5.00', capexAfter: '6.00', opexBefore: '0.00', opexAfter: '0.00' },
    ],
    capexBefore: '5.00',
    capexAfter: '6.00',
    addedDependencyCount: 1,
    addedDependencies: [{ predecessorId: costly }],
    removedDependencyCount: 0,
    removedDependencies: [],
  };
  expect(await scene.read(COMPARE, { a: before.id })).toEqual({ compareBaselines: expected });
  const after = await scene.set('REVISED', { reason: 'Agreed' });
  expect(await scene.read(COMPARE, { a: before.id, b: after.id })).toEqual({ compareBaselines: expected });
  expect(await scene.read(COMPARE, { a: after.id })).toMatchObject({
    compareBaselines: { movedCount: 0, addedCount: 0 },
  });
  const elsewhere = await api.make('Project', { name: 'Other' });
  const foreign = { projectId: elsewhere, a: before.id };
  expect(await scene.refusal(COMPARE, foreign)).toMatchObject({ code: 'NOT_FOUND', field: 'a' });
});

test('a comparison is read page by page, what moved most first, and its counts stay those of all', async () => {
  const ids = await Promise.all(['A', 'B', 'C'].map((name) => scene.task(name)));
  const before = await scene.set('ORIGINAL');
  for (const [at, startDate] of ['2026-03-03', '2026-03-05', '2026-03-04'].entries())
    await scene.change(ids[at]!, { startDate });
  const paged = `query ($projectId: ID!, $a: ID, $entries: ComparisonEntriesInput) {
    compareBaselines(projectId: $projectId, a: $a, entries: $entries) { movedCount moved { taskId } } }`;
  const page = async (entries: object | null): Promise<unknown> => {
    const read = await scene.read(paged, { a: before.id, entries });
    const { movedCount, moved } = (
      read as { compareBaselines: { movedCount: number; moved: { taskId: string }[] } }
    ).compareBaselines;
    return [movedCount, ...moved.map(({ taskId }) => 'ABC'[ids.indexOf(taskId)])];
  };
  expect(await page(null)).toEqual([3, 'B', 'C', 'A']);
  expect(await page({ limit: 2 })).toEqual([3, 'B', 'C']);
  expect(await page({ offset: 2, limit: 2 })).toEqual([3, 'A']);
  for (const [entries, field] of [
    [{ limit: 1001 }, 'entries.limit'],
    [{ limit: 0 }, 'entries.limit'],
    [{ offset: -1 }, 'entries.offset'],
  ] as const)
    expect(await scene.refusal(paged, { a: before.id, entries })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field,
    });
});

test('a page of a hundred tasks costs as many statements as one of three, and one more for their baseline', async () => {
  for (const name of ['A', 'B', 'C']) await scene.task(name);
  await scene.set('ORIGINAL');
  const fields = `baselineStart baselineFinish baselineDurationDays baselineCost { capex } startVarianceDays finishVarianceDays`;
  const count = async (selection: string, first: number): Promise<number> => {
    const query = `query ($projectId: [ID!], $first: Int) { tasks(first: $first, filter: { projectId: $projectId }) {
      edges { node { id ${selection} } } } }`;
    const { statements, errors } = await api.graph.ask(api.plan.actor(), query, {
      projectId: [scene.projectId],
      first,
    });
    expect(errors).toBeUndefined();
    return statements;
  };
  const few = [await count('', 3), await count(fields, 3)];
  await api.done(
    'createTasks',
    {
      projectId: scene.projectId,
      tasks: Array.from({ length: 97 }, (_, n) => ({ phaseId: scene.phaseId, name: `${n}` })),
    },
    '__typename',
  );
  await scene.set('REVISED', { reason: 'More work' });
  expect([await count('', 100), await count(fields, 100)]).toEqual(few);
  // The baseline's tasks, and the organisation's calendar.
  expect((few[1] ?? 0) - (few[0] ?? 0)).toBe(2);
});

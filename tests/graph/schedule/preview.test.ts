import { randomUUID } from 'node:crypto';
import { PlanGraph } from '../../support/mutations/mutations.ts';
import { previewOf, previewRefusal, shiftsOf } from '../../support/requests/previewed-plan.ts';

let api: PlanGraph;
let project: string;
let phase: string;
const tasks = {} as Record<'a' | 'b' | 'c' | 'side', string>;
const risk = randomUUID();

/** Mondays of November 2031. */
const [MONDAY, NEXT] = ['2031-11-03', '2031-11-10'];

beforeAll(async () => {
  api = await PlanGraph.open();
  project = await api.plan.project();
  phase = await api.plan.phase(project);
  const values = { project_id: project, phase_id: phase };
  const add = (name: string, start: string, end: string, more: object = {}) =>
    api.plan.task(project, phase, {
      ...values,
      name,
      start_date: start,
      end_date: end,
      duration_days: 5,
      ...more,
    });
  tasks.a = await add('a', MONDAY, '2031-11-07');
  tasks.b = await add('b', NEXT, '2031-11-14', { linked_risk_mitigation_pct: '40' });
  tasks.c = await add('c', '2031-12-22', '2031-12-26', { capex_cost: '500.00' });
  tasks.side = await add('side', MONDAY, '2031-11-07');
  const link = (from: string, to: string) =>
    api.plan.insert('task_dependency', {
      project_id: project,
      predecessor_task_id: from,
      successor_task_id: to,
      dependency_type: 'finish_to_start',
    });
  await link(tasks.a, tasks.b);
  await link(tasks.b, tasks.c);
  await api.plan.insert('risk_link', { task_id: tasks.b, risk_id: risk, link_type: 'inherent' });
});
afterAll(() => api?.close());

test('a preview of nothing is empty, and stores nothing', async () => {
  const before = await api.plan.rows('SELECT count(*) FROM pit_ops.outbox');
  const preview = await previewOf(api, { projectId: project });
  expect(preview).toMatchObject({
    isEmpty: true,
    moved: { totalCount: 0, nodes: [] },
    costByFiscalYear: [],
    risks: [],
  });
  expect(preview.after).toEqual(preview.before);
  expect(preview.token).toMatch(/^[\w-]{43}\.[\w-]{43}$/);
  expect(await api.plan.rows('SELECT count(*) FROM pit_ops.outbox')).toEqual(before);
});

test('moving a task names who moves with it and why, the finish, the cost years and the risks', async () => {
  const preview = await previewOf(api, {
    projectId: project,
    tasks: [{ taskId: tasks.a, startDate: '2031-12-15' }],
  });
  expect(shiftsOf(preview)).toEqual({ a: 30, b: 30, c: 5 });
  expect(preview.moved.nodes[1]).toMatchObject({
    task: { name: 'b' },
    startBefore: NEXT,
    startAfter: '2031-12-22',
    endAfter: '2031-12-26',
    wasCritical: false,
    isCritical: true,
    slackAfter: 0,
    because: { kind: 'LINK', predecessor: { name: 'a' } },
  });
  expect(preview.moved.nodes[0]?.because).toMatchObject({ kind: 'CHANGE', predecessor: null });
  expect(preview.before.finish).toBe('2031-12-26');
  expect(preview.after.finish).toBe('2032-01-02');
  expect(preview.costByFiscalYear).toEqual([
    { fiscalYear: 2031, capexBefore: '500.00', capexAfter: '300.00', opexBefore: '0.00', opexAfter: '0.00' },
    { fiscalYear: 2032, capexBefore: '0.00', capexAfter: '200.00', opexBefore: '0.00', opexAfter: '0.00' },
  ]);
  expect(preview.risks).toEqual([
    {
      risk: { id: risk },
      mitigationPercent: 40,
      fullBefore: '2031-11-14',
      fullAfter: '2031-12-26',
      lostPointDays: '1680.00',
    },
  ]);
});

test('pages of moved tasks are the list, piece by piece', async () => {
  const query = `query ($input: PreviewScheduleInput!, $after: String) { previewSchedule(input: $input) {
    moved(first: 2, after: $after) { totalCount nodes { task { name } } pageInfo { hasNextPage endCursor } } } }`;
  const input = { projectId: project, tasks: [{ taskId: tasks.a, startDate: '2031-12-15' }] };
  type Page = { totalCount: number; nodes: object[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  const page = async (after: string | null): Promise<Page> => {
    const { data } = await api.graph.ask(api.plan.actor(), query, { input, after });
    return (data?.['previewSchedule'] as { moved: Page }).moved;
  };
  const first = await page(null);
  expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
  const second = await page(first.pageInfo.endCursor);
  expect(second.pageInfo.hasNextPage).toBe(false);
  expect([...first.nodes, ...second.nodes]).toHaveLength(3);
  const { errors } = await api.graph.ask(api.plan.actor(), query, { input, after: 'nonsense' });
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
});

test('a tried link holds its successor, one taken away holds nobody, and a deleted task moves no finish', async () => {
  const linked = await previewOf(api, {
    projectId: project,
    addDependencies: [
      { predecessorId: tasks.c, successorId: tasks.side, type: 'FINISH_TO_START', lagDays: 1 },
    ],
  });
  expect(shiftsOf(linked)).toEqual({ side: 41 });
  expect(linked.moved.nodes[0]?.because).toMatchObject({
    kind: 'LINK',
    dependency: null,
    predecessor: { name: 'c' },
  });
  const deleted = await previewOf(api, { projectId: project, tasks: [{ taskId: tasks.c, delete: true }] });
  expect(deleted).toMatchObject({ isEmpty: false, after: { finish: '2031-11-14' } });
});

test('compared with the stored dates, a preview of nothing is what rescheduling would write', async () => {
  const late = await api.plan.project({ name: 'Late' });
  const its = await api.plan.phase(late);
  await api.plan.task(late, its, {
    name: 'past',
    start_date: '2026-01-05',
    end_date: '2026-01-09',
    duration_days: 5,
  });
  const input = { projectId: late, dataDate: '2026-02-02' };
  expect(await previewOf(api, { ...input, base: 'SCHEDULE' })).toMatchObject({ isEmpty: false });
  expect(shiftsOf(await previewOf(api, { ...input, base: 'STORED_DATES' }))).toEqual({ past: 20 });
});

describe('refused with field, expected and actual', () => {
  const cases: [string, () => object, object][] = [
    [
      'an unknown task',
      () => ({ tasks: [{ taskId: randomUUID() }] }),
      { code: 'NOT_FOUND', field: 'input.tasks.0.taskId' },
    ],
    [
      'a task named twice',
      () => ({ tasks: [{ taskId: tasks.a }, { taskId: tasks.a.toUpperCase() }] }),
      { code: 'BAD_USER_INPUT', field: 'input.tasks.1.taskId', actual: expect.any(String) },
    ],
    [
      'a negative duration',
      () => ({ tasks: [{ taskId: tasks.a, durationDays: -1 }] }),
      { pit: 'PIT006', field: 'input.tasks.0.durationDays', actual: -1 },
    ],
    [
      'nothing left of open work',
      () => ({ tasks: [{ taskId: tasks.a, remainingDays: 0 }] }),
      { pit: 'PIT006', field: 'input.tasks.0.remainingDays', actual: 0 },
    ],
    [
      'a lag of a century',
      () => ({ addDependencies: [{ predecessorId: tasks.a, successorId: tasks.side, lagDays: 36_500 }] }),
      { pit: 'PIT006', field: 'input.addDependencies.0.lagDays', actual: 36_500 },
    ],
    [
      'a circle, with its path',
      () => ({ addDependencies: [{ predecessorId: tasks.c, successorId: tasks.a }] }),
      {
        pit: 'PIT003',
        cycle: [expect.any(String), expect.any(String), expect.any(String), expect.any(String)],
      },
    ],
    [
      'a link that is there',
      () => ({ addDependencies: [{ predecessorId: tasks.a, successorId: tasks.b, type: 'START_TO_START' }] }),
      { code: 'CONFLICT', field: 'input.addDependencies.0.predecessorId' },
    ],
    [
      'a link to what is to be deleted',
      () => ({
        tasks: [{ taskId: tasks.side, delete: true }],
        addDependencies: [{ predecessorId: tasks.a, successorId: tasks.side }],
      }),
      { code: 'NOT_FOUND', field: 'input.addDependencies.0.successorId' },
    ],
    [
      'an unknown link',
      () => ({ removeDependencyIds: [randomUUID()] }),
      { code: 'NOT_FOUND', field: 'input.removeDependencyIds.0' },
    ],
    [
      'an unknown project',
      () => ({ projectId: randomUUID() }),
      { code: 'NOT_FOUND', field: 'input.projectId' },
    ],
    ['no id of a project', () => ({ projectId: 'x' }), { code: 'NOT_FOUND', field: 'input.projectId' }],
  ];
  test.each(cases)('%s', async (_, more, refusal) => {
    const error = await previewRefusal(api, { projectId: project, ...more() });
    expect(error).toMatchObject(refusal);
    expect(error).toHaveProperty('expected');
  });
});

test('whoever sees the project may preview, and nobody else', async () => {
  const neighbour = await api.plan.neighbour();
  const input = { projectId: project };
  expect(await previewRefusal(api, input, neighbour.actor())).toMatchObject({ code: 'NOT_FOUND' });
  const viewer = api.plan.actor(api.plan.helper, 'viewer');
  expect((await previewOf(api, input, viewer)).isEmpty).toBe(true);
});

import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let projectId: string;
let phaseId: string;
beforeAll(async () => {
  api = await PlanGraph.open();
  projectId = await api.plan.project();
  phaseId = await api.plan.phase(projectId);
});
afterAll(() => api.close());

interface Made {
  taskIds: (string | null)[];
  tasks: ({ id: string; name: string; orderIndex: number } | null)[];
  projects: { id: string; capexTotal: string }[];
  errors: { index: number; code: string; pit: string | null; field: string | null }[];
}

const FIELDS =
  'taskIds tasks { id name orderIndex } projects { id capexTotal } errors { index code pit field }';
const counted = 'SELECT count(*)::int AS tasks FROM pit.task WHERE deleted_at IS NULL';

/** Three of which the second and third are refused. */
const mixed = () => [
  { name: 'good', phaseId, capexCost: '2' },
  { name: 'bad dates', phaseId, startDate: '2027-01-04', endDate: '2027-01-01' },
  { name: 'nowhere', workPackageId: phaseId },
];
const refusals = [
  { index: 1, code: 'BAD_USER_INPUT', pit: 'PIT006', field: 'input.tasks.1.endDate' },
  { index: 2, code: 'NOT_FOUND', pit: null, field: 'input.tasks.2.workPackageId' },
];

test('all or nothing: one refused task of a bulk refuses all, and each is named', async () => {
  const before = await api.plan.rows(counted);
  const refusal = await api.refused('createTasks', { projectId, tasks: mixed() });
  expect(refusal).toMatchObject({ code: 'BAD_USER_INPUT', pit: 'PIT006', errors: refusals });
  expect(await api.plan.rows(counted)).toEqual(before);
});

test('partial: the good ones are made, the others named', async () => {
  const made = await api.done<Made>('createTasks', { projectId, tasks: mixed(), mode: 'PARTIAL' }, FIELDS);
  expect(made).toMatchObject({
    taskIds: [expect.any(String), null, null],
    tasks: [{ name: 'good', orderIndex: 0 }, null, null],
    projects: [{ id: projectId, capexTotal: '2.00' }],
    errors: refusals,
  });
});

/** Five hundred tasks, every other one in the work package of the phase. */
async function fiveHundred(): Promise<{ projectId: string; tasks: { name: string }[] }> {
  const project = await api.plan.project();
  const phase = await api.plan.phase(project);
  const inside = await api.plan.workPackage(project, phase);
  const tasks = Array.from({ length: 500 }, (_, n) => ({
    name: `task ${n}`,
    ...(n % 2 === 0 ? { phaseId: phase } : { workPackageId: inside }),
    startDate: '2027-01-04',
    durationDays: 1 + (n % 10),
    capexCost: '1.01',
    assigneeIds: [api.plan.worker, api.plan.helper],
  }));
  return { projectId: project, tasks };
}

/** How long the same rows take without the service, under the same triggers, in milliseconds. */
async function bareInsert(): Promise<number> {
  const project = await api.plan.project();
  const phase = await api.plan.phase(project);
  const began = performance.now();
  await api.plan.rows(
    `INSERT INTO pit.task (org_id, project_id, phase_id, name, owner_id, order_index)
     SELECT $1, $2, $3, 'task ' || n, $4, n FROM generate_series(0, 499) AS n`,
    [api.plan.orgId, project, phase, api.plan.owner],
  );
  return performance.now() - began;
}

test('five hundred tasks are made in under two seconds, in order', async () => {
  const input = await fiveHundred();
  const began = performance.now();
  const made = await api.done<Made>('createTasks', input, FIELDS);
  const took = performance.now() - began;
  expect(made.errors).toEqual([]);
  expect(made.tasks.map((task) => task?.name)).toEqual(input.tasks.map(({ name }) => name));
  expect(made.tasks.map((task) => task?.orderIndex)).toEqual(input.tasks.map((_, n) => Math.floor(n / 2)));
  expect(made.projects).toEqual([{ id: input.projectId, capexTotal: '505.00' }]);
  // On a machine so busy that the bare rows alone take long, more is allowed.
  expect(took).toBeLessThan(Math.max(2_000, 8 * (await bareInsert())));
});

test('one change of many tasks, over projects; what cannot be changed is named', async () => {
  const other = await api.plan.project();
  const elsewhere = await api.plan.phase(other);
  const a = await api.make('Task', { phaseId });
  const b = await api.make('Task', { phaseId: elsewhere, endDate: '2027-05-07', durationDays: 1 });
  const input = { ids: [a, phaseId, b, a], change: { priority: 'CRITICAL', opexCost: '1' } };
  const errors = [
    { index: 1, code: 'NOT_FOUND', field: 'input.ids.1' },
    { index: 3, code: 'BAD_USER_INPUT', field: 'input.ids.3' },
  ];
  expect(await api.refused('updateTasks', input)).toMatchObject({ code: 'NOT_FOUND', errors });
  const fields = 'tasks { id priority } projects { opexTotal } errors { index code field }';
  expect(await api.done('updateTasks', { ...input, mode: 'PARTIAL' }, fields)).toEqual({
    tasks: [{ id: a, priority: 'CRITICAL' }, null, { id: b, priority: 'CRITICAL' }, null],
    projects: [{ opexTotal: '1.00' }, { opexTotal: '1.00' }],
    errors,
  });
  const backwards = { ids: [a, b], change: { endDate: '2027-05-10' }, mode: 'PARTIAL' };
  await api.done('updateTask', { id: a, startDate: '2027-05-11' }, 'task { id }');
  expect(await api.done('updateTasks', backwards, 'taskIds errors { index pit }')).toMatchObject({
    taskIds: [null, expect.any(String)],
    errors: [{ index: 0, pit: 'PIT006' }],
  });
});

test('a bulk mutation of no tasks, or of too many, is refused', async () => {
  expect(await api.refused('createTasks', { projectId, tasks: [] })).toMatchObject({ field: 'input.tasks' });
  const ids = Array.from({ length: 501 }, () => phaseId);
  expect(await api.refused('updateTasks', { ids, change: {} })).toMatchObject({ field: 'input.ids' });
});

test('each task of a bulk is changed by those who may alone', async () => {
  const { plan } = api;
  const stranger = plan.actor(plan.helper);
  const tasks = [{ name: 'task', phaseId }];
  expect(await api.refused('createTasks', { projectId, tasks }, stranger)).toMatchObject({
    code: 'FORBIDDEN',
  });
  const mine = await api.make('Task', { phaseId, ownerId: plan.helper });
  const theirs = await api.make('Task', { phaseId });
  const input = { ids: [mine, theirs], change: { description: 'x' }, mode: 'PARTIAL' };
  expect(await api.done('updateTasks', input, 'taskIds errors { index code pit }', stranger)).toEqual({
    taskIds: [mine, null],
    errors: [{ index: 1, code: 'FORBIDDEN', pit: 'PIT001' }],
  });
});

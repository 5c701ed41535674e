import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let phaseId: string;
beforeAll(async () => {
  api = await PlanGraph.open();
  phaseId = await api.plan.phase(await api.plan.project());
});
afterAll(() => api.close());

const task = (name: string, more: object = {}) => api.make('Task', { phaseId, name, ...more });
const link = (predecessorId: string, successorId: string) =>
  api.done('addDependency', { predecessorId, successorId }, 'dependency { id }');

test('a dependency holds its successor until it is met, changed or taken away', async () => {
  const [first, second] = [
    await task('first', { endDate: '2026-01-09', durationDays: 5 }),
    await task('second'),
  ];
  const input = { predecessorId: first, successorId: second };
  const fields =
    'dependency { id dependencyType lagDays } predecessor { name } successor { status } project { id }';
  const added = await api.done<{ dependency: { id: string } }>('addDependency', input, fields);
  expect(added).toMatchObject({
    dependency: { dependencyType: 'FINISH_TO_START', lagDays: 0 },
    predecessor: { name: 'first' },
    successor: { status: 'BLOCKED' },
  });
  const { id } = added.dependency;
  expect(await api.done('updateDependency', { id, lagDays: 3_000 }, fields)).toMatchObject({
    dependency: { dependencyType: 'FINISH_TO_START', lagDays: 3_000 },
    successor: { status: 'NOT_STARTED' },
  });
  await api.done('updateDependency', { id, lagDays: null, type: 'START_TO_START' }, fields);
  const left = 'deletedId successor { status } project { id }';
  expect(await api.done('removeDependency', { id }, left)).toMatchObject({
    deletedId: id,
    successor: { status: 'NOT_STARTED' },
  });
  const logged = await api.plan.rows(
    'SELECT old_status, new_status FROM pit.task_progress_log WHERE task_id = $1 ORDER BY created_at',
    [second],
  );
  expect(logged.slice(0, 2)).toEqual([
    { old_status: 'not_started', new_status: 'blocked' },
    { old_status: 'blocked', new_status: 'not_started' },
  ]);
  const topics = await api.plan.rows(
    `SELECT payload FROM pit_ops.outbox WHERE topic = 'pit.dependency.updated'`,
  );
  expect(topics).toHaveLength(4);
});

test('what is there, is nowhere, or is out of bounds is refused', async () => {
  const [a, b] = [await task('a'), await task('b')];
  await link(a, b);
  expect(await api.refused('addDependency', { predecessorId: a, successorId: b })).toMatchObject({
    code: 'CONFLICT',
  });
  const elsewhere = await api.make('Task', { phaseId: await api.plan.phase(await api.plan.project()) });
  expect(await api.refused('addDependency', { predecessorId: elsewhere, successorId: b })).toMatchObject({
    code: 'NOT_FOUND',
    field: 'input.predecessorId',
  });
  expect(await api.refused('addDependency', { predecessorId: 'x', successorId: b })).toMatchObject({
    code: 'NOT_FOUND',
    field: 'input.predecessorId',
  });
  const far = { predecessorId: b, successorId: a, lagDays: 4_000 };
  expect(await api.refused('addDependency', far)).toMatchObject({ field: 'input.lagDays' });
  expect(await api.refused('removeDependency', { id: a })).toMatchObject({ code: 'NOT_FOUND' });
  const stranger = api.plan.actor(api.plan.helper);
  expect(await api.refused('addDependency', { predecessorId: b, successorId: a }, stranger)).toMatchObject({
    code: 'FORBIDDEN',
  });
});

test('a circle is refused with its path', async () => {
  const [a, b, c] = [await task('A'), await task('B'), await task('C')];
  await link(a, b);
  await link(b, c);
  const cycle = [
    { id: c, name: 'C' },
    { id: a, name: 'A' },
    { id: b, name: 'B' },
    { id: c, name: 'C' },
  ];
  const rotated = [...cycle.slice(1), { id: a, name: 'A' }];
  const closing = { predecessorId: c, successorId: a };
  expect(await api.refused('addDependency', closing)).toMatchObject({
    code: 'BAD_USER_INPUT',
    pit: 'PIT003',
    cycle: rotated,
  });
  expect(await api.refused('addDependency', { predecessorId: a, successorId: a })).toMatchObject({
    pit: 'PIT003',
  });
});

test('of two opposite dependencies at once exactly one is added', async () => {
  for (let round = 0; round < 10; round += 1) {
    const [a, b] = [await task('a'), await task('b')];
    const answers = await Promise.all([
      api.ask('addDependency', { predecessorId: a, successorId: b }, '__typename', api.plan.actor()),
      api.ask('addDependency', { predecessorId: b, successorId: a }, '__typename', api.plan.actor()),
    ]);
    const refusals = answers.flatMap(({ errors }) => errors ?? []);
    expect(refusals.map(({ extensions }) => extensions['pit'])).toEqual(['PIT003']);
  }
});

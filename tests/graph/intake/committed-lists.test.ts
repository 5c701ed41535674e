import { randomUUID } from 'node:crypto';
import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;

beforeAll(async () => {
  api = await PlanGraph.open();
});
afterAll(() => api?.close());

test('tasks are listed by the day that they are committed to, and by whether it was moved', async () => {
  const projectId = await api.plan.project();
  const phaseId = await api.plan.phase(projectId);
  const task = (name: string, end: string | null) =>
    api.plan.task(projectId, phaseId, {
      name,
      end_date: end,
      ...(end === null ? {} : { source_module: 'audit', source_reference_id: randomUUID() }),
    });
  await task('free', null);
  await task('march', '2031-03-31');
  await task('april', '2031-04-30');
  const moved = await task('moved', '2031-05-31');
  const ask = { taskId: moved, dueOn: '2031-06-30', reason: 'The supplier delivers late' };
  const { extension } = await api.done<{ extension: { id: string } }>(
    'requestExtension',
    ask,
    'extension { id }',
    api.plan.actor(api.plan.worker),
  );
  const listed = async (filter: object): Promise<string[]> => {
    const query = `query ($filter: TaskFilter) { tasks(filter: $filter, orderBy: { field: NAME }) { nodes { name } totalCount } }`;
    const { data, errors } = await api.graph.ask(api.plan.actor(), query, { filter });
    expect(errors).toBeUndefined();
    const { nodes, totalCount } = data?.['tasks'] as { nodes: { name: string }[]; totalCount: number };
    expect(totalCount).toBe(nodes.length);
    return nodes.map(({ name }) => name);
  };
  // A request that waits has moved nothing.
  expect(await listed({ hasExtension: true })).toEqual([]);
  const decision = { extensionId: extension.id, decision: 'GRANTED' };
  await api.done('decideExtension', decision, 'task { id }', api.plan.actor());

  expect(await listed({ hasExtension: true })).toEqual(['moved']);
  expect(await listed({ hasExtension: false })).toEqual(['april', 'free', 'march']);
  expect(await listed({ dueOn: { from: '2031-04-30', to: '2031-05-31' } })).toEqual(['april']);
  expect(await listed({ dueOn: { from: '2031-06-30' } })).toEqual(['moved']);
  expect(await listed({ dueOn: { to: '2031-04-29' } })).toEqual(['march']);
  expect(await listed({ dueOn: { isNull: true } })).toEqual(['free']);
  expect(await listed({ dueOn: { isNull: false } })).toEqual(['april', 'march', 'moved']);
  expect(await listed({ not: { dueOn: { to: '2031-04-30' } } })).toEqual(['free', 'moved']);
});

import { PlanGraph } from '../../support/mutations/mutations.ts';

let api: PlanGraph;
let phaseId: string;
beforeAll(async () => {
  api = await PlanGraph.open();
  phaseId = await api.plan.phase(await api.plan.project());
});
afterAll(() => api.close());

test('where one mutation of three is refused, the others are done and their answers stand', async () => {
  const query = `mutation ($phase: ID!, $nowhere: ID!) {
    a: createTask(input: { phaseId: $phase, name: "a" }) { task { id name } }
    b: createTask(input: { phaseId: $nowhere, name: "b" }) { task { id name } }
    c: createTask(input: { phaseId: $phase, name: "c" }) { task { id name } }
  }`;
  const nowhere = '00000000-0000-4000-8000-000000000000';
  const { data, errors } = await api.graph.ask(api.plan.actor(), query, { phase: phaseId, nowhere });
  expect(data).toMatchObject({ a: { task: { name: 'a' } }, b: null, c: { task: { name: 'c' } } });
  expect(errors).toMatchObject([{ path: ['b'], extensions: { code: 'NOT_FOUND' } }]);
  expect(await api.order('task', `phase_id = '${phaseId}'`)).toEqual(['a@0', 'c@1']);
});

test('no mutation has a payload whose absence would take the answers of others with it', () => {
  const fields = Object.values(api.graph.subgraph.schema.getMutationType()?.getFields() ?? {});
  expect(fields.length).toBeGreaterThan(60);
  expect(fields.filter(({ type }) => String(type).endsWith('!')).map(({ name }) => name)).toEqual([]);
});

test('each deletion answers the id of what it deleted, also when it is asked again under its key', async () => {
  const id = await api.make('Task', { phaseId });
  const input = { id, idempotencyKey: 'delete-it-once' };
  expect(await api.done('deleteTask', input, 'deletedId')).toEqual({ deletedId: id });
  expect(await api.done('deleteTask', input, 'deletedId')).toEqual({ deletedId: id });
});

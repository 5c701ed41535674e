import { getNullableType, isInputObjectType, isObjectType, isListType, type GraphQLInputType } from 'graphql';
import { listBound } from '../../../schema/list-bounds.ts';
import { countListValues } from '../../../src/server/graphql/input-lists.ts';
import { Plan } from '../../support/worlds/plan-database.ts';
import { openGraph, type Graph } from '../../support/processes/graph.ts';
import { positionsOf, withValue } from '../../support/mutations/input-positions.ts';

let plan: Plan;
let graph: Graph;

beforeAll(async () => {
  plan = await Plan.open();
  graph = await openGraph(plan.database);
});

afterAll(async () => {
  await graph?.close();
  await plan?.close();
});

const ask = (query: string, variables: Record<string, unknown> = {}) =>
  graph.ask(plan.actor(), query, variables);

const uuids = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`);

/** The place in the schema where the path into an argument ends. */
function placeOf(field: string, type: GraphQLInputType, path: readonly (string | number)[]): string {
  let [at, place]: [GraphQLInputType, string] = [type, field];
  for (const step of path) {
    at = getNullableType(at);
    if (isListType(at)) at = at.ofType;
    else if (isInputObjectType(at)) {
      place = `${at.name}.${step}`;
      at = at.getFields()[step]?.type as GraphQLInputType;
    }
  }
  return place;
}

test('each list of each input of the schema is bounded, and the refusal names its place', () => {
  const types = Object.values(graph.subgraph.schema.getTypeMap()).filter(isObjectType);
  const places = new Set<string>();
  for (const type of types.filter(({ name }) => !name.startsWith('__'))) {
    for (const field of Object.values(type.getFields()).filter(({ name }) => name !== '_entities')) {
      for (const argument of field.args) {
        for (const { path } of positionsOf(argument.type).filter(({ isList }) => isList)) {
          const place = placeOf(`${type.name}.${field.name}(${argument.name})`, argument.type, path);
          places.add(place);
          const given = (count: number) => () =>
            path.length === 0 ? uuids(count) : withValue({}, path, uuids(count));
          const bound = listBound(place);
          expect(countListValues(type.name, field, given(bound))).toBeGreaterThanOrEqual(bound);
          const name = [argument.name, ...path]
            .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
            .join('')
            .slice(1);
          expect(() => countListValues(type.name, field, given(bound + 1))).toThrow(
            expect.objectContaining({
              code: 'BAD_USER_INPUT',
              detail: { field: name, expected: `at most ${bound}`, actual: bound + 1 },
            }),
          );
        }
      }
    }
  }
  expect(places.size).toBeGreaterThan(50);
  expect([...places]).toEqual(expect.arrayContaining(['TaskFilter.assigneeId', 'NewTaskInput.assigneeIds']));
});

describe('a filter of more than 100 values', () => {
  const refused = expect.objectContaining({
    code: 'BAD_USER_INPUT',
    field: 'filter.assigneeId',
    expected: 'at most 100',
    actual: 101,
  });
  const literal = (count: number) => JSON.stringify(uuids(count));
  const ids = uuids(101);

  test.each<[string, string, Record<string, unknown>]>([
    ['in the text', `{ tasks(filter: { assigneeId: ${literal(101)} }) { totalCount } }`, {}],
    [
      'as a filter variable',
      'query ($f: TaskFilter) { tasks(filter: $f) { totalCount } }',
      { f: { assigneeId: ids } },
    ],
    [
      'as a list variable',
      'query ($ids: [ID!]) { tasks(filter: { assigneeId: $ids }) { totalCount } }',
      { ids },
    ],
    [
      'as the default of a variable',
      `query ($ids: [ID!] = ${literal(101)}) { tasks(filter: { assigneeId: $ids }) { totalCount } }`,
      {},
    ],
    [
      'below another list',
      'query ($ids: [ID!]) { projects { edges { node { tasks(filter: { assigneeId: $ids }) { totalCount } } } } }',
      { ids },
    ],
    [
      'below an entity',
      'query ($ids: [ID!]) { _entities(representations: []) { ... on Risk { tasks(filter: { assigneeId: $ids }) { totalCount } } } }',
      { ids },
    ],
  ])('is refused %s', async (_where, query, variables) => {
    const { errors } = await ask(query, variables);
    expect(errors?.map(({ extensions }) => extensions)).toEqual([refused]);
  });

  test('is taken where duplicates make it shorter, in either case', async () => {
    const some = uuids(100).flatMap((id) => [id, id.toUpperCase()]);
    const query = 'query ($ids: [ID!]) { tasks(filter: { assigneeId: $ids, ownerId: $ids }) { totalCount } }';
    expect(await ask(query, { ids: some })).toMatchObject({ data: { tasks: { totalCount: 0 } } });
  });
});

/** Fields with a filter that are no lists of records. */
const SUMMARIES: Readonly<Record<string, string>> = {
  costByFiscalYear: 'costByFiscalYear(filter: $f) { __typename }',
  controlCoverage: 'controlCoverage(filter: $f) { nodes { units } }',
  ismsCoverage: 'ismsCoverage(filter: $f) { nodes { units } }',
  portfolioSummary: 'portfolioSummary(filter: $f) { projectCount }',
  alertGroups: 'alertGroups(by: CODE, filter: $f) { count }',
};

describe('a malformed id in a filter', () => {
  test('is named with its place, in each list of ids of each filter', async () => {
    const fields = Object.values(graph.subgraph.schema.getQueryType()?.getFields() ?? {});
    const admin = plan.actor(plan.owner, 'admin');
    let lists = 0;
    for (const { name: field, args } of fields) {
      const filter = args.find(({ name }) => name === 'filter');
      if (filter === undefined) continue;
      for (const { path, type } of positionsOf(filter.type).filter(({ isList }) => isList)) {
        if (type.name !== 'ID') continue;
        lists += 1;
        const value = withValue({}, path, [...uuids(3), 'x’; --', 'y']);
        const { errors } = await graph.ask(
          admin,
          `query ($f: ${filter.type.toString()}) { ${SUMMARIES[field] ?? `${field}(filter: $f) { edges { node { id } } }`} }`,
          { f: value },
        );
        expect(errors?.[0]?.extensions).toMatchObject({
          code: 'BAD_USER_INPUT',
          field: `filter.${path.join('.')}[3]`,
          expected: 'a UUID',
          actual: 'x’; --',
        });
      }
    }
    expect(lists).toBeGreaterThan(10);
  });

  test.each(['{ ownerId: ["x"] }', '{ sourceReferenceId: ["\\u0000"] }'])(
    'or an unfit word, as %s, leaves what stands beside its field as it is',
    async (filter) => {
      const projectId = await plan.project();
      const { data, errors } = await ask(
        `query ($id: ID!) { viewer { role } other: project(id: $id) { id }
          project(id: $id) { tasks(filter: ${filter}) { totalCount } } }`,
        { id: projectId },
      );
      expect(errors).toHaveLength(1);
      expect(errors?.[0]?.path).toEqual(['project', 'tasks']);
      expect(data).toMatchObject({ viewer: { role: 'MEMBER' }, other: { id: projectId }, project: null });
    },
  );
});

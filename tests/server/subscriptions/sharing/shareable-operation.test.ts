import {
  buildSchema,
  getNamedType,
  getOperationAST,
  isCompositeType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import { buildSubgraph, type Subgraph } from '../../../../schema/build.ts';
import { markProjectFields } from '../../../../schema/project-fields.ts';
import { isShareable } from '../../../../src/server/subscriptions/sharing/shareable-operation.ts';

let subgraph: Subgraph;
beforeAll(async () => {
  subgraph = await buildSubgraph();
});

function shareable(text: string): boolean {
  const document = parse(text);
  expect(validate(subgraph.schema, document)).toEqual([]);
  const operation = getOperationAST(document);
  if (operation == null) throw new Error('no operation');
  return isShareable(subgraph.schema, document, operation);
}

const changed = (selection: string) => `subscription ($id: ID!, $if: Boolean! = true) {
  projectChanged(id: $id) { cursor task { id @include(if: $if) ${selection} } } }`;

test.each([
  ['plain fields', 'name status endDate'],
  ['aliases', 'a: name b: name'],
  [
    'records of the project',
    'owner { id name } project { name phases { id } } predecessors { predecessor { name } }',
  ],
  ['an interface', 'parent { id name __typename ... on Phase { orderIndex } }'],
  ['a page of a size', 'subtasks(first: 5) { totalCount nodes { name } pageInfo { hasNextPage } }'],
  ['conditions', 'name @skip(if: $if) ... on Task @include(if: $if) { priority }'],
])('%s of a project are shared', (_case, selection) => {
  expect(shareable(changed(selection))).toBe(true);
});

test.each([
  ['what the caller may do', 'viewerMay'],
  ['what the caller watches', 'isWatching'],
  ['what is not read for the caller, but might be', 'isWatching @skip(if: $if)'],
  ['a way out of the project', 'owner { tasks { nodes { id } } }'],
  ['the same behind others', 'project { phases { workPackages { owner { name tasks { totalCount } } } } }'],
  ['an argument that asks for rights', 'subtasks(deleted: ONLY) { nodes { id } }'],
  ['a field of a type behind an interface', 'parent { ... on Phase { viewerMay } }'],
  ['an address that is signed for the caller', 'evidence { nodes { downloadUrl } }'],
  ['a fragment', '...Mine'],
])('%s is each caller’s own', (_case, selection) => {
  const fragment =
    selection === '...Mine'
      ? 'fragment Mine on Task { name ... { ...Deeper } } fragment Deeper on Task { viewerMay }'
      : '';
  expect(shareable(`${changed(selection)} ${fragment}`)).toBe(false);
});

test.each([
  ['subscription { taskProgress { cursor } }', true],
  ['subscription { alertRaised { alert { message data { level } } } }', true],
  ['subscription ($id: ID!) { timelineChanged(projectId: $id, zoom: WEEK) { cursor packed } }', true],
  ['subscription { myTasks { cursor } }', false],
  ['subscription { notificationReceived { cursor } }', false],
  ['subscription { portfolioChanged { cursor } }', false],
  ['subscription { toReviewChanged { cursor } }', false],
  ['subscription { proposalChanged { cursor } }', false],
  ['{ viewer { role } }', false],
])('of %s it is %s', (text, expected) => {
  expect(shareable(text)).toBe(expected);
});

test('nothing that is named after its caller is marked, no root of another kind, and what is marked leads to something marked', () => {
  const marked = Object.values(subgraph.schema.getTypeMap()).flatMap((type) =>
    isObjectType(type)
      ? Object.values(type.getFields())
          .filter(({ extensions }) => extensions['ofProject'] !== undefined)
          .map((field) => ({ type, field }))
      : [],
  );
  expect(marked.length).toBeGreaterThan(200);
  const places = marked.map(({ type, field }) => `${type.name}.${field.name}`);
  expect(
    places.filter((place) => /^(Query|Mutation|Viewer)\.|viewer|\.my|\.isWatching|downloadUrl/.test(place)),
  ).toEqual([]);
  const named = new Set(marked.map(({ type }) => type.name));
  const dead = marked.filter(({ field }) => {
    const target = getNamedType(field.type);
    if (!isCompositeType(target)) return false;
    const types = isObjectType(target) ? [target] : subgraph.schema.getPossibleTypes(target);
    return !types.every(({ name }) => named.has(name));
  });
  expect(dead.map(({ type, field }) => `${type.name}.${field.name}`)).toEqual([]);
});

test('a mark of what is not there stops the service from starting', () => {
  expect(() => {
    markProjectFields(buildSchema('type Query { a: Int }'));
  }).toThrow('Subscription is no type whose fields could be marked');
  expect(() => {
    markProjectFields(
      buildSchema('type Query { a: Int } type Subscription { taskProgress(after: String): Int }'),
    );
  }).toThrow('there is no Subscription.taskProgress(projectId:)');
});

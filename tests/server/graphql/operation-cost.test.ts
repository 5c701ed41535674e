import { buildSchema, parse, type OperationDefinitionNode } from 'graphql';
import { measureOperation, type Measure } from '../../../src/server/graphql/operation-cost.ts';

const schema = buildSchema(`
  directive @cost(weight: String!) on FIELD_DEFINITION
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!]) on FIELD_DEFINITION
  union _Entity = Leaf
  scalar _Any
  interface Plant { leaf: Leaf leaves: [Leaf!]! @listSize(assumedSize: 10) }
  type Leaf { id: ID dear: Int @cost(weight: "7") }
  type Branch implements Plant { leaf: Leaf leaves: [Leaf!]! @listSize(assumedSize: 10) branches(first: Int, last: Int): [Branch!]! @listSize(slicingArguments: ["first", "last"]) }
  type Page { edges: [Branch!]! nodes: [Branch!]! total: Int @cost(weight: "3") }
  type Query { usual(first: Int): [Leaf!]! @listSize(assumedSize: 100, slicingArguments: ["first"]) id: ID branch: Branch plant: Plant
    page(first: Int, last: Int): Page @listSize(slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"])
    branches(first: Int, last: Int): [Branch!]! @listSize(slicingArguments: ["first", "last"]) _entities(representations: [_Any!]!): [_Entity]! }
`);

function measure(query: string, variables: Record<string, unknown> = {}): Measure {
  const document = parse(query);
  return measureOperation(schema, document, document.definitions[0] as OperationDefinitionNode, variables);
}

test.each([
  ['{ id }', 0],
  ['{ usual { id } }', 100],
  ['{ usual(first: 5) { id } }', 5],
  ['{ branch { leaf { id } } }', 2],
  ['{ branch { leaf { dear } } }', 9],
  ['{ branch { leaves { id } } }', 11],
  ['{ plant { leaves { id } } }', 11],
  ['{ branch { ...p } } fragment p on Plant { leaves { id } }', 11],
  ['{ plant { leaf { id } ... on Branch { leaf { dear } } } }', 10],
  ['{ branches(first: 5) { leaf { id } } }', 10],
  ['{ branches(last: 5) { leaf { id } } }', 10],
  ['{ branches(first: 5, last: 50) { leaf { id } } }', 100],
  ['{ branches { leaf { id } } }', 40],
  ['{ branches(first: null) { leaf { id } } }', 40],
  ['{ branches(first: 0) { leaf { id } } }', 2],
  ['{ branches(first: 10) { branches(first: 10) { leaves { id } } } }', 1110],
  ['{ page(first: 5) { nodes { leaf { id } } } }', 11],
  ['{ page(first: 5) { total nodes { id } edges { id } } }', 14],
  ['{ page { nodes { branches(first: 5) { id } } } }', 121],
  ['{ page(first: 5) { ...p } } fragment p on Page { nodes { leaves { id } } }', 56],
  ['{ a: page(first: 5) { ...p } b: page(first: 2) { ...p } } fragment p on Page { nodes { id } }', 9],
  ['{ page(first: 5) { ... { nodes { ...b } } } } fragment b on Branch { leaf { id } }', 11],
  ['{ one: branch { leaf { id } } two: branch { leaf { id } } }', 4],
  ['{ ...f ...f } fragment f on Query { branch { leaf { id } } }', 4],
  ['{ ... { branch { ... on Branch { leaf { id } } } } }', 2],
])('the cost of %s is %i', (query, cost) => {
  expect(measure(query).cost).toBe(cost);
});

test('page sizes are found in variables, and in what they are by default', () => {
  const query = 'query ($n: Int = 30) { branches(first: $n) { leaf { id } } }';
  expect(measure(query)).toMatchObject({ cost: 60, dependsOnVariables: true });
  expect(measure(query, { n: 5 })).toMatchObject({ cost: 10, dependsOnVariables: true });
  expect(measure(query, { n: null })).toMatchObject({ cost: 40 });
  expect(measure('{ branches(first: 5) { leaf { id } } }').dependsOnVariables).toBe(false);
});

test('representations count one by one', () => {
  const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Leaf { dear } } }';
  expect(measure(query, { r: [{}, {}, {}] }).cost).toBe(24);
});

test('depth is the longest way down, aliases and root fields are counted through fragments', () => {
  const { depth, aliases, rootFields } = measure(
    '{ a: id b: branch { c: leaf { id } } ...f } fragment f on Query { id d: id branch { leaf { id } } }',
  );
  expect({ depth, aliases, rootFields }).toEqual({ depth: 3, aliases: 4, rootFields: 5 });
});

test('sizes that multiply without end stay finite, and are found fast', () => {
  const doubling = Array.from(
    { length: 60 },
    (_, i) => `fragment f${i} on Query { ...f${i + 1} ...f${i + 1} }`,
  );
  const query = `{ ...f0 } ${doubling.join(' ')} fragment f60 on Query { branches(first: 100) { leaf { id } } }`;
  expect(measure(query)).toMatchObject({ cost: 1e12, rootFields: 1e12 });
});

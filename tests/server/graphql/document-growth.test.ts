import fc from 'fast-check';
import {
  buildSchema,
  Kind,
  parse,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLResolveInfo,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { selectedColumnsOf } from '../../../resolvers/graph/field-selection.ts';
import { MOST_LOOKS, planOperation, UnsupportedOperation } from '../../../src/server/compiled/plan.ts';
import { measureDocument } from '../../../src/server/graphql/document-size.ts';
import { LIMITS } from '../../../src/server/graphql/limits.ts';
import { hasConditionalRoot } from '../../../src/server/subscriptions/conditional-root.ts';
import { measureOperation } from '../../../src/server/graphql/operation-cost.ts';

const schema = buildSchema(`
  union Found = Task | Project
  interface Node { id: ID node: Node }
  type Red implements Node { id: ID node: Node }
  type Green implements Node { id: ID node: Node }
  type Blue implements Node { id: ID node: Node }
  type Query { task(id: ID): Task found: Found node: Node }
  type Subscription { task: Task }
  type Task { id: ID parent(id: ID): Task project: Project }
  type Project { id: ID }
`);

const times = (count: number, text: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');
/** Fragments of which each is made of the next one. */
const chain = (n: number, body: (next: string) => string): string =>
  `{ task { ...F0 } } ${times(n, (i) => `fragment F${i} on Task { ${body(`...F${i + 1}`)} }`)}
   fragment F${n} on Task { id }`;

/** Documents that grow with a number. */
const SHAPES: Readonly<Record<string, (n: number) => string>> = {
  'a chain of fragments': (n) => chain(n, (next) => next),
  'a chain that spreads each fragment twice': (n) => chain(n, (next) => `${next} ${next}`),
  'a chain with two equal fields at each level': (n) =>
    chain(n, (next) => `parent { ${next} } parent { ${next} }`),
  'a chain through inline fragments': (n) => chain(n, (next) => `... { ${next} } ... on Task { ${next} }`),
  'a chain with @include': (n) =>
    chain(n, (next) => `${next} @include(if: true) ${next}`).replace('{', 'query ($v: ID) {'),
  'a chain with variables': (n) =>
    chain(n, (next) => `parent(id: $v) { ${next} } parent(id: $v) { ${next} }`).replace(
      '{',
      'query ($v: ID) {',
    ),
  'a star of fragments': (n) =>
    `{ task { ${times(n, (i) => `...F${i}`)} } } ${times(n, (i) => `fragment F${i} on Task { id ...G }`)}
     fragment G on Task { project { id } }`,
  'one fragment spread many times': (n) =>
    `{ task { ${'...F '.repeat(n)} } } fragment F on Task { ${'id '.repeat(n)} }`,
  'many equal fields': (n) => `{ task { ${'id '.repeat(n)} } }`,
  'many aliases': (n) => `{ task { ${times(n, (i) => `a${i}: id`)} } }`,
  'many inline fragments': (n) => `{ task { ${'... { id } '.repeat(n)} } }`,
  'inline fragments inside each other': (n) => `{ task { ${'... { '.repeat(n)} id ${'} '.repeat(n)} } }`,
  'members of a union': (n) =>
    chain(n, (next) => `${next} ${next}`)
      .replace('{ task {', '{ found { ...P ... on Task {')
      .replace('}', '} }') + ' fragment P on Project { id }',
  'a subscription': (n) => `subscription ${chain(n, (next) => `${next} ${next}`)}`,
};

/** Counts each selection that is looked at, by whoever walks the document. */
function counting(text: string) {
  const document = parse(text);
  const seen = { count: 0, length: 0 };
  visit(document, {
    SelectionSet: (set: SelectionSetNode) => {
      const { selections } = set;
      seen.length += selections.length;
      const get = () => {
        seen.count += selections.length;
        return selections;
      };
      Object.defineProperty(set, 'selections', { get });
    },
  });
  return { document, operation: document.definitions[0] as OperationDefinitionNode, seen };
}

type Walk = (document: DocumentNode, operation: OperationDefinitionNode) => void;

const WALKS: Readonly<Record<string, Walk>> = {
  planning: (document, operation) => {
    try {
      planOperation(schema, document, operation);
    } catch (error) {
      if (!(error instanceof UnsupportedOperation)) throw error;
    }
  },
  'measuring the document': (document) => void measureDocument(document),
  'measuring the operation': (document, operation) => void measureOperation(schema, document, operation, {}),
  'finding the columns that are asked for': (document, operation) => {
    const fragments: Record<string, FragmentDefinitionNode> = {};
    for (const definition of document.definitions)
      if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
    const fieldNodes = operation.selectionSet.selections as readonly FieldNode[];
    const returnType = schema.getType('Task');
    selectedColumnsOf({ fieldNodes, fragments, schema, returnType } as unknown as GraphQLResolveInfo);
  },
  'looking for a condition at the root': (document) => void hasConditionalRoot(document),
};

/** Looks at one selection, in the worst walk: as member of each type of the union, a few times each. */
const FEW = 6;

describe.each(Object.keys(WALKS))('%s', (name) => {
  test.each(Object.keys(SHAPES))('the measures look at each selection a few times in %s', (shape) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 150 }), (n) => {
        const { document, operation, seen } = counting(SHAPES[shape]?.(n) ?? '');
        WALKS[name]?.(document, operation);
        expect(seen.count).toBeLessThanOrEqual(FEW * seen.length);
      }),
      { numRuns: 15 },
    );
  });
});

test('the size of a document counts each fragment wherever it is spread, and stays finite', () => {
  const size = (text: string) => measureDocument(parse(text));
  expect(size('{ task { id } }')).toEqual({ fields: 2, comparisons: 0 });
  expect(size('{ task { ...F ...F } } fragment F on Task { id }')).toEqual({ fields: 5, comparisons: 8 });
  expect(size('{ ...F } fragment F on Query { ...G } fragment G on Query { ...F }').fields).toBe(3);
  expect(size(chain(60, (next) => `a: parent { ${next} } b: parent { ${next} }`)).fields).toBe(1e12);
  expect(size(`{ ${'task { '.repeat(1_200)} id ${'} '.repeat(1_200)} }`).fields).toBe(1e12);
});

test('what is planned of a document within its limits is no more than the limit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), (n) => {
      const text = chain(n, (next) => `a: parent { ${next} } b: parent { ${next} }`);
      const { document, operation, seen } = counting(text);
      fc.pre(measureDocument(document).fields <= LIMITS.fields);
      seen.count = 0;
      planOperation(schema, document, operation);
      expect(seen.count).toBeLessThanOrEqual(LIMITS.fields * 2);
    }),
  );
});

test('interfaces inside each other are planned for each of their types, up to a bound', () => {
  const nested = (levels: number) => counting(`{ ${'node { '.repeat(levels)} id ${'} '.repeat(levels)} }`);
  const few = nested(4);
  planOperation(schema, few.document, few.operation);
  expect(few.seen.count).toBeGreaterThanOrEqual(3 ** 4);
  const many = nested(40);
  expect(() => planOperation(schema, many.document, many.operation)).toThrow(UnsupportedOperation);
  expect(many.seen.count).toBeLessThanOrEqual(MOST_LOOKS + 100);
});

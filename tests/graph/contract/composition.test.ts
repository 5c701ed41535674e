import { readdir, readFile } from 'node:fs/promises';
import { composeSchemaContract } from '@theguild/federation-composition';
import { parse } from 'graphql';
import { COMPOSERS, composeEverywhere, type SubgraphSource } from '../../../scripts/composers.ts';
import { diagnose } from '../../../scripts/composition-cures.ts';
import { breachesOf } from '../../../scripts/sibling-rules.ts';

const SIBLINGS = new URL('siblings/', import.meta.url);
let pit: SubgraphSource;
let siblings: SubgraphSource[];

beforeAll(async () => {
  const file = new URL('../../../schema/schema.graphql', import.meta.url);
  pit = { name: 'pit', sdl: await readFile(file, 'utf8') };
  siblings = await Promise.all(
    (await readdir(SIBLINGS)).map(async (name) => ({
      name: name.replace('.graphql', ''),
      sdl: await readFile(new URL(name, SIBLINGS), 'utf8'),
    })),
  );
});

test('PIT composes alone in all three composers', () => {
  expect(composeEverywhere([pit])).toEqual([]);
});

test('PIT composes with each sibling and with all of them', () => {
  expect(siblings.map(({ name }) => name).sort()).toEqual(['audit', 'risk', 'skills']);
  for (const sibling of siblings) expect(composeEverywhere([pit, sibling])).toEqual([]);
  expect(composeEverywhere([pit, ...siblings])).toEqual([]);
});

const LINK = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires"])`;

/** The part of PIT's schema that the mistakes below are about: composing the whole a dozen times takes a minute. */
const EXCERPT: SubgraphSource = {
  name: 'pit',
  sdl: `${LINK}
    type Query { project(id: ID!): Int task(id: ID!): Task tasks(filter: TaskFilter, status: TaskStatus): TaskConnection! }
    type Task @key(fields: "id") { id: ID! name: String! status: TaskStatus! owner: User }
    type TaskConnection { totalCount: Int pageInfo: PageInfo! }
    type User @key(fields: "id") @shareable { id: ID! tasks(first: Int): TaskConnection! }
    type PageInfo @shareable { hasNextPage: Boolean! hasPreviousPage: Boolean! }
    enum TaskStatus { ACTIVE COMPLETED }
    input TaskFilter { search: String }`,
};

/** What a sibling may do wrong, and the name that the conflict is to have. */
const MISTAKES: readonly (readonly [string, string, string])[] = [
  [
    'answers a field of ours',
    'INVALID_FIELD_SHARING',
    'type Task @key(fields: "id") { id: ID! name: String! }',
  ],
  ['takes the name of a root field', 'INVALID_FIELD_SHARING', 'type Query { project(id: ID!): Int }'],
  ['shares PageInfo without saying so', 'INVALID_FIELD_SHARING', 'type PageInfo { hasNextPage: Boolean! }'],
  ['has another type for our key', 'FIELD_TYPE_MISMATCH', 'type Task @key(fields: "id") { id: Int! x: Int }'],
  ['invents a key', 'KEY_INVALID_FIELDS', 'type Task @key(fields: "no") { id: ID! x: Int }'],
  [
    'requires what nobody answers',
    'EXTERNAL_MISSING_ON_BASE',
    'type Task @key(fields: "id") { id: ID! no: Int @external x: Int @requires(fields: "no") }',
  ],
  ['adds a field that cannot be reached', 'SATISFIABILITY_ERROR', 'type Task { id: ID! @shareable x: Int }'],
  [
    'has other values in our enum',
    'ENUM_VALUE_MISMATCH',
    'enum TaskStatus { DONE } type Query { q(s: TaskStatus): TaskStatus }',
  ],
  ['takes our name for another kind', 'TYPE_KIND_MISMATCH', 'enum Task { A } type Query { t: Task }'],
  [
    'requires more of our input',
    'REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH',
    'input TaskFilter { must: Int! search: String } type Query { q(f: TaskFilter): Int }',
  ],
  [
    'has another type for our argument',
    'FIELD_ARGUMENT_TYPE_MISMATCH',
    'type User @key(fields: "id") @shareable { id: ID! tasks(first: String): TaskConnection! } type TaskConnection @shareable { x: Int }',
  ],
  ['speaks of a type that it does not have', 'INVALID_GRAPHQL', 'type Query { q: Nope }'],
];

test.each(MISTAKES)('a sibling that %s is told so, with a cure: %s', (_mistake, code, sdl) => {
  const conflicts = composeEverywhere([EXCERPT, { name: 'sibling', sdl: `${LINK}\n${sdl}` }]);
  const diagnoses = diagnose(conflicts);
  const found = diagnoses.find((each) => each.code === code);
  const composers = new Set(found?.findings.flatMap((finding) => finding.composers));
  expect([...composers].sort()).toEqual(Object.keys(COMPOSERS).sort());
  for (const { cure } of diagnoses) expect(cure).not.toBe('');
});

test('a file that is not GraphQL is told the place', () => {
  const [diagnosis] = diagnose(
    composeEverywhere([pit, { name: 'sibling', sdl: 'type Query {\n  a(: Int }' }]),
  );
  expect(diagnosis?.code).toBe('SYNTAX_ERROR');
  expect(diagnosis?.findings[0]?.message).toContain('sibling, line 2, column 5');
});

/** What the composers pass without a word, or with a cure that is none. */
const BREACHES: readonly (readonly [string, string, string])[] = [
  [
    'takes a field away',
    'FIELD_TAKEN',
    'type Task @key(fields: "id") { id: ID! name: String! @override(from: "pit") }',
  ],
  ['forgets the key of an entity', 'KEY_MISSING', 'type Task { id: ID! note: String }'],
  [
    'takes an object for an interface',
    'INTERFACE_OBJECT',
    'type Task @key(fields: "id") @interfaceObject { id: ID! x: Int }',
  ],
  [
    'copies a part of an enum of inputs',
    'ENUM_NARROWED',
    'enum Order { ASC } type Query { q(o: Order): Int }',
  ],
];

test.each(BREACHES)('a sibling that %s is refused beside the composers: %s', (_breach, code, sdl) => {
  const ordered = EXCERPT.sdl.replace('task(id: ID!)', 'sorted(by: Order): Int task(id: ID!)');
  const ours = { name: 'pit', sdl: `${ordered} enum Order { ASC DESC }` };
  const link = LINK.replace('"@key"', '"@key", "@override", "@interfaceObject"');
  const found = diagnose(breachesOf(ours, [{ name: 'sibling', sdl: `${link}\n${sdl}` }]));
  expect(found.map((each) => each.code)).toEqual([code]);
  expect(found[0]?.cure).not.toContain('Compare your subgraph');
  expect(breachesOf(ours, siblings)).toEqual([]);
});

test.each([
  ['without what is internal', { include: new Set<string>(), exclude: new Set(['internal']) }],
  ['of what is public', { include: new Set(['public']), exclude: new Set<string>() }],
])('a contract variant %s composes, and shows nothing of the operators', (_variant, filter) => {
  const subgraph = { ...pit, url: 'http://pit.invalid/graphql', typeDefs: parse(pit.sdl) };
  const composed = composeSchemaContract([subgraph], filter, true);
  expect(composed.errors ?? []).toEqual([]);
  const { publicSdl = '' } = composed as { publicSdl?: string };
  expect(publicSdl).toContain('raiseTasks(');
  expect(publicSdl).toMatch(/\n {2}cluster\(\s*("""[^"]*"""\s*)?id: ID!/);
  expect(publicSdl).not.toMatch(/AuditLog|WatchdogScanLog|verifyAuditTrail/);
});

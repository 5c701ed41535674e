import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  lastRelease,
  namedBreaks,
  refusedBreaks,
  releaseContract,
  shown,
  undatedDeprecations,
  type Release,
} from '../../../scripts/released-contract.ts';

const RELEASED = fileURLToPath(new URL('../../../schema/released/', import.meta.url));
const DECISIONS = fileURLToPath(new URL('../../../docs/decisions/', import.meta.url));
const NOBODY: ReadonlySet<string> = new Set();
const TODAY = '2027-06-15';

let present: string;

beforeAll(async () => {
  present = await readFile(new URL('../../../schema/schema.graphql', import.meta.url), 'utf8');
});

test('the present contract breaks nothing that was released, unless a decision record names it', async () => {
  const last = await lastRelease(RELEASED);
  const today = new Date().toISOString().slice(0, 10);
  const refused = await refusedBreaks(last as Release, present, await namedBreaks(DECISIONS), today);
  expect(last?.sdl).toMatch(/^type Task .*@key\(fields: "id"\)/m);
  expect(refused.map(shown)).toEqual([]);
});

test('whatever is deprecated says until when it stays', () => {
  expect(undatedDeprecations(present)).toEqual([]);
});

/** A contract with everything in it that can be broken. */
const CONTRACT = `
  type Query { tasks(first: Int, orderBy: [Order!]): [Task!]! phase(is: Phase): Phase shade: Shade old(by: Int @deprecated(reason: "Removed after 2027-06-14.")): Int }
  type Task @key(fields: "id") @key(fields: "code") { id: ID! code: String! name: String @tag(name: "public") foo: Int
    bar: Int @deprecated(reason: "Use foo. Removed after 2027-06-14.")
    baz: Int @deprecated(reason: "Use foo. Removed after 2027-06-15.")
    qux: Int @deprecated(reason: "Use foo.") }
  type Page @shareable { more: Boolean! }
  enum Order { ASC DESC }
  enum Shade { LIGHT }
  enum Phase { BEGUN }
  input Filter { name: String }
  scalar Date
  type Mutation { run: Int @requiresScopes(scopes: [["pit"]]) }
  type Spare { at: Date }`;

/** The contract as released, at 1.0 and below it. */
const STABLE: Release = { version: '1.0.0', sdl: CONTRACT };
const EARLY: Release = { version: '0.9.0', sdl: CONTRACT };

/** The contract after an edit, which must have found its place. */
function edited(from: string, to: string): string {
  expect(CONTRACT).toContain(from);
  return CONTRACT.replace(from, to);
}

/** The edits that break somebody, and what they are called. */
const BREAKS: readonly (readonly [string, from: string, to: string])[] = [
  ['FIELD_REMOVED Task.foo', 'foo: Int', ''],
  ['FIELD_TYPE_CHANGED Task.foo', 'foo: Int', 'foo: String'],
  ['FIELD_TYPE_CHANGED Task.code', 'code: String!', 'code: String'],
  ['FIELD_ARGUMENT_REMOVED Query.tasks.orderBy', ', orderBy: [Order!]', ''],
  ['FIELD_ARGUMENT_ADDED Query.tasks.must', 'first: Int', 'first: Int, must: Int!'],
  ['ENUM_VALUE_REMOVED Order.DESC', ' DESC', ''],
  ['ENUM_VALUE_ADDED Phase.OVER', 'enum Phase { BEGUN }', 'enum Phase { BEGUN OVER }'],
  ['INPUT_FIELD_REMOVED Filter.name', 'input Filter { name: String }', 'input Filter { id: ID }'],
  ['INPUT_FIELD_ADDED Filter.must', 'input Filter {', 'input Filter { must: Int!'],
  ['TYPE_REMOVED Spare', 'type Spare { at: Date }', ''],
  ['DIRECTIVE_REMOVED Task.@key(fields: "code")', ' @key(fields: "code")', ''],
  ['DIRECTIVE_REMOVED Page.@shareable', ' @shareable', ''],
  ['DIRECTIVE_REMOVED Task.name.@tag(name: "public")', '"public"', '"internal"'],
  ['DIRECTIVE_ADDED Task.foo.@inaccessible', 'foo: Int', 'foo: Int @inaccessible'],
  ['DIRECTIVE_ADDED Task.foo.@requiresScopes', 'foo: Int', 'foo: Int @requiresScopes(scopes: [["a"]])'],
];

test.each(BREAKS)('the break %s is refused while no decision record names it', async (name, from, to) => {
  const refused = await refusedBreaks(STABLE, edited(from, to), NOBODY, TODAY);
  expect(refused.map(({ type, path }) => `${type} ${path}`)).toEqual([name]);
  expect(refused[0]?.why).toBe(`no decision record says "Breaks: ${name}"`);
});

const UNANNOUNCEABLE = BREAKS.filter(
  ([name]) => !/^(FIELD|FIELD_ARGUMENT|INPUT_FIELD|ENUM_VALUE)_REMOVED/.test(name),
);

test.each(UNANNOUNCEABLE)('the break %s passes when a decision record names it', async (name, from, to) => {
  expect(await refusedBreaks(STABLE, edited(from, to), new Set([name]), TODAY)).toEqual([]);
});

test.each([
  ['foo: Int', 'Task.foo', 'it was not deprecated with a date ("removed after …")'],
  [
    'qux: Int @deprecated(reason: "Use foo.")',
    'Task.qux',
    'it was not deprecated with a date ("removed after …")',
  ],
  [
    'baz: Int @deprecated(reason: "Use foo. Removed after 2027-06-15.")',
    'Task.baz',
    'it was promised to stay until 2027-06-15',
  ],
])('a decision alone does not remove %s', async (field, path, why) => {
  const named = new Set([`FIELD_REMOVED ${path}`]);
  expect(await refusedBreaks(STABLE, edited(field, ''), named, TODAY)).toMatchObject([{ path, why }]);
});

test.each(BREAKS)(
  'below 1.0 a decision record is enough for %s, and there has to be one',
  async (name, from, to) => {
    expect(await refusedBreaks(EARLY, edited(from, to), new Set([name]), TODAY)).toEqual([]);
    const refused = await refusedBreaks(EARLY, edited(from, to), NOBODY, TODAY);
    expect(refused.map(({ why }) => why)).toEqual([`no decision record says "Breaks: ${name}"`]);
  },
);

test('what was announced, decided, and is over may go: a field, and an argument', async () => {
  const bar = edited('bar: Int @deprecated(reason: "Use foo. Removed after 2027-06-14.")', '');
  expect(await refusedBreaks(STABLE, bar, new Set(['FIELD_REMOVED Task.bar']), TODAY)).toEqual([]);
  expect(await refusedBreaks(STABLE, bar, NOBODY, TODAY)).toHaveLength(1);
  const old = edited('(by: Int @deprecated(reason: "Removed after 2027-06-14."))', '');
  const named = new Set(['FIELD_ARGUMENT_REMOVED Query.old.by']);
  expect(await refusedBreaks(STABLE, old, named, TODAY)).toEqual([]);
});

test.each([
  ['a field', 'foo: Int', 'foo: Int more: Int @tag(name: "public") @requiresScopes(scopes: [["a"]])'],
  ['an inaccessible field', 'foo: Int', 'foo: Int more: Int @inaccessible'],
  ['a type', 'type Spare', 'type New @key(fields: "id") @tag(name: "internal") { id: ID! } type Spare'],
  ['an optional argument', 'first: Int', 'first: Int, last: Int'],
  ['an optional field of an input', 'input Filter {', 'input Filter { id: ID'],
  ['a value of an enum of inputs alone', 'enum Order { ASC', 'enum Order { UP ASC'],
  ['a value of an enum of answers alone', 'enum Shade {', 'enum Shade { DARK'],
  ['a key', '@key(fields: "id")', '@key(fields: "id") @key(fields: "name")'],
  ['a promise of a value', 'foo: Int', 'foo: Int!'],
  ['a deprecation', 'foo: Int', 'foo: Int @deprecated(reason: "Removed after 2030-01-01.")'],
  ['another scope', '[["pit"]]', '[["pit"], ["other"]]'],
  ['a cost', 'foo: Int', 'foo: Int @cost(weight: 5)'],
])('%s is added to the contract without a decision', async (_what, from, to) => {
  expect((await refusedBreaks(STABLE, edited(from, to), NOBODY, TODAY)).map(shown)).toEqual([]);
});

describe('a release', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pit-released-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const release = (version: string, sdl: string, named = NOBODY) =>
    releaseContract(folder, { version, sdl, named, today: TODAY });
  /** Without what is deprecated and does not say until when. */
  const clean = CONTRACT.replace(' @deprecated(reason: "Use foo.")', '');

  test('is written once, and its versions only rise', async () => {
    await release('0.9.0', clean);
    await release('0.10.0', `${clean} type Later { a: Int }`);
    expect(await lastRelease(folder)).toEqual({ version: '0.10.0', sdl: `${clean} type Later { a: Int }` });
    for (const version of ['0.10.0', '0.9.1', '0.2.0']) {
      await expect(release(version, clean)).rejects.toThrow('0.10.0 is released already');
    }
    await expect(release('next', clean)).rejects.toThrow('"next" is no version');
  });

  test('is refused for what it breaks, and passes once that is decided', async () => {
    await release('1.0.0', clean);
    const broken = clean.replace('type Spare { at: Date }', '');
    await expect(release('1.1.0', broken)).rejects.toThrow(/TYPE_REMOVED Spare.*no decision record says/);
    expect((await lastRelease(folder))?.version).toBe('1.0.0');
    await writeFile(join(folder, '0009-spare.md'), '# Spare goes\n\nBreaks: TYPE_REMOVED Spare\n');
    await release('1.1.0', broken, await namedBreaks(folder));
    expect((await lastRelease(folder))?.version).toBe('1.1.0');
  });

  test('is refused for a deprecation without a date', async () => {
    await expect(release('1.0.0', CONTRACT)).rejects.toThrow('Task.qux');
    expect(await lastRelease(folder)).toBeUndefined();
  });
});

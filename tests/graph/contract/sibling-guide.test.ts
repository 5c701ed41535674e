import { readFile } from 'node:fs/promises';
import { buildASTSchema, parse, validate } from 'graphql';
import { composeEverywhere } from '../../../scripts/composers.ts';
import { diagnose } from '../../../scripts/composition-cures.ts';

/** What the guide shows, by the language of its blocks. */
const shown = new Map<string, string[]>();
let guide: string;
let sdl: string;

beforeAll(async () => {
  guide = await readFile(new URL('../../../docs/for-sibling-teams.md', import.meta.url), 'utf8');
  sdl = await readFile(new URL('../../../schema/schema.graphql', import.meta.url), 'utf8');
  for (const [, language = '', text = ''] of guide.matchAll(/^```(\w*)\n([^]*?)^```$/gm)) {
    shown.set(language, [...(shown.get(language) ?? []), text]);
  }
});

test('each subgraph that the guide shows composes with ours, and so do all of them', () => {
  const subgraphs = (shown.get('graphql') ?? []).map((text, i) => ({ name: `sibling${i}`, sdl: text }));
  expect(subgraphs).toHaveLength(2);
  expect(composeEverywhere([{ name: 'pit', sdl }, ...subgraphs])).toEqual([]);
});

test('each operation that the guide shows is answered', () => {
  const service = `${sdl} scalar _Any union _Entity = Task extend type Query { _entities(representations: [_Any!]!): [_Entity]! }`;
  const schema = buildASTSchema(parse(service), { assumeValid: true, assumeValidSDL: true });
  const commands = (shown.get('sh') ?? []).flatMap((text) => [
    ...text.matchAll(/"query": ?("(?:[^"\\]|\\.)*")/g),
  ]);
  const inCommands = commands.map(([, text = '']) => JSON.parse(text) as string);
  const inCode = (shown.get('js') ?? []).flatMap((text) => /const query = `([^`]*)`/.exec(text)?.[1] ?? []);
  const operations = [...inCommands, ...inCode];
  expect(operations).toHaveLength(5);
  for (const operation of operations) expect(validate(schema, parse(operation))).toEqual([]);
});

test('the conflict that it shows is the one that comes', () => {
  const your = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    type Task @key(fields: "id") { id: ID! name: String! vendorName: String }`;
  const [conflict] = diagnose(
    composeEverywhere([
      { name: 'pit', sdl },
      { name: 'your', sdl: your },
    ]),
  );
  const said = (shown.get('') ?? []).find((text) => text.startsWith('INVALID_FIELD_SHARING')) ?? '';
  expect(conflict?.code).toBe('INVALID_FIELD_SHARING');
  expect(said).toContain(`  Cure: ${conflict?.cure}\n`);
  for (const { message } of conflict?.findings ?? [])
    expect(said).toContain(message.replaceAll('\n', '\n  '));
});

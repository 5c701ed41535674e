// What of the specification nothing writes: columns that no statement sets, values of enums that neither code nor a client gives.
// Each is used, or stands with its reason in decision 62.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Kind, parse, type DocumentNode, type TypeNode } from 'graphql';
import { SPECIFIED_TABLES } from '../src/domain/conformance/specification/specification.ts';
import {
  unwrittenColumns,
  unwrittenValues,
  writtenColumns,
} from '../src/domain/conformance/written-columns.ts';
import { DATABASE_ENUMS } from '../src/domain/enums.ts';
import { exportedStatements, ROOT, sourceFiles } from './exported-statements.ts';

const RECORD = 'docs/decisions/0062-what-nothing-writes.md';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** What nothing writes, as `table.column` and `enum.value`. */
export async function findUnwritten(): Promise<string[]> {
  const statements = (await exportedStatements()).map(([, { text }]) => text);
  const schema = read('migrations/schema.sql');
  const sql = [...statements, schema].join(';\n');
  const code = ['src/domain', 'src/services', 'src/jobs', 'src/db']
    .flatMap(sourceFiles)
    .filter(
      (file) => !['src/domain/enums.ts', 'src/domain/conformance/specification/enums.ts'].includes(file),
    )
    .map(read)
    .join('\n');
  const given = enumsOfMutations(parse(read('schema/schema.graphql')));
  const texts = `${code}\n${statements.join('\n')}\n${bodiesOf(schema)}`;
  const isNamed = (name: string, value: string): boolean =>
    keysOf(name, value).some((key) => code.includes(`${graphName(name)}.${key}`)) ||
    texts.includes(`'${value}'`);
  return [
    ...unwrittenColumns(SPECIFIED_TABLES, writtenColumns(sql)),
    ...unwrittenValues((name) => given.has(graphName(name)), isNamed),
  ];
}

/** Bodies of functions alone: the types and checks of a dump name every value. */
function bodiesOf(schema: string): string {
  return schema.match(/AS \$function\$[^]*?\$function\$/g)?.join('\n') ?? '';
}

/** What the record names, as ``- `table.column` `` at the beginning of a line. */
export function recordedAsUnwritten(): string[] {
  return [...read(RECORD).matchAll(/^- ((?:`[\w.]+`(?:, )?)+)/gm)].flatMap(([, names = '']) =>
    [...names.matchAll(/`([\w.]+)`/g)].map(([, name = '']) => name),
  );
}

/** `pit_source_module_enum` is `SourceModule` in the graph. */
function graphName(name: string): string {
  return name
    .replace(/^pit_|_enum$/g, '')
    .replace(/_enum$/, '')
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

function keysOf(name: string, value: string): string[] {
  const values: Readonly<Record<string, string>> = DATABASE_ENUMS[name as keyof typeof DATABASE_ENUMS] ?? {};
  return Object.keys(values).filter((key) => values[key] === value);
}

/** The types that inputs of mutations hold, at any depth. */
function enumsOfMutations({ definitions }: DocumentNode): ReadonlySet<string> {
  const inputs = new Map<string, string[]>();
  const found = new Set<string>();
  let next: string[] = [];
  for (const node of definitions) {
    if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      inputs.set(
        node.name.value,
        (node.fields ?? []).map(({ type }) => nameOf(type)),
      );
    } else if (node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === 'Mutation') {
      next = (node.fields ?? []).flatMap(({ arguments: args = [] }) => args.map(({ type }) => nameOf(type)));
    }
  }
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    next.push(...(inputs.get(name) ?? []));
  }
  return found;
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [unwritten, recorded] = [await findUnwritten(), recordedAsUnwritten()];
  const faults = [
    ...unwritten
      .filter((name) => !recorded.includes(name))
      .map((name) => `${name}: nothing writes it, and ${RECORD} does not say why`),
    ...recorded
      .filter((name) => !unwritten.includes(name))
      .map((name) => `${name}: it is written, and ${RECORD} says that it is not`),
  ];
  console.log(
    faults.length === 0
      ? `${unwritten.length} columns and values are not written, each with its reason.`
      : faults.join('\n'),
  );
  if (faults.length > 0) process.exitCode = 1;
}

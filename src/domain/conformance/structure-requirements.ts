import { requirement, noRequirement, type Requirement } from './requirement.ts';
import type { CatalogFacts, ColumnFacts, ForeignKeyFacts, TableFacts } from './catalog-facts.ts';
import { GIST, type ColumnSpec, type ReferenceSpec, type TableSpec } from './specification/table.ts';

const SNAKE_CASE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
/** Precision is the implementer's choice: the specification says TIMESTAMPTZ and no more. */
const ANY_TIMESTAMPTZ = /^timestamp(\(\d\))? with time zone$/;

/** Which tables there are, and that there are no others. */
export function tableRequirements(specs: readonly TableSpec[], facts: CatalogFacts): Requirement[] {
  const present = new Set(facts.tables.map((table) => table.name));
  const specified = new Set(specs.map((spec) => spec.name));
  const others = facts.tables.map((table) => table.name).filter((name) => !specified.has(name));
  return [
    ...specs.map(({ name }) =>
      requirement(`tables.exist.${name}`, 'table', present.has(name) ? 'table' : undefined),
    ),
    noRequirement('tables.nothing_else', [...others.map((name) => `table ${name}`), ...facts.strays]),
  ];
}

/** Every enum with its values in order, and no other. */
export function enumRequirements(
  specs: Readonly<Record<string, readonly string[]>>,
  facts: CatalogFacts,
): Requirement[] {
  const found = new Map(facts.enums.map((each) => [each.name, each.values.join(', ')]));
  const others = facts.enums.map((each) => each.name).filter((name) => !(name in specs));
  return [
    ...Object.entries(specs).map(([name, values]) =>
      requirement(`enums.${name}`, values.join(', '), found.get(name)),
    ),
    noRequirement('enums.nothing_else', others),
  ];
}

/** Names in snake_case: of tables and columns alike, whether specified or not. */
export function namingRequirements(facts: CatalogFacts): Requirement[] {
  const offends = (name: string): boolean => !SNAKE_CASE.test(name);
  const columns = facts.tables.map((table) =>
    noRequirement(
      `naming.snake_case.${table.name}`,
      table.columns.map((column) => column.name).filter(offends),
    ),
  );
  const names = [...facts.tables, ...facts.enums].map((each) => each.name);
  return [...columns, noRequirement('naming.snake_case.tables_and_types', names.filter(offends))];
}

/** Columns, keys, indexes and defaults of one table. */
export function structureRequirements(spec: TableSpec, table: TableFacts): Requirement[] {
  const others = table.columns.map((column) => column.name).filter((name) => !(name in spec.columns));
  return [
    ...perColumn(spec, table, typeRequirement),
    noRequirement(`columns.${spec.name}.nothing_else`, others),
    requirement(`primary_keys.${spec.name}`, spec.primaryKey.join(', '), table.primaryKey.join(', ')),
    ...perColumn(spec, table, nullabilityRequirement),
    ...perColumn(spec, table, defaultRequirement),
    ...perColumn(spec, table, foreignKeyRequirement),
    ...spec.indexes.map((key) => indexRequirement(spec, key, table)),
  ];
}

/** A specified column, and what the table has in its place. */
interface Target {
  readonly name: string;
  readonly where: string;
  readonly spec: ColumnSpec;
  readonly found: ColumnFacts | undefined;
  readonly table: TableFacts;
}

/** One demand for each column of which the specification asks it. */
function perColumn(
  spec: TableSpec,
  table: TableFacts,
  of: (target: Target) => Requirement | null,
): Requirement[] {
  return Object.entries(spec.columns)
    .map(([name, column]) =>
      of({
        name,
        where: `${spec.name}.${name}`,
        spec: column,
        found: table.columns.find((each) => each.name === name),
        table,
      }),
    )
    .filter((each) => each !== null);
}

function typeRequirement({ where, spec, found }: Target): Requirement {
  return requirement(`columns.${where}`, spec.type, found?.type.replace(ANY_TIMESTAMPTZ, 'timestamptz'));
}

function nullabilityRequirement({ where, spec, found }: Target): Requirement | null {
  if (spec.nullable === undefined) return null;
  const words = (notNull: boolean): string => (notNull ? 'not null' : 'null allowed');
  return requirement(`nullability.${where}`, words(!spec.nullable), found && words(found.notNull));
}

/** Booleans are FALSE until said otherwise; records know when they came and when they changed. */
function defaultRequirement({ name, where, spec, found }: Target): Requirement | null {
  const isBoolean = spec.type === 'boolean';
  if (!isBoolean && name !== 'created_at' && name !== 'updated_at') return null;
  const words = found && `${found.notNull ? 'not null' : 'null allowed'}, default ${found.default ?? 'none'}`;
  return isBoolean
    ? requirement(`booleans.${where}`, 'not null, default false', words)
    : requirement(`timestamps.${where}`, 'not null, default now()', words);
}

function foreignKeyRequirement({ name, where, spec, table }: Target): Requirement | null {
  const reference = spec.references;
  if (reference === undefined) return null;
  const found = table.foreignKeys.find(
    (key) => key.parent === reference.table && key.parentColumns[key.columns.indexOf(name)] === 'id',
  );
  const scope = found && scopeOf(found, table);
  return requirement(
    `foreign_keys.${where}`,
    `${describeReference(name, reference, scope ?? 'org_id')}, enforced`,
    found && describeForeignKey(found),
  );
}

/** The other column of a composite key, if it ties: the same on both sides, and never NULL (which would not be checked). */
function scopeOf(key: ForeignKeyFacts, table: TableFacts): string | undefined {
  return key.columns.find(
    (column, position) =>
      column === key.parentColumns[position] &&
      table.columns.some((each) => each.name === column && each.notNull),
  );
}

function describeReference(column: string, reference: ReferenceSpec, scope: string): string {
  return reference.key === 'plain'
    ? `(${column}) to ${reference.table}(id)`
    : `(${scope}, ${column}) to ${reference.table}(${scope}, id)`;
}

function describeForeignKey(key: ForeignKeyFacts): string {
  return `(${key.columns.join(', ')}) to ${key.parent}(${key.parentColumns.join(', ')}), ${key.state}`;
}

function indexRequirement(spec: TableSpec, key: string, table: TableFacts): Requirement {
  const method = key.startsWith(GIST) ? 'gist' : 'btree';
  const columns = key.replace(GIST, '');
  const same = table.indexes.filter((index) => index.method === method && index.key === columns);
  const best = same.find((index) => index.state === 'valid') ?? same[0];
  return requirement(
    `indexes.${spec.name}.(${columns})`,
    `${method}, valid`,
    best && `${best.method}, ${best.state}`,
  );
}

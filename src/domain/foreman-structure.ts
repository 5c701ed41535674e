import { demand, demandNone, type Demand } from './foreman-demand.ts';
import type { CatalogFacts, ColumnFacts, ForeignKeyFacts, TableFacts } from './foreman-facts.ts';
import { GIST, type ColumnSpec, type ReferenceSpec, type TableSpec } from './specification/table.ts';

const SNAKE_CASE = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
/** Precision is the implementer's choice: the specification says TIMESTAMPTZ and no more. */
const ANY_TIMESTAMPTZ = /^timestamp(\(\d\))? with time zone$/;

/** Which tables there are, and that there are no others. */
export function tableDemands(specs: readonly TableSpec[], facts: CatalogFacts): Demand[] {
  const present = new Set(facts.tables.map((table) => table.name));
  const specified = new Set(specs.map((spec) => spec.name));
  const others = facts.tables.map((table) => table.name).filter((name) => !specified.has(name));
  return [
    ...specs.map(({ name }) =>
      demand(`tables.exist.${name}`, 'table', present.has(name) ? 'table' : undefined),
    ),
    demandNone('tables.nothing_else', [...others.map((name) => `table ${name}`), ...facts.strays]),
  ];
}

/** Every enum with its values in order, and no other. */
export function enumDemands(
  specs: Readonly<Record<string, readonly string[]>>,
  facts: CatalogFacts,
): Demand[] {
  const found = new Map(facts.enums.map((each) => [each.name, each.values.join(', ')]));
  const others = facts.enums.map((each) => each.name).filter((name) => !(name in specs));
  return [
    ...Object.entries(specs).map(([name, values]) =>
      demand(`enums.${name}`, values.join(', '), found.get(name)),
    ),
    demandNone('enums.nothing_else', others),
  ];
}

/** Names in snake_case: of tables and columns alike, whether specified or not. */
export function namingDemands(facts: CatalogFacts): Demand[] {
  const offends = (name: string): boolean => !SNAKE_CASE.test(name);
  const columns = facts.tables.map((table) =>
    demandNone(`naming.snake_case.${table.name}`, table.columns.map((column) => column.name).filter(offends)),
  );
  const names = [...facts.tables, ...facts.enums].map((each) => each.name);
  return [...columns, demandNone('naming.snake_case.tables_and_types', names.filter(offends))];
}

/** Columns, keys, indexes and defaults of one table. */
export function structureDemands(spec: TableSpec, table: TableFacts): Demand[] {
  const others = table.columns.map((column) => column.name).filter((name) => !(name in spec.columns));
  return [
    ...perColumn(spec, table, typeDemand),
    demandNone(`columns.${spec.name}.nothing_else`, others),
    demand(`primary_keys.${spec.name}`, spec.primaryKey.join(', '), table.primaryKey.join(', ')),
    ...perColumn(spec, table, nullabilityDemand),
    ...perColumn(spec, table, defaultDemand),
    ...perColumn(spec, table, foreignKeyDemand),
    ...spec.indexes.map((key) => indexDemand(spec, key, table)),
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
function perColumn(spec: TableSpec, table: TableFacts, of: (target: Target) => Demand | null): Demand[] {
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

function typeDemand({ where, spec, found }: Target): Demand {
  return demand(`columns.${where}`, spec.type, found?.type.replace(ANY_TIMESTAMPTZ, 'timestamptz'));
}

function nullabilityDemand({ where, spec, found }: Target): Demand | null {
  if (spec.nullable === undefined) return null;
  const words = (notNull: boolean): string => (notNull ? 'not null' : 'null allowed');
  return demand(`nullability.${where}`, words(!spec.nullable), found && words(found.notNull));
}

/** Booleans are FALSE until said otherwise; records know when they came and when they changed. */
function defaultDemand({ name, where, spec, found }: Target): Demand | null {
  const isBoolean = spec.type === 'boolean';
  if (!isBoolean && name !== 'created_at' && name !== 'updated_at') return null;
  const words = found && `${found.notNull ? 'not null' : 'null allowed'}, default ${found.default ?? 'none'}`;
  return isBoolean
    ? demand(`booleans.${where}`, 'not null, default false', words)
    : demand(`timestamps.${where}`, 'not null, default now()', words);
}

function foreignKeyDemand({ name, where, spec, table }: Target): Demand | null {
  const reference = spec.references;
  if (reference === undefined) return null;
  const found = table.foreignKeys.find(
    (key) => key.parent === reference.table && key.parentColumns[key.columns.indexOf(name)] === 'id',
  );
  const scope = found && scopeOf(found, table);
  return demand(
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

function indexDemand(spec: TableSpec, key: string, table: TableFacts): Demand {
  const method = key.startsWith(GIST) ? 'gist' : 'btree';
  const columns = key.replace(GIST, '');
  const same = table.indexes.filter((index) => index.method === method && index.key === columns);
  const best = same.find((index) => index.state === 'valid') ?? same[0];
  return demand(
    `indexes.${spec.name}.(${columns})`,
    `${method}, valid`,
    best && `${best.method}, ${best.state}`,
  );
}

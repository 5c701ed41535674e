import { decodeCursor, type OrderTerm } from './cursor.ts';
import { notDeleted } from './select.ts';
import { statement, textArray, type Parameter, type Statement } from './statement.ts';
import { columnOf, tableOf, type Column, type EntityClass, type Table } from './table.ts';

/** A condition on one column (`search`: on several), all of which a row must meet. */
export type Condition =
  | { op: 'in'; property: string; values: readonly string[] }
  | { op: 'from' | 'to'; property: string; value: string }
  | { op: 'holds'; property: string; values: readonly string[] }
  | { op: 'search'; properties: readonly string[]; value: string }
  | { op: 'isNull'; property: string; value: boolean };

export interface PageSpec {
  entity: EntityClass;
  where: readonly Condition[];
  /** What the rows are ordered by; the id always comes last and breaks ties. */
  order: readonly OrderTerm[];
  /** Rows wanted, 1 to 100. */
  size: number;
  /** Opaque: the row behind (or, backwards, before) which the page begins. */
  cursor?: string | undefined;
  /** From the end towards the start. */
  backwards: boolean;
}

/** A statement with its parameters; `keyed`: the first parameter is the list of parents' ids. */
export interface Prepared {
  statement: Statement;
  values: Parameter[];
}

/** Statements by text, so that a shape is hashed and prepared once. */
const statements = new Map<string, Statement>();

/**
 * The page of `spec` as one statement: keyset pagination, one row more than wanted (so that the caller learns
 * whether there are more). With `parentKey` one page per parent, by a LATERAL join over the ids in `$1`.
 */
export function pageStatement(spec: PageSpec, properties: readonly string[], parentKey?: string): Prepared {
  const table = tableOf(spec.entity);
  const sql = new Sql(parentKey === undefined ? 0 : 1);
  const names = new Set(['id', ...(parentKey === undefined ? [] : [parentKey]), ...properties]);
  for (const { property } of spec.order) names.add(property);
  const outputs = [...names].map((property) => columnOf(table, property));
  const where = [
    ...spec.where.map((condition) => conditionSql(table, condition, sql)),
    ...keyset(table, spec, sql),
  ];
  if (parentKey !== undefined) where.unshift(`${columnOf(table, parentKey).sql} = parent.key`);
  const select = [
    `SELECT ${outputs.map((column) => column.sql).join(', ')} FROM ${table.name}`,
    `WHERE ${where.length === 0 ? 'true' : where.join(' AND ')}${notDeleted(table)}`,
    `ORDER BY ${orderBy(table, spec)}`,
    `LIMIT ${sql.parameter(String(spec.size + 1), 'int')}`,
  ].join(' ');
  const text = parentKey === undefined ? select : perParent(select, columnOf(table, parentKey));
  return prepared(text, table, outputs, sql.values);
}

/** How many rows meet the conditions, as `total`; with `parentKey` one row per parent, keyed by it. */
export function countStatement(spec: PageSpec, parentKey?: string): Prepared {
  const table = tableOf(spec.entity);
  const sql = new Sql(parentKey === undefined ? 0 : 1);
  const where = spec.where.map((condition) => conditionSql(table, condition, sql));
  const total = { property: 'total', decode: Number };
  const clause = `WHERE ${where.length === 0 ? 'true' : where.join(' AND ')}${notDeleted(table)}`;
  if (parentKey === undefined) {
    return prepared(`SELECT count(*) FROM ${table.name} ${clause}`, table, [total], sql.values);
  }
  const key = columnOf(table, parentKey);
  const text = `SELECT ${key.sql}, count(*) FROM ${table.name} ${clause} AND ${key.sql} = ANY ($1::${key.type}[]) GROUP BY 1`;
  return prepared(text, table, [key, total], sql.values);
}

function prepared(
  text: string,
  table: Table,
  outputs: readonly Column[] | { property: string }[],
  values: Parameter[],
): Prepared {
  let found = statements.get(text);
  if (found === undefined) statements.set(text, (found = statement(text, table.typename, outputs)));
  return { statement: found, values };
}

function perParent(select: string, key: Column): string {
  return `SELECT page.* FROM unnest($1::${key.type}[]) AS parent(key) CROSS JOIN LATERAL (${select}) AS page`;
}

/** Collects parameters; the only way a value gets into a statement. */
class Sql {
  readonly values: Parameter[] = [];

  constructor(private readonly offset: number) {}

  parameter(value: Parameter, type: string): string {
    this.values.push(value);
    return `$${this.values.length + this.offset}::${type}`;
  }
}

function conditionSql(table: Table, condition: Condition, sql: Sql): string {
  if (condition.op === 'search') {
    const needle = sql.parameter(condition.value.toLowerCase(), 'text');
    const found = condition.properties.map(
      (p) => `position(${needle} in lower(${columnOf(table, p).sql})) > 0`,
    );
    return `(${found.join(' OR ')})`;
  }
  const column = columnOf(table, condition.property);
  switch (condition.op) {
    case 'in':
      return condition.values.length === 1
        ? `${column.sql} = ${sql.parameter(condition.values[0] as string, column.type)}`
        : `${column.sql} = ANY (${sql.parameter(textArray(condition.values), `${column.type}[]`)})`;
    case 'from':
      return `${column.sql} >= ${sql.parameter(condition.value, column.type)}`;
    case 'to':
      return `${column.sql} <= ${sql.parameter(condition.value, column.type)}`;
    case 'holds':
      return `${column.sql} ?| ${sql.parameter(textArray(condition.values), 'text[]')}`;
    case 'isNull':
      return `${column.sql} IS ${condition.value ? '' : 'NOT '}NULL`;
  }
}

/** Nulls sort as the largest value, as PostgreSQL has it; where a cursor must compare, that is `infinity`. */
function comparable(column: Column): string {
  return column.nullable ? `coalesce(${column.sql}, 'infinity')` : column.sql;
}

function terms(table: Table, spec: PageSpec): { column: Column; descending: boolean }[] {
  const order = [...spec.order, { property: 'id', descending: spec.order.at(-1)?.descending ?? false }];
  return order.map(({ property, descending }) => ({
    column: columnOf(table, property),
    descending: descending !== spec.backwards,
  }));
}

function orderBy(table: Table, spec: PageSpec): string {
  return terms(table, spec)
    .map(({ column, descending }) => `${comparable(column)}${descending ? ' DESC' : ''}`)
    .join(', ');
}

/** What comes after the cursor: a row comparison where one direction holds for all, else its longer form. */
function keyset(table: Table, spec: PageSpec, sql: Sql): string[] {
  if (spec.cursor === undefined) return [];
  const order = terms(table, spec);
  const values = decodeCursor(spec.cursor, spec.order).map((value, i) => {
    const { column } = order[i] as (typeof order)[number];
    return sql.parameter(value ?? 'infinity', column.type);
  });
  const columns = order.map(({ column }) => comparable(column));
  if (order.every(({ descending }) => descending === order[0]?.descending)) {
    return [`(${columns.join(', ')}) ${order[0]?.descending ? '<' : '>'} (${values.join(', ')})`];
  }
  const alternatives = order.map(({ descending }, i) => {
    const equal = columns.slice(0, i).map((column, j) => `${column} = ${values[j]}`);
    return [...equal, `${columns[i]} ${descending ? '<' : '>'} ${values[i]}`].join(' AND ');
  });
  return [`(${alternatives.map((alternative) => `(${alternative})`).join(' OR ')})`];
}

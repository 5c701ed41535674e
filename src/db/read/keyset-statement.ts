import { decodeCursor, listName, type OrderTerm } from './cursor.ts';
import { isUuid } from '../../domain/uuid.ts';
import { MAX_ROWS, notDeleted } from './select.ts';
import { arrayLiteral, type Parameter } from '../connection/parameters.ts';
import { rawRowStatement, cachedStatement, type Statement } from '../connection/statement.ts';
import type { Output } from '../connection/decode.ts';
import { columnOf, tableOf, type Column, type EntityClass, type Table } from './table.ts';

/**
 * A condition on one column (`search`: on several; `assigned`: that any of the users works on the task; `mine`: that
 * the user owns it or works on it; `isEmpty`: of a list; `not`: that the conditions do not all hold, so that rows stay which have no value for one; `expression`: what a
 * statement of its own chapter says of the row, whose table goes by its own name).
 */
export type Condition =
  | { op: 'in'; property: string; values: readonly string[] }
  | { op: 'from' | 'to'; property: string; value: string }
  | { op: 'assigned'; userIds: readonly string[] }
  | { op: 'mine'; userId: string }
  | { op: 'search'; properties: readonly string[]; value: string }
  | { op: 'isNull' | 'isEmpty'; property: string; value: boolean }
  | { op: 'not'; where: readonly Condition[] }
  | { op: 'expression'; sql: (parameter: (value: Parameter, type: string) => string) => string };

export interface PageSpec {
  entity: EntityClass;
  where: readonly Condition[];
  /** What the rows are ordered by; the id always comes last and breaks ties. */
  order: readonly OrderTerm[];
  /** Rows wanted, 1 to 1,000. */
  size: number;
  /** Opaque: the row behind (or, backwards, before) which the page begins. */
  cursor?: string | undefined;
  /** From the end towards the start. */
  backwards: boolean;
  /** Whether it is a list of deleted rows, instead of live ones. */
  areDeleted?: boolean;
}

/** What the list of each of many rows hangs on by. */
export interface ParentLink {
  /** The foreign key that holds the parent's id. */
  property: string;
  /** The link table (`TaskLink`) that has the foreign key, where the listed tasks do not have it themselves. */
  through?: EntityClass;
}

/** A statement with its parameters; of lists with parents the first parameter is left to the parents' ids. */
export interface KeysetStatement {
  statement: Statement;
  values: Parameter[];
}

/** What rows of a list with parents carry their parent's id as. */
export const PARENT = '__parent';

/**
 * The page of `spec` as one statement: keyset pagination, one row more than wanted (so that the caller learns
 * whether there are more). With `parent` one page per parent, by a LATERAL join over the ids in `$1`.
 */
export function pageStatement(
  spec: PageSpec,
  properties: readonly string[],
  parent?: ParentLink,
): KeysetStatement {
  const table = tableOf(spec.entity);
  const sql = new Sql(parent !== undefined);
  const names = new Set(['id', ...properties, ...spec.order.map(({ property }) => property)]);
  const outputs = [...names].map((property) => columnOf(table, property));
  const where = [...conditions(table, spec, sql, parent), ...keyset(table, spec, sql, parent)];
  const select = [
    `SELECT ${outputs.map((column) => column.sql).join(', ')}`,
    fromWhere(table, where, spec, names),
    `ORDER BY ${orderBy(table, spec)}`,
    `LIMIT ${sql.parameter(String(spec.size + 1), 'int')}`,
  ].join(' ');
  return prepared(table, select, outputs, sql);
}

/** How many rows meet the conditions, as `total`; with `parent` one row per parent. */
export function countStatement(spec: PageSpec, parent?: ParentLink): KeysetStatement {
  const table = tableOf(spec.entity);
  const sql = new Sql(parent !== undefined);
  const select = `SELECT count(*) ${fromWhere(table, conditions(table, spec, sql, parent), spec)}`;
  return prepared(table, select, [{ property: 'total', decode: Number }], sql);
}

export function conditions(
  table: Table,
  spec: Pick<PageSpec, 'where'>,
  sql: Sql,
  parent: ParentLink | undefined,
): string[] {
  const own = spec.where.map((condition) => conditionSql(table, condition, sql));
  return parent === undefined ? own : [belongsTo(table, parent), ...own];
}

function belongsTo(table: Table, { property, through }: ParentLink): string {
  if (through === undefined) return `${columnOf(table, property).sql} = parent.key`;
  const link = tableOf(through);
  return `id IN (SELECT task_id FROM ${link.name} WHERE ${columnOf(link, property).sql} = parent.key)`;
}

/** @param read the properties that the statement reads beside those of its conditions. */
export function fromWhere(
  table: Table,
  where: readonly string[],
  { areDeleted = false, where: conditions }: Pick<PageSpec, 'areDeleted' | 'where'>,
  read: ReadonlySet<string> = new Set(),
): string {
  const { joined } = table;
  const isJoined = [...read, ...propertiesOf(conditions)].some((property) => joined?.columns.has(property));
  const shown = areDeleted ? ' AND deleted_at IS NOT NULL' : notDeleted(table);
  return `FROM ${table.name} ${isJoined ? joined?.sql : ''} WHERE ${where.length === 0 ? 'true' : where.join(' AND ')}${shown}`;
}

function propertiesOf(conditions: readonly Condition[]): string[] {
  return conditions.flatMap((each) => {
    if (each.op === 'not') return propertiesOf(each.where);
    return 'property' in each ? [each.property] : [];
  });
}

export function prepared(
  table: Table,
  select: string,
  outputs: readonly Output[],
  sql: Sql,
): KeysetStatement {
  const text = sql.perParent ? perParent(select) : select;
  const statement = cachedStatement(text, () => {
    const keyed = sql.perParent ? [{ property: PARENT }, ...outputs] : outputs;
    return rawRowStatement(text, table.typename, keyed);
  });
  return { statement, values: sql.values };
}

function perParent(select: string): string {
  const pages = `unnest($1::uuid[]) AS parent(key) CROSS JOIN LATERAL (${select}) AS page`;
  return `SELECT parent.key, page.* FROM ${pages} LIMIT ${MAX_ROWS + 1}`;
}

/** Collects parameters; the only way a value gets into a statement. */
export class Sql {
  readonly values: Parameter[] = [];

  /** @param perParent whether the first parameter is the list of parents' ids. */
  constructor(readonly perParent: boolean) {}

  parameter(value: Parameter, type: string): string {
    this.values.push(value);
    return `$${this.values.length + (this.perParent ? 1 : 0)}::${type}`;
  }
}

function conditionSql(table: Table, condition: Condition, sql: Sql): string {
  if (condition.op === 'search') {
    // Folded once, in a subquery: a plan for all parameters would do it for each row.
    const needle = `(SELECT pit_ops.fold_text(${sql.parameter(condition.value, 'text')}))`;
    const found = condition.properties.map(
      (p) => `position(${needle} in pit_ops.fold_text(${columnOf(table, p).sql})) > 0`,
    );
    return `(${found.join(' OR ')})`;
  }
  if (isOfPeople(condition)) return ofPeopleSql(condition, sql);
  if (condition.op === 'expression') {
    return condition.sql((value, type) => sql.parameter(value, type));
  }
  if (condition.op === 'not') {
    return `(${condition.where.map((each) => conditionSql(table, each, sql)).join(' AND ')}) IS NOT TRUE`;
  }
  return columnConditionSql(table, condition, sql);
}

type ColumnCondition = Extract<Condition, { property: string }>;

function columnConditionSql(table: Table, condition: ColumnCondition, sql: Sql): string {
  const column = columnOf(table, condition.property);
  switch (condition.op) {
    case 'in':
      return condition.values.length === 1
        ? `${column.sql} = ${sql.parameter(condition.values[0] as string, column.type)}`
        : `${column.sql} = ANY (${sql.parameter(arrayLiteral(condition.values), `${column.type}[]`)})`;
    case 'from':
      return `${column.bounded ?? column.sql} >= ${sql.parameter(condition.value, column.type)}`;
    case 'to':
      return `${column.bounded ?? column.sql} <= ${sql.parameter(condition.value, column.type)}`;
    case 'isNull':
      return `${column.sql} IS ${condition.value ? '' : 'NOT '}NULL`;
    case 'isEmpty':
      return `${column.sql} ${condition.value ? '=' : '<>'} '[]'`;
  }
}

type OfPeople = Extract<Condition, { op: 'assigned' | 'mine' }>;

function isOfPeople(condition: Condition): condition is OfPeople {
  return condition.op === 'assigned' || condition.op === 'mine';
}

/** The indexes of owner and assignees cannot be used under the policies, but by functions, which look inside the wall. */
function ofPeopleSql(condition: OfPeople, sql: Sql): string {
  if (condition.op === 'mine') {
    return `id = ANY ((SELECT pit_ops.task_ids_of(${sql.parameter(condition.userId, 'uuid')}))::uuid[])`;
  }
  const users = sql.parameter(arrayLiteral(condition.userIds.filter(isUuid)), 'uuid[]');
  return `id = ANY (ARRAY(SELECT unnest(pit_ops.assigned_task_ids(each)) FROM unnest(${users}) AS each))`;
}

interface Term {
  column: Column;
  descending: boolean;
}

function terms(table: Table, spec: PageSpec): Term[] {
  const order = [...spec.order, { property: 'id', descending: spec.order.at(-1)?.descending ?? false }];
  return order.map(({ property, descending }) => ({
    column: columnOf(table, property),
    descending: descending !== spec.backwards,
  }));
}

/** Plain columns, which an index serves: a page of 50 from 120,000 rows takes x20 as long behind any expression. */
function orderBy(table: Table, spec: PageSpec): string {
  return terms(table, spec)
    .map(({ column, descending }) => `${column.sql}${descending ? ' DESC' : ''}`)
    .join(', ');
}

/** A term and the parameter with the cursor's value for it; null where the row at the cursor has none. */
interface CursorPosition extends Term {
  value: string | null;
}

/** What comes after the cursor: a row comparison where one will do, else its longer form. */
function keyset(table: Table, spec: PageSpec, sql: Sql, parent?: ParentLink): string[] {
  if (spec.cursor === undefined) return [];
  const scope = { list: listName(spec.entity, parent), order: spec.order };
  const values = decodeCursor(spec.cursor, scope, spec.backwards ? 'before' : 'after');
  const places = terms(table, spec).map((term, i): CursorPosition => {
    const value = values[i] ?? null;
    return { ...term, value: value === null ? null : sql.parameter(value, term.column.type) };
  });
  if (isOneComparison(places)) {
    const columns = places.map(({ column }) => column.sql).join(', ');
    return [
      `(${columns}) ${places[0]?.descending ? '<' : '>'} (${places.map(({ value }) => value).join(', ')})`,
    ];
  }
  const alternatives = places.map((place, i) =>
    [...places.slice(0, i).map(isAt), isBeyond(place)].join(' AND '),
  );
  return [`(${alternatives.map((alternative) => `(${alternative})`).join(' OR ')})`];
}

/** Nulls sort as the largest value, as PostgreSQL has it: upwards they come last, and a comparison would lose them. */
function isOneComparison(places: readonly CursorPosition[]): boolean {
  const isDownwards = places[0]?.descending === true;
  return places.every(
    ({ column, descending, value }) =>
      descending === isDownwards && value !== null && (isDownwards || !column.nullable),
  );
}

function isAt({ column, value }: CursorPosition): string {
  return value === null ? `${column.sql} IS NULL` : `${column.sql} = ${value}`;
}

function isBeyond({ column, descending, value }: CursorPosition): string {
  if (value === null) return descending ? `${column.sql} IS NOT NULL` : 'false';
  if (descending) return `${column.sql} < ${value}`;
  return column.nullable ? `(${column.sql} > ${value} OR ${column.sql} IS NULL)` : `${column.sql} > ${value}`;
}

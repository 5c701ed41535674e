import { isUuid } from '../../domain/uuid.ts';
import { arrayLiteral, type Parameter } from '../connection/parameters.ts';
import { SEARCH_INDEXES, type Search } from './searched-page.ts';
import type { Sql } from './sql-parameters.ts';
import { notDeleted } from './select.ts';
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

/** What the list of each of many rows hangs on by. */
export interface ParentLink {
  /** The foreign key that holds the parent's id. */
  property: string;
  /** The link table (`TaskLink`) that has the foreign key, where the listed tasks do not have it themselves. */
  through?: EntityClass;
}

export function conditions(
  table: Table,
  where: readonly Condition[],
  sql: Sql,
  parent: ParentLink | undefined,
): string[] {
  const own = where.map((condition) => conditionSql(table, condition, sql));
  return parent === undefined ? own : [belongsTo(table, parent), ...own];
}

function belongsTo(table: Table, { property, through }: ParentLink): string {
  if (through === undefined) return `${columnOf(table, property).sql} = parent.key`;
  const link = tableOf(through);
  return `id IN (SELECT task_id FROM ${link.name} WHERE ${columnOf(link, property).sql} = parent.key)`;
}

/** What a statement reads of a list beside its conditions in SQL. */
export interface ListRead {
  readonly where: readonly Condition[];
  readonly areDeleted?: boolean;
  /** The properties that it reads beside those of its conditions. */
  readonly read?: ReadonlySet<string>;
}

/** FROM and WHERE, with the tables beside it that are needed. */
export function fromWhere(
  table: Table,
  where: readonly string[],
  { areDeleted = false, where: conditions, read = new Set() }: ListRead,
): string {
  const { joined, driver } = table;
  const beside = [...read, ...propertiesOf(conditions)].filter((property) => !table.columns.has(property));
  const isJoined = beside.some((property) => joined?.columns.has(property));
  const shown = areDeleted ? ' AND deleted_at IS NOT NULL' : notDeleted(table);
  const from = [table.name, driver?.sql, isJoined ? joined?.sql : undefined];
  return `FROM ${from.filter(Boolean).join(' ')} WHERE ${where.length === 0 ? 'true' : where.join(' AND ')}${shown}`;
}

function propertiesOf(conditions: readonly Condition[]): string[] {
  return conditions.flatMap((each) => {
    if (each.op === 'not') return propertiesOf(each.where);
    return 'property' in each ? [each.property] : [];
  });
}

function conditionSql(table: Table, condition: Condition, sql: Sql): string {
  if (condition.op === 'search') {
    const { isIn, columns } = searchSql(table, condition, sql);
    return isIn(columns);
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

function searchSql(table: Table, { properties, value }: SearchCondition, sql: Sql): Omit<Search, 'idsBy'> {
  const needle = sql.parameter(value, 'text');
  // Folded once, in a subquery: a plan for all parameters would do it for each row.
  const folded = `(SELECT pit_ops.fold_text(${needle}))`;
  const isIn = (columns: readonly string[]): string =>
    `(${columns.map((each) => `position(${folded} in pit_ops.fold_text(${each})) > 0`).join(' OR ')})`;
  return { needle, isIn, columns: properties.map((property) => columnOf(table, property).sql) };
}

type SearchCondition = Extract<Condition, { op: 'search' }>;

const isSearch = (condition: Condition): condition is SearchCondition => condition.op === 'search';

/** The search of a list whose text an index serves. */
export function searchOf(table: Table, where: readonly Condition[], sql: Sql): Search | undefined {
  const idsBy = SEARCH_INDEXES[table.typename];
  const search = idsBy === undefined ? undefined : where.find(isSearch);
  return search && idsBy !== undefined ? { ...searchSql(table, search, sql), idsBy } : undefined;
}

/** The other conditions of such a list. */
export function withoutSearch(where: readonly Condition[]): readonly Condition[] {
  return where.filter((each) => !isSearch(each));
}

type ColumnCondition = Extract<Condition, { property: string }>;

function columnConditionSql(table: Table, condition: ColumnCondition, sql: Sql): string {
  const column = columnOf(table, condition.property);
  switch (condition.op) {
    case 'in':
      return isAny(column, condition.values, sql);
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

function isAny(column: Column, values: readonly string[], sql: Sql): string {
  // As itself, not compared with a parameter: an index of the rows for which it is true is then one that serves.
  if (column.type === 'boolean' && values.length === 1)
    return values[0] === 'true' ? column.sql : `NOT ${column.sql}`;
  return values.length === 1
    ? `${column.sql} = ${sql.parameter(values[0] as string, column.type)}`
    : `${column.sql} = ANY (${sql.parameter(arrayLiteral(values), `${column.type}[]`)})`;
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

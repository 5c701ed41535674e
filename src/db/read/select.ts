import { rawRowStatement, cachedStatement, type Statement } from '../connection/statement.ts';
import { columnOf, tableOf, type EntityClass, type Table } from './table.ts';

/**
 * Rows that one request is answered from. The cost of an operation is an estimate; this is what its lists really hold.
 * Statements whose rows nobody has counted before end one row beyond it.
 */
export const MAX_ROWS = 100_000;

/** How the rows of one parent are ordered, `orderIndex` or `-createdAt`; the id breaks ties. */
export type Order = readonly string[];

/**
 * The prepared SELECT of `properties` of all rows whose `key` is any of `$1::<type>[]`, deleted rows left out.
 * Built once per shape. Rows always carry `id` and the key, so that loaders can hand them to who asked.
 */
export function selectByKeys(
  entity: EntityClass,
  key: string,
  properties: readonly string[],
  order: Order = [],
): Statement {
  const shape = `${entity.name}/${key}/${properties.join()}/${order.join()}`;
  return cachedStatement(shape, () => build(tableOf(entity), key, properties, { order }));
}

/** The same by the id, of the ids that an expression of an uuid[] comes to; not remembered. */
export function selectByIds(entity: EntityClass, properties: readonly string[], ids: string): Statement {
  return build(tableOf(entity), 'id', properties, { ids });
}

function build(
  table: Table,
  key: string,
  properties: readonly string[],
  { order = [], ids }: { readonly order?: Order; readonly ids?: string },
): Statement {
  const keyColumn = columnOf(table, key);
  const outputs = [...new Set(['id', key, ...properties])].map((property) => columnOf(table, property));
  const text = [
    `SELECT ${outputs.map((column) => column.sql).join(', ')}`,
    `FROM ${table.name}`,
    `WHERE ${keyColumn.sql} = ANY (${ids ?? `$1::${keyColumn.type}[]`})${notDeleted(table)}`,
    orderClause(table, order),
  ].join(' ');
  return rawRowStatement(text.trim(), table.typename, outputs);
}

/** A dependency has no mark of its own: it vanishes with either of its tasks. */
const DEPENDENCY_LIVES = ` AND NOT EXISTS (SELECT FROM pit.task gone
  WHERE gone.id IN (predecessor_task_id, successor_task_id) AND gone.deleted_at IS NOT NULL)`;

/** The condition that leaves deleted rows out, beginning with AND; empty where nothing is ever deleted. */
export function notDeleted(table: Table): string {
  if (table.typename === 'TaskDependency') return DEPENDENCY_LIVES;
  return table.columns.has('deletedAt') ? ' AND deleted_at IS NULL' : '';
}

function orderClause(table: Table, order: Order): string {
  if (order.length === 0) return '';
  const terms = order.map((term) =>
    term.startsWith('-') ? `${columnOf(table, term.slice(1)).sql} DESC` : columnOf(table, term).sql,
  );
  return `ORDER BY ${[...terms, 'id'].join(', ')} LIMIT ${MAX_ROWS + 1}`;
}

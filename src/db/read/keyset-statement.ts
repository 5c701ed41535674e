import { decodeCursor, listName, type OrderTerm } from './cursor.ts';
import { behindCursor, orderBy, sortTerms } from './keyset-order.ts';
import {
  conditions,
  fromWhere,
  searchOf,
  withoutSearch,
  type Condition,
  type ParentLink,
} from './list-conditions.ts';
import { searchedCount, searchedPage } from './searched-page.ts';
import { MAX_ROWS } from './select.ts';
import { Sql } from './sql-parameters.ts';
import type { Parameter } from '../connection/parameters.ts';
import { rawRowStatement, cachedStatement, type Statement } from '../connection/statement.ts';
import type { Output } from '../connection/decode.ts';
import { columnOf, drivenTable, tableOf, type EntityClass, type Table } from './table.ts';

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
  const { order, backwards } = spec;
  // What hangs on one record is few rows, which are found by it and sorted.
  const table = parent === undefined ? drivenTable(spec.entity, order[0]?.property) : tableOf(spec.entity);
  const sql = new Sql(parent !== undefined);
  const names = [...new Set(['id', ...properties, ...order.map(({ property }) => property)])];
  const outputs = names.map((property) => columnOf(table, property));
  const search = parent === undefined ? searchOf(table, spec.where, sql) : undefined;
  const where = conditions(table, search === undefined ? spec.where : withoutSearch(spec.where), sql, parent);
  const terms = sortTerms(table, order, backwards);
  const behind = behindCursor(terms, cursorOf(spec, parent), sql);
  const most = sql.parameter(String(spec.size + 1), 'int');
  const ordered = [...order, { property: 'id', descending: order.at(-1)?.descending ?? false }].map(
    ({ property, descending }) => `${names.indexOf(property) + 1}${descending === backwards ? '' : ' DESC'}`,
  );
  const places = ordered.join(', ');
  const rows = (more: readonly string[], limit: string, columns: readonly string[] = []): string => {
    const range = (part: readonly string[], upTo: string): string =>
      [
        `SELECT ${[...outputs.map((column) => column.sql), ...columns].join(', ')}`,
        fromWhere(table, [...where, ...more, ...part], { ...spec, read: new Set(names) }),
        `ORDER BY ${orderBy(terms)} LIMIT ${upTo}`,
      ].join(' ');
    return behind.length < 2 ? range(behind, limit) : oneByOne(behind, range, limit, places);
  };
  const page =
    search === undefined
      ? rows([], most)
      : searchedPage({ rows, width: outputs.length, most, order: places }, search);
  return prepared(table, page, outputs, sql);
}

/** The values of the cursor, one for each term of the order and the id; none without a cursor. */
function cursorOf(spec: PageSpec, parent: ParentLink | undefined): readonly (string | null)[] | undefined {
  if (spec.cursor === undefined) return undefined;
  const scope = { list: listName(spec.entity, parent), order: spec.order };
  return decodeCursor(spec.cursor, scope, spec.backwards ? 'before' : 'after');
}

/** Ranges of rows one after another, each of them read only as far as those before it have left room on the page. */
function oneByOne(
  ranges: readonly string[],
  rows: (range: readonly string[], limit: string) => string,
  most: string,
  order: string,
): string {
  const parts = ranges.map((range, i) => {
    const before = ranges.slice(0, i).map((_, at) => ` - (SELECT count(*) FROM part_${at})`);
    return `part_${i} AS MATERIALIZED (${rows([range], `${most}${before.join('')}`)})`;
  });
  const all = ranges.map((_, i) => `SELECT * FROM part_${i}`).join(' UNION ALL ');
  return `WITH ${parts.join(', ')} ${all} ORDER BY ${order}`;
}

/**
 * How many rows meet the conditions, as `total`; with `parent` one row per parent.
 *
 * @param most where counting ends: one more than that says that there are more. Without it all are counted.
 * @param isWhole whether the rows are many of all that the actor sees.
 */
export function countStatement(
  spec: PageSpec,
  parent?: ParentLink,
  most?: number,
  isWhole = false,
): KeysetStatement {
  const table = tableOf(spec.entity);
  const sql = new Sql(parent !== undefined, isWhole);
  const isSearch = parent === undefined && most !== undefined;
  const search = isSearch ? searchOf(table, spec.where, sql) : undefined;
  const where = conditions(table, search === undefined ? spec.where : withoutSearch(spec.where), sql, parent);
  const rows = (more: readonly string[] = []): string => fromWhere(table, [...where, ...more], spec);
  const outputs = [{ property: 'total', decode: Number }];
  if (search !== undefined && most !== undefined) {
    return prepared(table, searchedCount(rows, most, search), outputs, sql);
  }
  const counted = most === undefined ? rows() : `FROM (SELECT ${rows()} LIMIT ${most + 1}) AS counted`;
  return prepared(table, `SELECT count(*) ${counted}`, outputs, sql);
}

export function prepared(
  table: Table,
  select: string,
  outputs: readonly Output[],
  sql: Sql,
): KeysetStatement {
  const { readsWholeSets } = sql;
  const text = sql.perParent ? perParent(select) : select;
  const statement = cachedStatement(readsWholeSets ? `whole sets: ${text}` : text, () => {
    const keyed = sql.perParent ? [{ property: PARENT }, ...outputs] : outputs;
    const plain = rawRowStatement(text, table.typename, keyed);
    return readsWholeSets ? { ...plain, readsWholeSets } : plain;
  });
  return { statement, values: sql.values };
}

function perParent(select: string): string {
  const pages = `unnest($1::uuid[]) AS parent(key) CROSS JOIN LATERAL (${select}) AS page`;
  return `SELECT parent.key, page.* FROM ${pages} LIMIT ${MAX_ROWS + 1}`;
}

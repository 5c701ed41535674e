import type { Parameter } from '../connection/parameters.ts';
import type { Output } from '../connection/decode.ts';
import { prepared, type KeysetStatement, type PageSpec } from './keyset-statement.ts';
import { conditions, fromWhere } from './list-conditions.ts';
import { Sql } from './sql-parameters.ts';
import { columnOf, tableOf } from './table.ts';

/** A column of a summary, over rows that carry the columns of `properties` by their names in SQL. */
export interface SummaryColumn extends Output {
  readonly sql: string;
}

/** What the rows of a list come to, all of it or by groups. */
export interface ListSummary extends Pick<PageSpec, 'entity' | 'where' | 'areDeleted'> {
  /** The properties of the rows that are summed up. */
  readonly properties: readonly string[];
  /** Rows that are read; what has more of them comes to one more than that, so that the caller learns it. */
  readonly most: number;
  readonly columns: (parameter: (value: Parameter, type: string) => string) => readonly SummaryColumn[];
  /** GROUP BY and what follows it; absent for one row of all. */
  readonly groups?: (parameter: (value: Parameter, type: string) => string) => string;
}

/** The summary of a list as one statement, which reads at most `most + 1` of its rows. */
export function summaryStatement({ most, properties, ...summary }: ListSummary): KeysetStatement {
  const table = tableOf(summary.entity);
  const sql = new Sql(false, true);
  const parameter = (value: Parameter, type: string): string => sql.parameter(value, type);
  const where = conditions(table, summary.where, sql, undefined);
  const read = properties.map((property) => columnOf(table, property).sql).join(', ');
  const rows = `SELECT ${read} ${fromWhere(table, where, { ...summary, read: new Set(properties) })} LIMIT ${most + 1}`;
  const columns = summary.columns(parameter);
  const select = columns.map((column) => `${column.sql} AS "${column.property}"`).join(', ');
  const text = `SELECT ${select} FROM (${rows}) AS listed ${summary.groups?.(parameter) ?? ''}`;
  return prepared(table, text, columns, sql);
}

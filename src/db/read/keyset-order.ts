import type { OrderTerm } from './cursor.ts';
import type { Sql } from './sql-parameters.ts';
import { columnOf, type SortColumn, type Table } from './table.ts';

/** A term of an order, in the direction of reading. */
interface Term extends SortColumn {
  readonly descending: boolean;
}

/** What rows are ordered by, the id last, which breaks ties in the direction of the last term; turned round backwards. */
export function sortTerms(table: Table, order: readonly OrderTerm[], backwards: boolean): Term[] {
  const { driver } = table;
  const id: SortColumn = { sql: driver?.key ?? 'id', type: 'uuid', nullable: false };
  const named = order.map(({ property, descending }) => ({
    ...(driver?.orders?.get(property) ?? columnOf(table, property)),
    descending,
  }));
  const terms = [...named, { ...id, descending: order.at(-1)?.descending ?? false }];
  return terms.map((term) => ({ ...term, descending: term.descending !== backwards }));
}

/** Plain columns, which an index serves: a page of 50 from 120,000 rows takes x20 as long behind any expression. */
export function orderBy(terms: readonly Term[]): string {
  return terms.map(({ sql, descending }) => `${sql}${descending ? ' DESC' : ''}`).join(', ');
}

/** A term and the parameter with the cursor's value for it; null where the row at the cursor has none. */
interface CursorPosition extends Term {
  readonly value: string | null;
}

/**
 * What comes behind the cursor, as conditions one after another: all rows of the first come before all rows of the second.
 * Each is a range of one index on the terms; their OR would be none, and everything before the cursor be read.
 *
 * Nulls are the largest value, as PostgreSQL has it. Upwards they come last, where a comparison would lose them.
 */
export function behindCursor(
  terms: readonly Term[],
  values: readonly (string | null)[] | undefined,
  sql: Sql,
): string[] {
  if (values === undefined) return [];
  const places = terms.map((term, i): CursorPosition => {
    const value = values[i] ?? null;
    return { ...term, value: value === null ? null : placeOf(term, sql.parameter(value, term.type)) };
  });
  const ranges: Range[] = [];
  for (let i = places.length - 1; i >= 0; i--) addRanges(ranges, places, i);
  return ranges.map(({ from, to, ends }) =>
    [...places.slice(0, from).map(isAt), ends ?? isBeyond(places.slice(from, to + 1))].join(' AND '),
  );
}

const placeOf = (term: Term, parameter: string): string => term.placeOf?.(parameter) ?? parameter;

/** Rows that are at the cursor by the terms before `from`, and beyond it by those from there to `to`. */
interface Range {
  readonly from: number;
  readonly to: number;
  /** The condition instead, where rows without a value, or all with one, are beyond. */
  readonly ends?: string;
}

function addRanges(ranges: Range[], places: readonly CursorPosition[], from: number): void {
  const place = places[from] as CursorPosition;
  const { sql, descending, nullable, value } = place;
  if (value === null) {
    if (descending) ranges.push({ from, to: from, ends: `${sql} IS NOT NULL` });
    return;
  }
  const last = ranges.at(-1);
  const isContinued =
    last?.from === from + 1 && last.ends === undefined && places[last.from]?.descending === descending;
  if (isContinued) ranges.pop();
  ranges.push({ from, to: isContinued ? last.to : from });
  if (!descending && nullable) ranges.push({ from, to: from, ends: `${sql} IS NULL` });
}

function isAt({ sql, value }: CursorPosition): string {
  return value === null ? `${sql} IS NULL` : `${sql} = ${value}`;
}

/** One comparison of rows; terms that read the same way. */
function isBeyond(places: readonly CursorPosition[]): string {
  const columns = places.map(({ sql }) => sql).join(', ');
  const values = places.map(({ value }) => value).join(', ');
  return `(${columns}) ${places[0]?.descending ? '<' : '>'} (${values})`;
}

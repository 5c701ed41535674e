import type { DATABASE_ENUMS } from '../../domain/enums.ts';
import { isoTimestamp } from './decode.ts';

/**
 * The columns that a typed statement declares: the TypeScript type of a value, how it is made of PostgreSQL's text, and
 * of which PostgreSQL types it may be. `tests/db/connection/statements.test.ts` compares them with what PostgreSQL says.
 */
export interface ColumnType<T> {
  /** Absent where the text goes straight out. */
  readonly decode?: ((text: string) => T) | undefined;
  /** PostgreSQL types without their length, as `format_type` names them. */
  readonly types: readonly string[];
  readonly isNullable: boolean;
  /** Why a column that may hold null never does in the rows of this statement. */
  readonly neverNull?: string;
}

function column<T>(types: readonly string[], decode?: (text: string) => T): ColumnType<T> {
  return { types, decode, isNullable: false };
}

export const uuid = column<string>(['uuid']);
export const text = column<string>(['text', 'character varying', 'name']);
/** A civil date, `2026-11-22`. */
export const date = column<string>(['date']);
/** A moment in ISO 8601 with milliseconds, in UTC. */
export const timestamp = column<string>(['timestamp with time zone'], isoTimestamp);
/** Money and exact sums, which must not become floats. */
export const decimal = column<string>(['numeric']);
export const integer = column<number>(['integer', 'smallint'], Number);
/** Counts and sequence numbers, far below 2^53. */
export const bigint = column<number>(['bigint'], Number);
/** Sums that may lie beyond 2^53. */
export const exactBigint = column<bigint>(['bigint', 'numeric'], BigInt);
/** Measures of which the last digits do not matter. */
export const double = column<number>(['double precision'], Number);
export const boolean = column<boolean>(['boolean'], (value) => value === 't');
/** The answer of a function that is called for what it does. */
export const nothing = column<string>(['void']);
/** Bytes in hexadecimal digits. */
export const hex = column<string>(['bytea'], (value) => value.slice('\\x'.length));

/** A JSON value, whose shape is what the code that stores it says. */
export function json<T>(): ColumnType<T> {
  return column<T>(['jsonb', 'json'], (value) => JSON.parse(value) as T);
}

type EnumName = keyof typeof DATABASE_ENUMS;
type Values<T> = T[keyof T];

/** A value of an enum type of the schema `pit`. */
export function enumOf<N extends EnumName>(name: N): ColumnType<Values<(typeof DATABASE_ENUMS)[N]>> {
  return column<Values<(typeof DATABASE_ENUMS)[N]>>([`pit.${name}`]);
}

/** A text that the statement or a constraint keeps to a few words. */
export function word<T extends string>(): ColumnType<T> {
  return column<T>(text.types);
}

export function nullable<T>(type: ColumnType<T>): ColumnType<T | null> {
  return { ...type, isNullable: true };
}

/** @param why what keeps a column that may hold null from holding it in the rows of this statement. */
export function neverNull<T>(type: ColumnType<T>, why: string): ColumnType<T> {
  return { ...type, neverNull: why };
}

/** Columns by the names of the row's properties, in the order of the SELECT list. */
export type Columns = Readonly<Record<string, ColumnType<unknown>>>;

/** The row that columns make. */
export type RowOf<C extends Columns> = {
  -readonly [K in keyof C]: C[K] extends ColumnType<infer T> ? T : never;
};

/** A function that makes rows of the texts of an answer; keys stand in the order of the columns. */
export function rowDecoder<C extends Columns>(
  columns: C,
  statement: string,
): (fields: readonly (string | null)[]) => RowOf<C> {
  const entries = Object.entries(columns);
  return (fields) => {
    const row: Record<string, unknown> = {};
    for (let i = 0; i < entries.length; i++) {
      const [property, type] = entries[i] as [string, ColumnType<unknown>];
      row[property] = valueOf(fields[i] ?? null, type, property, statement);
    }
    return row as RowOf<C>;
  };
}

function valueOf(
  field: string | null,
  { decode, isNullable }: ColumnType<unknown>,
  property: string,
  statement: string,
): unknown {
  if (field !== null) return decode === undefined ? field : decode(field);
  if (isNullable) return null;
  throw new Error(`"${property}" is null, which its statement rules out: ${statement.trim().slice(0, 80)}`);
}

import { createHash } from 'node:crypto';
import { BoundedCache } from '../../bounded-cache.ts';
import { rawRowClass, type RawRowClass } from './raw-row.ts';
import type { Output, Row } from './decode.ts';

/** A statement that is prepared once per connection and whose answer needs no description from the server. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  /** Turns the texts of one answer row into an object; keys always stand in the same order. */
  readonly decode: (fields: readonly (string | null)[]) => Row;
  /** Present where rows may stay bytes until they are looked at. */
  readonly rawRow?: RawRowClass;
}

/** Parameters go over the wire as text; arrays are written as PostgreSQL array literals before. */
export type Parameter = string | null;

/**
 * Makes a statement whose rows carry `typename` (so that unions resolve without a look-up) and one
 * property per output, in the order of the SELECT list.
 */
export function statement(text: string, typename: string, outputs: readonly Output[]): Statement {
  const name = createHash('sha1').update(text).digest('base64url');
  const decode = (fields: readonly (string | null)[]): Row => {
    const row: Row = { __typename: typename };
    for (let i = 0; i < outputs.length; i++) {
      const output = outputs[i] as Output;
      const field = fields[i] as string | null;
      row[output.property] = field === null || output.decode === undefined ? field : output.decode(field);
    }
    return row;
  };
  return { name, text, decode };
}

/** The same for the graph's reads, whose rows are mostly written out as they came: see `raw-row.ts`. */
export function rawRowStatement(text: string, typename: string, outputs: readonly Output[]): Statement {
  return { ...statement(text, typename, outputs), rawRow: rawRowClass(typename, outputs) };
}

/** Callers make as many shapes as there are subsets of columns. A statement takes some 7 KB, its row class included. */
const MAX_STATEMENTS = 2_000;
const statements = new BoundedCache<Statement>('statements', MAX_STATEMENTS);

/** The statement of a shape, built when it is asked for and not at hand. */
export function cachedStatement(shape: string, build: () => Statement): Statement {
  return statements.getOr(shape, build);
}

/** A PostgreSQL array literal of words that need no quoting (UUIDs, enum values, numbers, dates). */
export function plainArray(values: readonly (string | number)[]): string {
  return `{${values.join(',')}}`;
}

/** A PostgreSQL array literal of any texts. */
export function textArray(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/** What may be bound to a statement; texts that PostgreSQL reads are made of it by `parameters`. */
export type Value = string | number | boolean | null | readonly (string | number | null)[];

/** Values as they go over the wire. */
export function parameters(values: readonly Value[]): Parameter[] {
  return values.map((value) => {
    if (value === null) return null;
    return typeof value === 'object' ? arrayLiteral(value) : String(value);
  });
}

function arrayLiteral(values: readonly (string | number | null)[]): string {
  const element = (value: string | number | null): string => {
    if (value === null) return 'NULL';
    return typeof value === 'number' ? String(value) : `"${value.replace(/["\\]/g, '\\$&')}"`;
  };
  return `{${values.map(element).join(',')}}`;
}

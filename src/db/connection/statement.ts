import { createHash } from 'node:crypto';
import { BoundedCache } from '../../bounded-cache.ts';
import { rowDecoder, type Columns, type RowOf } from './column-types.ts';
import { rawRowClass, type RawRowClass } from './raw-row.ts';
import type { Output, Row } from './decode.ts';

/** A statement that is prepared once per connection and whose answer needs no description from the server. */
export interface Statement<R extends object = Row> {
  readonly name: string;
  readonly text: string;
  /** Turns the texts of one answer row into an object; keys always stand in the same order. */
  readonly decode: (fields: readonly (string | null)[]) => R;
  /** What a typed statement declares of its rows; a test holds it against PostgreSQL's description. */
  readonly columns?: Columns;
  /**
   * Whether it reads whole sets of what the actor sees, as a count does: policies then have parents gathered, instead of
   * looking each up. Which rows it sees is the same.
   */
  readonly readsWholeSets?: boolean;
  /** Present where rows may stay bytes until they are looked at. */
  readonly rawRow?: RawRowClass;
}

/** The row of a statement. */
export type RowOfStatement<S> = S extends Statement<infer R> ? R : never;

const nameOf = (text: string): string => createHash('sha1').update(text).digest('base64url');

/**
 * A typed statement, a constant of the code: its rows have one property per column, in the order of the SELECT list.
 * Without columns it answers no rows, or none that anybody looks at.
 */
export function statement(text: string): Statement<Record<never, never>>;
export function statement<const C extends Columns>(text: string, columns: C): Statement<RowOf<C>>;
export function statement(text: string, columns: Columns = {}): Statement {
  return { name: nameOf(text), text, decode: rowDecoder(columns, text), columns };
}

/**
 * A statement of the graph's reads, whose rows are mostly written out as they came: see `raw-row.ts`. They carry
 * `typename`, so that unions resolve without a look-up.
 */
export function rawRowStatement(text: string, typename: string, outputs: readonly Output[]): Statement {
  const decode = (fields: readonly (string | null)[]): Row => {
    const row: Row = { __typename: typename };
    for (let i = 0; i < outputs.length; i++) {
      const output = outputs[i] as Output;
      const field = fields[i] as string | null;
      row[output.property] = field === null || output.decode === undefined ? field : output.decode(field);
    }
    return row;
  };
  return { name: nameOf(text), text, decode, rawRow: rawRowClass(typename, outputs) };
}

/** The same statement in other words: the rows of both have the same columns. */
export function withText(statement: Statement, text: string): Statement {
  return { ...statement, name: nameOf(text), text };
}

/** Callers make as many shapes as there are subsets of columns. A statement takes some 7 KB, its row class included. */
const MAX_STATEMENTS = 2_000;
const statements = new BoundedCache<Statement>('statements', MAX_STATEMENTS);

/** The statement of a shape, built when it is asked for and not at hand. */
export function cachedStatement(shape: string, build: () => Statement): Statement {
  return statements.getOr(shape, build);
}

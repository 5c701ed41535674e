import type { Output } from '../connection/decode.ts';

/** What rows are ordered by. */
export interface SortColumn {
  /** Name in SQL. */
  readonly sql: string;
  /** PostgreSQL type of its values in cursors. */
  readonly type: string;
  readonly nullable: boolean;
  /** What it is compared with, of a parameter of that type, where that is not the parameter itself. */
  readonly placeOf?: (parameter: string) => string;
}

/** A column as the read path knows it. */
export interface Column extends Output, SortColumn {
  /** What bounds are compared with, where that is not the name itself. */
  readonly bounded?: string;
  /** Of an enum: its values by the names that the graph gives them. */
  readonly words: object | undefined;
}

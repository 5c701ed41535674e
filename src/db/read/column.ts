import type { Output } from '../connection/decode.ts';

/** A column as the read path knows it. */
export interface Column extends Output {
  /** Name in SQL. */
  readonly sql: string;
  /** What bounds are compared with, where that is not the name itself. */
  readonly bounded?: string;
  /** PostgreSQL type, for casts of parameters. */
  readonly type: string;
  readonly nullable: boolean;
  /** Of an enum: its values by the names that the graph gives them. */
  readonly words: object | undefined;
}

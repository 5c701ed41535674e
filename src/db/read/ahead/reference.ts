import type { EntityClass } from '../table.ts';

/** The properties to read, as `selectedColumnsOf` finds them in a selection; equal selections are the same object. */
export interface SelectedColumns {
  readonly properties: readonly string[];
  /** Equal for equal selections: part of the loader's identity. */
  readonly signature: string;
  /** Rows of other tables that these rows name, and that are wanted as well: looked up in the same round trip. */
  readonly references?: readonly Reference[];
}

/** A row that the rows of a selection name by a foreign key, and what is wanted of it. */
export interface Reference {
  /** The property that holds the other row's id. */
  readonly property: string;
  readonly entity: EntityClass;
  readonly asked: SelectedColumns;
}

/** Ids that one statement hands on for one property; a page that names more has them looked up once it has come. */
export const MOST_HANDED_ON = 1_000;

/** The rows of a statement name others, which are wanted as well. */
export interface LookAhead {
  /** The type of the statement's rows. */
  readonly typename: string;
  readonly references: readonly Reference[];
  /** Is told each row that was looked up ahead, null where there is none to see. */
  readonly found: (reference: Reference, id: string, row: object | null) => void;
}

/** What goes with a statement. */
export interface Along {
  readonly ahead?: LookAhead | undefined;
  /** Whether it reads lists of records that are asked in the same round trip, and must not be lost with them. */
  readonly isWithRecord?: boolean;
}

/** References to the same columns of rows of one table are looked up together. */
export function targetOf({ entity, asked }: Reference): string {
  return `${entity.name}|${asked.signature}`;
}

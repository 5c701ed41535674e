/**
 * The words in which the schema specification (v1.1) is written down here: one `TableSpec` per table, columns in the
 * specification's order. Types are spelled as PostgreSQL spells them back. What the specification leaves open is left
 * out, and so is not checked.
 */

/** A parent table, and what else ties the two rows together. */
export interface ReferenceSpec {
  readonly table: string;
  /**
   * `scoped`: the key carries a second column (organisation, project or phase) that both rows share, so that a
   * reference cannot leave its tenant. `plain`: the id alone, for tenants themselves and for the acting user, who
   * may be the platform's own.
   */
  readonly key: 'scoped' | 'plain';
}

export interface ColumnSpec {
  readonly type: string;
  /** Whether NULL is allowed; absent where the specification does not say. */
  readonly nullable?: boolean;
  readonly references?: ReferenceSpec;
}

export interface TableSpec {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnSpec>>;
  /** The specification's `id`, unless partitioning asks for more. */
  readonly primaryKey: readonly string[];
  /** Key columns or expression of each index the specification lists, as PostgreSQL prints them. */
  readonly indexes: readonly string[];
  /** The column whose range divides the table into partitions. */
  readonly partitionedBy?: string;
  /** Rows are only ever added. */
  readonly appendOnly?: true;
}

/** Begins the key of a GIST index; every other index is a B-tree. */
export const GIST = 'gist ';

type Optional = 'primaryKey' | 'indexes';

/** A table with what most tables have: a primary key `id`, and no index of its own. */
export function table(spec: Omit<TableSpec, Optional> & Partial<Pick<TableSpec, Optional>>): TableSpec {
  return { primaryKey: ['id'], indexes: [], ...spec };
}

export const text: ColumnSpec = { type: 'text' };
export const integer: ColumnSpec = { type: 'integer' };
export const date: ColumnSpec = { type: 'date' };
export const boolean: ColumnSpec = { type: 'boolean' };
export const jsonb: ColumnSpec = { type: 'jsonb' };
export const uuid: ColumnSpec = { type: 'uuid' };
export const money: ColumnSpec = { type: 'numeric(12,2)' };
export const percent: ColumnSpec = { type: 'numeric(5,2)' };
/** A moment with a zone. The specification gives no precision, so any is accepted. */
export const timestamptz: ColumnSpec = { type: 'timestamptz' };

/** A column that the specification marks `nullable` or `NULL`. */
export function orNull(column: ColumnSpec): ColumnSpec {
  return { ...column, nullable: true };
}

export function enumeration(name: string): ColumnSpec {
  return { type: `pit.${name}` };
}

/** A foreign key: not nullable unless wrapped in `orNull`. */
export function references(parent: string, key: ReferenceSpec['key'] = 'scoped'): ColumnSpec {
  return { type: 'uuid', nullable: false, references: { table: parent, key } };
}

export const id = { id: { type: 'uuid', nullable: false } } as const;

/**
 * The organisation of a row where the specification reaches it through parents. It allows either ("by org_id or
 * indirectly by project.org_id"); with the column on every table the wall is one comparison.
 */
export const addedOrg = { org_id: { type: 'uuid', nullable: false } } as const;

export const created = { created_at: timestamptz } as const;
export const changed = { ...created, updated_at: timestamptz } as const;
export const deletable = { ...changed, deleted_at: orNull(timestamptz) } as const;

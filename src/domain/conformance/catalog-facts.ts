/** What a database's catalog says of the schema `pit`: what the Foreman's checks are made on. */

export interface ColumnFacts {
  readonly name: string;
  /** As `format_type` spells it, types of PIT with their schema. */
  readonly type: string;
  readonly notNull: boolean;
  readonly default: string | null;
}

export interface ForeignKeyFacts {
  readonly columns: readonly string[];
  readonly parent: string;
  readonly parentColumns: readonly string[];
  /** `enforced`, or the reason why it is not. */
  readonly state: string;
}

export interface IndexFacts {
  readonly method: string;
  /** Key columns and expressions, joined by a comma and a blank. */
  readonly key: string;
  /** `valid`, or why queries cannot rely on it. */
  readonly state: string;
}

export interface TriggerFacts {
  /** From `BEFORE` or `AFTER` on, as PostgreSQL prints it. */
  readonly definition: string;
  /** `always`, `enabled` (but not where replication replays), `replica only`, `disabled`, `differs by partition`. */
  readonly state: string;
}

export interface PartitionFacts {
  readonly name: string;
  /** First day inside and first day beyond, civil dates in UTC; null for the default partition. */
  readonly from: string | null;
  readonly to: string | null;
  /** Who but the owner may touch it directly, past the policies of its parent. */
  readonly grantees: readonly string[];
}

export interface TableFacts {
  readonly name: string;
  readonly owner: string;
  readonly rowSecurity: boolean;
  readonly forcedRowSecurity: boolean;
  readonly partitionKey: string | null;
  readonly primaryKey: readonly string[];
  readonly columns: readonly ColumnFacts[];
  readonly foreignKeys: readonly ForeignKeyFacts[];
  readonly indexes: readonly IndexFacts[];
  readonly triggers: readonly TriggerFacts[];
  /** From `AS` on, as `CREATE POLICY` takes it. */
  readonly policies: readonly string[];
  readonly partitions: readonly PartitionFacts[];
  /** `role privilege` for everyone but the owner, of the table as a whole. */
  readonly grants: readonly string[];
}

export interface EnumFacts {
  readonly name: string;
  readonly values: readonly string[];
}

export interface RoleFacts {
  readonly name: string;
  /** `superuser` and `bypassrls` as far as they apply: row security does not bind such a role. */
  readonly unboundBy: readonly string[];
  /** Which of the roles that may do more has its rights used without being asked for. */
  readonly inherits: readonly string[];
}

export interface CatalogFacts {
  /** Civil date of the server's own clock, in UTC: rows are stamped with it, whatever PIT takes for today. */
  readonly today: string;
  /** Partitions are told with their parent. */
  readonly tables: readonly TableFacts[];
  readonly enums: readonly EnumFacts[];
  /** Whatever else stands in the schema, as `kind name`. */
  readonly strays: readonly string[];
  /** Views, here and in `pit_ops`, that read with their owner's rights and not with those of who asks. */
  readonly openViews: readonly string[];
  /** The roles of the application, of the override, of the owner, and who is a member of the first. */
  readonly roles: readonly RoleFacts[];
  /** Live rows without a live parent: child table -> how many. */
  readonly orphans: Readonly<Record<string, number>>;
  /** Projects whose stored figures are not what their tasks and alerts come to; null where none is kept. */
  readonly wrongFigures: number | null;
  /** Tasks that are ordered by something else than they and their schedules say; null where nothing is kept. */
  readonly wrongTaskOrders: number | null;
  /** Projects that are ordered by other sums than theirs; null where nothing is kept. */
  readonly wrongProjectOrders: number | null;
  /** Tasks that are searched by another text than theirs; null where none is kept. */
  readonly wrongTaskTexts: number | null;
  /** Users and projects between which other work is counted than the plan has; null where none is counted. */
  readonly wrongAccess: number | null;
  /** Projects whose score of risk is not the sum over the risks of their live tasks; null where none is kept. */
  readonly wrongRiskScores: number | null;
}

import { bigint, boolean, date, nullable } from '../../connection/column-types.ts';
import { statement, type RowOfStatement } from '../../connection/statement.ts';

/**
 * The live tasks of the organisation raised by the module `$1` from the reference `$2`, whoever may see them, as of
 * the day `$3`; one row in any case.
 */
export const ORIGIN_COUNTS = statement(
  `SELECT open, completed, latest_due_date, has_overdue
    FROM pit_ops.origin_counts($1::pit.pit_source_module_enum, $2, $3::date)`,
  { open: bigint, completed: bigint, latestDueDate: nullable(date), hasOverdue: boolean },
);

/** The work that one record of another module has led to. */
export type OriginCounts = RowOfStatement<typeof ORIGIN_COUNTS>;

import { decoderOf } from '../../connection/decode.ts';
import { statement } from '../../connection/statement.ts';

/** The work that one record of another module has led to. */
export interface OriginCounts {
  readonly open: number;
  readonly completed: number;
  readonly latestDueDate: string | null;
  readonly hasOverdue: boolean;
}

/**
 * The live tasks of the organisation raised by the module `$1` from the reference `$2`, whoever may see them, as of
 * the day `$3`; one row in any case.
 */
export const ORIGIN_COUNTS = statement(
  `SELECT open, completed, latest_due_date, has_overdue
    FROM pit_ops.origin_counts($1::pit.pit_source_module_enum, $2, $3::date)`,
  'OriginCounts',
  [
    { property: 'open', decode: Number },
    { property: 'completed', decode: Number },
    { property: 'latestDueDate' },
    { property: 'hasOverdue', decode: decoderOf('boolean') },
  ],
);

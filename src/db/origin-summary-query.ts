import { decoderOf } from './decode.ts';
import { statement } from './statement.ts';

/** The work that one record of another module has led to. */
export interface OriginCounts {
  readonly open: number;
  readonly completed: number;
  readonly latestDueDate: string | null;
  readonly hasOverdue: boolean;
}

/** The live tasks raised by the module `$1` from the reference `$2`, as of the day `$3`; one row in any case. */
export const ORIGIN_COUNTS = statement(
  `SELECT count(*) FILTER (WHERE status <> 'completed'), count(*) FILTER (WHERE status = 'completed'),
      max(end_date), coalesce(bool_or(status <> 'completed' AND end_date < $3::date), false)
    FROM pit.task
    WHERE source_module = $1::pit.pit_source_module_enum AND source_reference_id = $2 AND deleted_at IS NULL`,
  'OriginCounts',
  [
    { property: 'open', decode: Number },
    { property: 'completed', decode: Number },
    { property: 'latestDueDate' },
    { property: 'hasOverdue', decode: decoderOf('boolean') },
  ],
);

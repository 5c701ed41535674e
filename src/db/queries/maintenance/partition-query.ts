import { integer } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** Makes the partitions of the progress log for `$1` years ahead, which begin in the month `$2`; how many were missing. */
export const MAKE_PARTITIONS = statement('SELECT pit_ops.ensure_progress_partitions($1, $2) AS made', {
  made: integer,
});

import { boolean } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
/** Values: job, process, duration. One row, `taken`. */
export const TAKE_JOB_LEASE = statement(
  `SELECT pit_ops.take_job_lease($1, $2, make_interval(secs => $3)) AS taken`,
  { taken: boolean },
);

/** Values: job, process. */
export const RELEASE_JOB_LEASE = statement(`SELECT pit_ops.release_job_lease($1, $2)`);

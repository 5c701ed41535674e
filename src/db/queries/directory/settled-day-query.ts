import { date, nullable } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** The day as of which the organisation is settled, null while its first roll-over is under way; no row before that. */
export const SETTLED_ON = statement(
  `SELECT CASE WHEN isfinite(day) THEN day END AS day FROM pit_ops.settled_day WHERE org_id = pit_ops.ctx_org()`,
  { day: nullable(date) },
);

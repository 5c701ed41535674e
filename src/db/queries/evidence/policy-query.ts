import { integer, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** For how many months evidence of the tasks `$1::uuid[]` proves; no row where the organisation says so. */
export const EVIDENCE_POLICIES = statement(
  `SELECT task_id, valid_months FROM pit_ops.evidence_policy WHERE task_id = ANY ($1::uuid[])`,
  { taskId: uuid, validMonths: integer },
);

/** Evidence of the task `$1` in the project `$2` proves for `$3` months. */
export const SET_EVIDENCE_POLICY = statement(
  `INSERT INTO pit_ops.evidence_policy AS kept (task_id, project_id, valid_months) VALUES ($1, $2, $3)
  ON CONFLICT (task_id) DO UPDATE SET valid_months = excluded.valid_months WHERE kept.valid_months <> excluded.valid_months`,
);

/** Evidence of the task `$1` proves for as long as the organisation says. */
export const DROP_EVIDENCE_POLICY = statement(`DELETE FROM pit_ops.evidence_policy WHERE task_id = $1`);

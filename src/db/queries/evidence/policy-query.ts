import type { DateShift, RecurrenceMode } from '../../../domain/recurrence/reconcile.ts';
import { date, integer, nullable, text, uuid, word } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** For how many months evidence of the tasks `$1::uuid[]` proves; no row where the organisation says so. */
export const EVIDENCE_POLICIES = statement(
  `SELECT task_id, valid_months FROM pit_ops.evidence_policy WHERE task_id = ANY ($1::uuid[])`,
  { taskId: uuid, validMonths: integer },
);

/**
 * By what evidence of the task `$1` ends where its uploader says nothing: the months of the task, and what its series says, with the
 * date that the task stands for and the last day of the next occurrence, null where there is none yet. One row in any case.
 */
export const PROOF_RULES = statement(
  `SELECT kept.valid_months, series.grace_days, series.rule, series.starts_on, series.date_shift, series.mode, mine.nominal_on,
    (SELECT next.due_on FROM pit_ops.occurrence next WHERE next.series_id = mine.series_id AND next.nominal_on > mine.nominal_on
      AND next.outcome <> 'skipped' ORDER BY next.nominal_on LIMIT 1) AS next_due_on
  FROM (SELECT $1::uuid AS task_id) asked
  LEFT JOIN pit_ops.evidence_policy kept ON kept.task_id = asked.task_id
  LEFT JOIN pit_ops.occurrence mine ON mine.task_id = asked.task_id
  LEFT JOIN pit_ops.series series ON series.id = mine.series_id AND series.grace_days IS NOT NULL`,
  {
    validMonths: nullable(integer),
    graceDays: nullable(integer),
    rule: nullable(text),
    startsOn: nullable(date),
    dateShift: nullable(word<DateShift>()),
    mode: nullable(word<RecurrenceMode>()),
    nominalOn: nullable(date),
    nextDueOn: nullable(date),
  },
);

/** Evidence of the task `$1` in the project `$2` proves for `$3` months. */
export const SET_EVIDENCE_POLICY = statement(
  `INSERT INTO pit_ops.evidence_policy AS kept (task_id, project_id, valid_months) VALUES ($1, $2, $3)
  ON CONFLICT (task_id) DO UPDATE SET valid_months = excluded.valid_months WHERE kept.valid_months <> excluded.valid_months`,
);

/** Evidence of the task `$1` proves for as long as the organisation says. */
export const DROP_EVIDENCE_POLICY = statement(`DELETE FROM pit_ops.evidence_policy WHERE task_id = $1`);

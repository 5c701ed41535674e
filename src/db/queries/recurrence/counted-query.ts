import { boolean, date, neverNull, nullable, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** Occurrences of one series that can be the counted one: older ones have been passed over long since. */
const MOST = 400;

/** Of the series `$1::uuid[]` the newest occurrences with live tasks: what decides which of them counts, and whether it did. */
export const COUNTABLE_OCCURRENCES = statement(
  `SELECT o.series_id, o.task_id, o.nominal_on, o.is_counted, t.end_date AS due_on, t.status = 'completed' AS is_completed,
    t.requires_evidence, proof.evidence_id AS proof_id, proof.valid_until
  FROM unnest($1::uuid[]) AS asked (id)
  CROSS JOIN LATERAL (SELECT * FROM pit_ops.occurrence each WHERE each.series_id = asked.id AND each.task_id IS NOT NULL
    ORDER BY each.nominal_on DESC LIMIT ${MOST}) o
  JOIN pit.task t ON t.id = o.task_id AND t.deleted_at IS NULL
  LEFT JOIN LATERAL (SELECT * FROM pit_ops.latest_proof(t.id) WHERE t.requires_evidence) proof ON true`,
  {
    seriesId: uuid,
    taskId: neverNull(uuid, 'the join'),
    nominalOn: date,
    isCounted: boolean,
    dueOn: nullable(date),
    isCompleted: neverNull(boolean, 'status is not null'),
    requiresEvidence: boolean,
    proofId: nullable(uuid),
    validUntil: nullable(date),
  },
);

/** Whether the sums count the occurrences of the tasks `$1::uuid[]` is now `$2::boolean[]`. */
export const STORE_COUNTED = statement(
  `UPDATE pit_ops.occurrence AS o SET is_counted = said.is_counted
  FROM unnest($1::uuid[], $2::boolean[]) AS said (task_id, is_counted) WHERE o.task_id = said.task_id AND o.is_counted <> said.is_counted`,
);

import {
  boolean,
  date,
  enumOf,
  json,
  neverNull,
  nullable,
  text,
  timestamp,
  uuid,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** What a model makes of evidence is no review: a row that is pending and has a score. */
export const IS_REVIEW = `NOT (r.decision = 'pending' AND r.ai_score IS NOT NULL)`;

/** What a verb has to know of the live evidence `$1`, in the zone `$2`; its latest review is the one that counts. */
export const EVIDENCE_FACTS = statement(
  `SELECT e.id, e.task_id, e.subtask_id, e.uploaded_by, e.updated_at,
    coalesce(v.observed_on, (e.created_at AT TIME ZONE $2)::date) AS observed_on, v.valid_until,
    (SELECT r.decision FROM pit.evidence_review r WHERE r.evidence_id = e.id AND ${IS_REVIEW}
      ORDER BY r.created_at DESC, r.id DESC LIMIT 1) AS latest_decision,
    EXISTS (SELECT FROM pit.evidence n WHERE (n.task_id = e.task_id OR n.subtask_id = e.subtask_id)
      AND n.deleted_at IS NULL AND n.metadata ->> 'supersedes' = e.id::text) AS is_superseded
  FROM pit.evidence e LEFT JOIN pit_ops.evidence_validity v ON v.evidence_id = e.id
  WHERE e.id = $1 AND e.deleted_at IS NULL`,
  {
    id: uuid,
    taskId: nullable(uuid),
    subtaskId: nullable(uuid),
    uploadedBy: uuid,
    updatedAt: timestamp,
    observedOn: neverNull(date, 'one of the two days is there'),
    validUntil: nullable(date),
    latestDecision: nullable(enumOf('review_decision_enum')),
    isSuperseded: boolean,
  },
);

/** Adds evidence of the task `$1` or the subtask `$2` in the actor's name: address `$3`, kind `$4`, metadata `$5`. */
export const ADD_EVIDENCE = statement(
  `
  INSERT INTO pit.evidence (task_id, subtask_id, uploaded_by, file_url, file_type, metadata)
  VALUES ($1, $2, pit_ops.ctx_user(), $3, $4, $5) RETURNING id`,
  { id: uuid },
);

/** The file of the live evidence `$1`, which another piece is to name too. */
export const ATTESTED_FILE = statement(
  `SELECT file_url, file_type, metadata FROM pit.evidence WHERE id = $1 AND deleted_at IS NULL`,
  { fileUrl: text, fileType: enumOf('evidence_type_enum'), metadata: json<Record<string, unknown>>() },
);

/**
 * Says of the evidence `$1` that it speaks for the day `$2` and holds until `$3`, which `$5` said; it renews the piece `$4`. Of one that
 * has said so already its end and who said it.
 */
export const SET_VALIDITY = statement(`
  INSERT INTO pit_ops.evidence_validity (evidence_id, observed_on, valid_until, renews_id, set_by) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (evidence_id) DO UPDATE SET valid_until = excluded.valid_until, set_by = excluded.set_by`);

/**
 * Adds the actor's review of the evidence `$1`: decision `$2`, comment `$3`, a model's score `$4` and words `$5`.
 * No row when it would be dated no later than a review that is there already, over which it then would not count:
 * transactions are dated by their beginning, and this one waited for the other.
 */
export const ADD_REVIEW = statement(
  `
  INSERT INTO pit.evidence_review (evidence_id, reviewer_id, decision, comment, ai_score, ai_feedback)
  SELECT $1, pit_ops.ctx_user(), $2, $3, $4, $5
  WHERE NOT EXISTS (SELECT FROM pit.evidence_review r
    WHERE r.evidence_id = $1 AND r.created_at >= now()::timestamptz(3))
  RETURNING id`,
  { id: uuid },
);

/** Withdraws the evidence `$1` for the reason `$2`, which its metadata keeps and the audit log shows. */
export const WITHDRAW_EVIDENCE = statement(`
  UPDATE pit.evidence SET deleted_at = date_trunc('milliseconds', clock_timestamp()),
    metadata = metadata || jsonb_build_object('withdrawalReason', $2::text) WHERE id = $1`);

import { boolean, date, neverNull, nullable, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/**
 * From when and until when each of the pieces of evidence `$1::uuid[]` proves, and whether it does at all: accepted, not withdrawn and
 * not superseded.
 */
export const VALIDITIES = statement(
  `SELECT e.id, coalesce(v.observed_on, (e.created_at AT TIME ZONE o.time_zone)::date) AS observed_on, v.valid_until, v.renews_id,
    (SELECT r.evidence_id FROM pit_ops.evidence_validity r JOIN pit.evidence newer ON newer.id = r.evidence_id
      WHERE r.renews_id = e.id AND newer.deleted_at IS NULL ORDER BY newer.created_at DESC, newer.id DESC LIMIT 1) AS renewed_by_id,
    e.deleted_at IS NULL AND s.latest_decision = 'accepted' AND NOT EXISTS (SELECT FROM pit.evidence n
      WHERE n.task_id = e.task_id AND n.deleted_at IS NULL AND n.metadata ->> 'supersedes' = e.id::text)
    AND NOT EXISTS (SELECT FROM pit.evidence n
      WHERE n.subtask_id = e.subtask_id AND n.deleted_at IS NULL AND n.metadata ->> 'supersedes' = e.id::text) AS proves
  FROM pit.evidence e JOIN pit.organisation o ON o.id = e.org_id
  LEFT JOIN pit_ops.evidence_standing s ON s.evidence_id = e.id
  LEFT JOIN pit_ops.evidence_validity v ON v.evidence_id = e.id
  WHERE e.id = ANY ($1::uuid[])`,
  {
    id: uuid,
    observedOn: neverNull(date, 'one of the two days is there'),
    validUntil: nullable(date),
    renewsId: nullable(uuid),
    /** The newest piece that renews it and was not withdrawn. */
    renewedById: nullable(uuid),
    proves: nullable(boolean),
  },
);

/**
 * Of the tasks `$1::uuid[]` those that require evidence: until when what is accepted of it proves, null without an end, and whether
 * anything is accepted.
 */
export const PROOFS_OF_TASKS = statement(
  `SELECT t.id, proof.valid_until AS proven_until, proof.evidence_id IS NOT NULL AS is_proven
  FROM pit.task t LEFT JOIN LATERAL pit_ops.latest_proof(t.id) proof ON true
  WHERE t.id = ANY ($1::uuid[]) AND t.requires_evidence`,
  { id: uuid, provenUntil: nullable(date), isProven: neverNull(boolean, 'IS NOT NULL') },
);

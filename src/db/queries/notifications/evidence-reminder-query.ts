import { date, integer, neverNull, text, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/**
 * Takes at most `$2` pieces of evidence that prove a task longest and end within 30, 7 or 1 days from the day `$1`, or have ended in the
 * last 7, and of which nobody was reminded since they came so near; notes of each that they are now. A piece of which a renewal waits
 * for its review is left out, and so are those of occurrences of a series that a later one has proof for, and what lies in an archived
 * project.
 */
export const TAKE_EVIDENCE_REMINDERS = statement(
  `WITH due AS MATERIALIZED (
    SELECT validity.evidence_id, validity.valid_until,
      CASE WHEN validity.valid_until < $1::date THEN -1 WHEN validity.valid_until <= $1::date + 1 THEN 1
        WHEN validity.valid_until <= $1::date + 7 THEN 7 ELSE 30 END AS step
    FROM pit_ops.evidence_validity AS validity
    WHERE validity.valid_until BETWEEN $1::date - 7 AND $1::date + 30
  ), fresh AS MATERIALIZED (
    SELECT due.evidence_id, due.valid_until, due.step, piece.uploaded_by, task.id AS task_id, task.name AS task_name, task.owner_id,
      project.id AS project_id, project.name AS project_name
    FROM due JOIN pit.evidence AS piece ON piece.id = due.evidence_id AND piece.deleted_at IS NULL
    LEFT JOIN pit.subtask AS part ON part.id = piece.subtask_id
    JOIN pit.task ON task.id = coalesce(piece.task_id, part.task_id) AND task.deleted_at IS NULL AND task.requires_evidence
    JOIN pit.project ON project.id = task.project_id AND project.deleted_at IS NULL AND project.status <> 'archived'
    CROSS JOIN LATERAL (SELECT * FROM pit_ops.latest_proof(task.id) OFFSET 0) AS proof
    WHERE proof.evidence_id = due.evidence_id
      AND NOT EXISTS (SELECT FROM pit_ops.evidence_reminder AS told WHERE told.evidence_id = due.evidence_id AND told.step = due.step)
      AND NOT EXISTS (SELECT FROM pit_ops.evidence_validity AS next JOIN pit.evidence AS renewal ON renewal.id = next.evidence_id
        JOIN pit_ops.evidence_standing AS standing ON standing.evidence_id = renewal.id
        WHERE next.renews_id = due.evidence_id AND renewal.deleted_at IS NULL AND standing.waiting_since IS NOT NULL)
      AND NOT EXISTS (SELECT FROM pit_ops.occurrence AS mine
        JOIN pit_ops.occurrence AS later ON later.series_id = mine.series_id AND later.nominal_on > mine.nominal_on
        CROSS JOIN LATERAL (SELECT * FROM pit_ops.latest_proof(later.task_id) OFFSET 0) AS newer
        WHERE mine.task_id = task.id AND newer.evidence_id IS NOT NULL)
    ORDER BY due.valid_until, due.evidence_id LIMIT $2
  ), noted AS (
    INSERT INTO pit_ops.evidence_reminder (evidence_id, step) SELECT fresh.evidence_id, fresh.step FROM fresh
    ON CONFLICT DO NOTHING RETURNING evidence_id
  )
  SELECT fresh.valid_until, fresh.step, fresh.uploaded_by, fresh.task_id, fresh.task_name, fresh.owner_id, fresh.project_id,
    fresh.project_name
  FROM fresh JOIN noted USING (evidence_id) ORDER BY fresh.valid_until, fresh.task_name, fresh.evidence_id`,
  {
    validUntil: neverNull(date, 'the condition'),
    step: integer,
    uploadedBy: uuid,
    taskId: uuid,
    taskName: text,
    ownerId: uuid,
    projectId: uuid,
    projectName: text,
  },
);

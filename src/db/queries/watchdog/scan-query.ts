import { bigint, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/**
 * The organisation's projects in which something may be found, or found to be gone, in the order of their ids: those
 * with open work, with work that requires evidence, with evidence, and with open alerts. `seq` is the number of the
 * newest event of each, so that it moves with whatever happens in it.
 */
export const PROJECTS_TO_SCAN = statement(
  `
  WITH project AS (
    SELECT project_id AS id FROM pit.watchdog_alert WHERE resolved_at IS NULL
    UNION
    SELECT p.id FROM pit.project p JOIN pit.task t ON t.project_id = p.id
    WHERE p.deleted_at IS NULL AND t.deleted_at IS NULL
      AND (p.status = 'active' AND t.status <> 'completed' OR t.requires_evidence)
    UNION
    SELECT t.project_id FROM pit.evidence e LEFT JOIN pit.subtask s ON s.id = e.subtask_id
    JOIN pit.task t ON t.id = coalesce(e.task_id, s.task_id) WHERE e.deleted_at IS NULL
  )
  SELECT project.id, coalesce(stream.last_seq, 0) AS seq
  FROM project LEFT JOIN pit_ops.event_stream stream ON stream.stream_id = project.id ORDER BY project.id`,
  { id: uuid, seq: bigint },
);

/** Opens a line in the log of scans. */
export const BEGIN_SCAN = statement(`INSERT INTO pit.watchdog_scan_log DEFAULT VALUES RETURNING id`, {
  id: uuid,
});

/** Closes the line `$1`: `$2` projects scanned, `$3` alerts raised. */
export const END_SCAN = statement(`
  UPDATE pit.watchdog_scan_log SET finished_at = clock_timestamp(), projects_scanned = $2, issues_detected = $3
  WHERE id = $1`);

import { bigint, boolean, date, neverNull, nullable, text, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/**
 * The watchdog's lease of a project, held until the transaction ends: of several processes one looks at it, and a process
 * that dies gives it back with its connection. No row where another one has it.
 */
export const TRY_LOCK_SCAN = statement(
  `SELECT true AS is_mine WHERE pg_try_advisory_xact_lock(hashtextextended('watchdog:' || $1::text, 0))`,
  { isMine: neverNull(boolean, 'a constant') },
);

/** Dead deliveries of events to webhooks that are still there; `lane` is the project, or the organisation. */
const DEAD = `pit_ops.delivery d JOIN pit_ops.webhook_endpoint e ON e.id = d.target_id WHERE d.state = 'dead'`;

/** Whether deliveries about the project `$1` were given up. */
export const HAS_DEAD_DELIVERIES = statement(
  `SELECT EXISTS (SELECT FROM ${DEAD} AND d.lane = $1) AS has_dead`,
  {
    hasDead: neverNull(boolean, 'EXISTS'),
  },
);

/** What the project `$1` is like at the beginning of a scan, and was like when it was last scanned. */
export const SCAN_STATE = statement(
  `SELECT coalesce((SELECT last_seq FROM pit_ops.event_stream WHERE stream_id = $1), 0) AS seq,
    EXISTS (SELECT FROM ${DEAD} AND d.lane = $1) AS has_dead,
    (SELECT state FROM pit_ops.watchdog_state WHERE project_id = $1) AS state`,
  {
    seq: neverNull(bigint, 'coalesce'),
    hasDead: neverNull(boolean, 'EXISTS'),
    state: nullable(text),
  },
);

/** Notes that the project `$1` was like `$2` when it was scanned; nothing where it is not to be seen. */
export const STORE_SCAN_STATE = statement(
  `INSERT INTO pit_ops.watchdog_state (project_id, state) SELECT id, $2 FROM pit.project WHERE id = $1
  ON CONFLICT (project_id) DO UPDATE SET state = excluded.state`,
);

/** The day that the organisation's statuses are of; no row before the first day roll-over. */
export const SETTLED_DAY = statement(
  `SELECT CASE WHEN isfinite(day) THEN day END AS day FROM pit_ops.settled_day WHERE org_id = pit_ops.ctx_org()`,
  { day: nullable(date) },
);

/**
 * The organisation's projects in which something may be found, or found to be gone, in the order of their ids: those
 * with open work, with work that requires evidence, with evidence, with dead deliveries, and with open alerts. Left out are
 * those that were scanned as they are, by their newest event, the circumstances `$1`, and whether deliveries are dead.
 */
export const PROJECTS_TO_SCAN = statement(
  `
  WITH undelivered AS MATERIALIZED (
    SELECT DISTINCT d.lane AS id FROM ${DEAD} AND d.lane IS NOT NULL
  ), project AS (
    SELECT project_id AS id FROM pit.watchdog_alert WHERE resolved_at IS NULL
    UNION
    SELECT p.id FROM pit.project p JOIN pit.task t ON t.project_id = p.id
    WHERE p.deleted_at IS NULL AND t.deleted_at IS NULL
      AND (p.status = 'active' AND t.status <> 'completed' OR t.requires_evidence)
    UNION
    SELECT t.project_id FROM pit.evidence e LEFT JOIN pit.subtask s ON s.id = e.subtask_id
    JOIN pit.task t ON t.id = coalesce(e.task_id, s.task_id) WHERE e.deleted_at IS NULL
    UNION
    SELECT p.id FROM undelivered JOIN pit.project p ON p.id = undelivered.id WHERE p.deleted_at IS NULL
  )
  SELECT project.id FROM project LEFT JOIN pit_ops.event_stream stream ON stream.stream_id = project.id
  LEFT JOIN pit_ops.watchdog_state seen ON seen.project_id = project.id
  LEFT JOIN undelivered ON undelivered.id = project.id
  WHERE seen.state IS DISTINCT FROM coalesce(stream.last_seq, 0) || ' ' || $1
    || CASE WHEN undelivered.id IS NULL THEN '' ELSE ' undelivered' END
  ORDER BY project.id`,
  { id: uuid },
);

/** Opens a line in the log of scans. */
export const BEGIN_SCAN = statement(`INSERT INTO pit.watchdog_scan_log DEFAULT VALUES RETURNING id`, {
  id: uuid,
});

/** Closes the line `$1`: `$2` projects scanned, `$3` alerts raised, said in the sentence `$4`. */
export const END_SCAN = statement(`
  UPDATE pit.watchdog_scan_log SET finished_at = clock_timestamp(), projects_scanned = $2, issues_detected = $3, ai_summary = $4
  WHERE id = $1`);

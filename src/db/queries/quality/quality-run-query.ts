import { boolean, json, neverNull, nullable, timestamp, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** Has the quality checks of the projects `$1::uuid[]` run soon; of those that are not to be seen nothing is noted. */
export const WANT_CHECKS = statement(
  `INSERT INTO pit_ops.quality_state (project_id, wanted_at)
  SELECT id, clock_timestamp() FROM pit.project WHERE id = ANY ($1::uuid[])
  ON CONFLICT (project_id) DO UPDATE SET wanted_at = excluded.wanted_at`,
);

/**
 * Up to `$2` live projects whose checks are due: those for which a run is wanted, the longest waiting first, and from the night
 * `$1` on those that are not archived and have not been checked for it. Without a night only the former.
 */
export const PROJECTS_TO_CHECK = statement(
  `SELECT p.id FROM pit.project p LEFT JOIN pit_ops.quality_state s ON s.project_id = p.id
  WHERE p.deleted_at IS NULL AND (s.wanted_at IS NOT NULL
    OR p.status <> 'archived' AND coalesce(s.night, '-infinity'::date) < $1::date)
  ORDER BY s.wanted_at NULLS LAST, p.id LIMIT $2`,
  { id: uuid },
);

/** Whether the checks of the project `$1` are due for the night `$2`, or wanted, and since when. */
export const CHECK_STATE = statement(
  `SELECT coalesce(coalesce(s.night, '-infinity'::date) < $2::date, false) AS is_due, s.wanted_at
  FROM (SELECT $1::uuid AS id) p LEFT JOIN pit_ops.quality_state s ON s.project_id = p.id`,
  { isDue: neverNull(boolean, 'coalesce'), wantedAt: nullable(timestamp) },
);

/** Notes that the checks of the project `$1` ran, for the night `$2` where there is one; a wish that is newer than `$3` stays. */
export const NOTE_CHECKED = statement(
  `INSERT INTO pit_ops.quality_state AS s (project_id, night, checked_at) VALUES ($1, $2, clock_timestamp())
  ON CONFLICT (project_id) DO UPDATE SET night = coalesce(excluded.night, s.night), checked_at = excluded.checked_at,
    wanted_at = CASE WHEN date_trunc('milliseconds', s.wanted_at) > $3::timestamptz THEN s.wanted_at END`,
);

/** What the newest run over the project `$1` came to; no row before the first. */
export const LAST_RESULT = statement(
  `SELECT passed_tests AS passed, failed_tests AS failed FROM pit.qa_result WHERE project_id = $1
  ORDER BY run_at DESC, id DESC LIMIT 1`,
  { passed: json<unknown>(), failed: json<unknown>() },
);

/** Leaves of the results of the project `$1`, but for the newest `$2`, what failed. */
export const THIN_RESULTS = statement(`SELECT pit_ops.thin_quality_results($1, $2)`);

/** The day that the organisation's statuses are of. */
export const SETTLED_FOR_CHECKS = statement(
  `SELECT day = $1::date AS is_settled FROM pit_ops.settled_day WHERE org_id = pit_ops.ctx_org()`,
  { isSettled: nullable(boolean) },
);

/** When the checks of the projects `$1::uuid[]` last ran, by the platform or for somebody; null before the first time. */
export const CHECKED_AT = statement(
  `SELECT p.id AS project_id, greatest(s.checked_at, (SELECT max(r.run_at) FROM pit.qa_result r WHERE r.project_id = p.id)) AS checked_at
  FROM unnest($1::uuid[]) AS p (id) LEFT JOIN pit_ops.quality_state s ON s.project_id = p.id`,
  { projectId: neverNull(uuid, 'what was asked for'), checkedAt: nullable(timestamp) },
);

import { boolean, json, neverNull, nullable, timestamp, uuid } from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

/** Has the quality checks of the projects `$1::uuid[]` run in `$2` seconds; of those that are not to be seen nothing is noted. */
export const WANT_CHECKS = statement(
  `INSERT INTO pit_ops.quality_state (project_id, wanted_at)
  SELECT id, clock_timestamp() + make_interval(secs => $2) FROM pit.project WHERE id = ANY ($1::uuid[])
  ON CONFLICT (project_id) DO UPDATE SET wanted_at = excluded.wanted_at`,
);

/** Up to `$1` live projects for which a run is wanted by now, the longest waiting first; not those of `$2::uuid[]`. */
export const WANTED_PROJECTS = statement(
  `SELECT s.project_id AS id FROM pit_ops.quality_state s
  JOIN pit.project p ON p.id = s.project_id AND p.deleted_at IS NULL
  WHERE s.org_id = pit_ops.ctx_org() AND s.wanted_at <= now() AND s.project_id <> ALL ($2::uuid[])
  ORDER BY s.wanted_at, s.project_id LIMIT $1`,
  { id: uuid },
);

/** How far the night `$1` has come: the last project that was checked in it, in the order of ids. No row before it begins. */
export const NIGHT_PLACE = statement(
  `SELECT checked_project_id AS after_id, night_is_over OR checked_night > $1::date AS is_over
  FROM pit_ops.settled_day WHERE org_id = pit_ops.ctx_org() AND checked_night >= $1::date`,
  { afterId: nullable(uuid), isOver: neverNull(boolean, 'a night has both') },
);

/**
 * The next projects behind the id `$2`, `$3` at most, in the order of ids: live ones that are neither archived nor checked for the
 * night `$1` already.
 */
export const PROJECTS_OF_NIGHT = statement(
  `SELECT p.id FROM pit.project p LEFT JOIN pit_ops.quality_state s ON s.project_id = p.id
  WHERE p.org_id = pit_ops.ctx_org() AND p.id > $2::uuid AND p.deleted_at IS NULL AND p.status <> 'archived'
    AND coalesce(s.night, '-infinity'::date) < $1::date
  ORDER BY p.id LIMIT $3`,
  { id: uuid },
);

/** Notes that the night `$1` has come as far as the project `$2`, and with `$3` to its end; never back to where it was. */
export const NOTE_NIGHT = statement(
  `INSERT INTO pit_ops.settled_day AS d (day, checked_night, checked_project_id, night_is_over)
  VALUES ('-infinity', $1, $2, $3)
  ON CONFLICT (org_id) DO UPDATE SET checked_night = excluded.checked_night,
    checked_project_id = excluded.checked_project_id, night_is_over = excluded.night_is_over
  WHERE d.checked_night IS NULL OR d.checked_night < excluded.checked_night
    OR d.checked_night = excluded.checked_night AND NOT d.night_is_over
      AND (d.checked_project_id <= excluded.checked_project_id OR d.checked_project_id IS NULL)`,
);

/** Whether the checks of the project `$1` are due for the night `$2`, or wanted, and since when. */
export const CHECK_STATE = statement(
  `SELECT coalesce(coalesce(s.night, '-infinity'::date) < $2::date, false) AS is_due, s.wanted_at
  FROM (SELECT $1::uuid AS id) p LEFT JOIN pit_ops.quality_state s ON s.project_id = p.id`,
  { isDue: neverNull(boolean, 'coalesce'), wantedAt: nullable(timestamp) },
);

/** Notes that the checks of the project `$1` ran, for the night `$2` where there is one; a wish other than that of `$3` stays. */
export const NOTE_CHECKED = statement(
  `INSERT INTO pit_ops.quality_state AS s (project_id, night, checked_at) VALUES ($1, $2, clock_timestamp())
  ON CONFLICT (project_id) DO UPDATE SET night = coalesce(excluded.night, s.night), checked_at = excluded.checked_at,
    wanted_at = CASE WHEN date_trunc('milliseconds', s.wanted_at) IS DISTINCT FROM $3::timestamptz THEN s.wanted_at END`,
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

import {
  bigint,
  boolean,
  date,
  integer,
  json,
  neverNull,
  nullable,
  text,
  uuid,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';
import type { TimelineDelta } from '../../../domain/schedule/timeline/timeline-delta.ts';
import type { TimelineLayout } from '../../../domain/schedule/timeline/timeline-layout.ts';

/** The number of the newest event of the topics `$topics` that a timeline does not take in. */
const newest = (topics: string): string => `(SELECT max(o.seq) FROM pit_ops.outbox o
      WHERE o.stream_id = p.id AND o.seq > coalesce(s.plan_seq, -1) AND o.topic = ANY (${topics}::text[])) AS newest_seq`;

/**
 * Of the visible projects `$1::uuid[]` what is kept of their timelines at the zoom `$2`, null where nothing is, and the
 * newest event of the topics `$3` since.
 */
export const TIMELINE_STATES = statement(
  `SELECT p.id, s.plan_seq, s.today, s.rules_hash, s.version, s.stored_version, ${newest('$3')}, r.task_count,
    coalesce(s.asked_at < now() - interval '1 day', false) AS is_seldom_asked
  FROM pit.project p
  LEFT JOIN pit_ops.timeline_state s ON s.project_id = p.id AND s.zoom_level = $2
  LEFT JOIN pit_ops.project_schedule r ON r.project_id = p.id
  WHERE p.id = ANY ($1::uuid[]) AND p.deleted_at IS NULL`,
  {
    id: uuid,
    planSeq: nullable(bigint),
    today: nullable(date),
    rulesHash: nullable(text),
    version: nullable(text),
    storedVersion: nullable(text),
    newestSeq: nullable(bigint),
    taskCount: nullable(integer),
    isSeldomAsked: neverNull(boolean, 'coalesce'),
  },
);

/** The stored columns of the projects `$1::uuid[]` at the zoom `$2`, with their version, which may be an earlier one. */
export const TIMELINE_DATA = statement(
  `SELECT c.project_id, s.stored_version AS version, c.data FROM pit.timeline_cache c
  JOIN pit_ops.timeline_state s ON s.project_id = c.project_id AND s.zoom_level = c.zoom_level
  WHERE c.project_id = ANY ($1::uuid[]) AND c.zoom_level = $2 AND s.stored_version IS NOT NULL`,
  { projectId: uuid, version: neverNull(text, 'the condition'), data: json<TimelineLayout>() },
);

/** What the changes `$1::uuid[]` are at the zoom `$2`. */
export const TIMELINE_DELTAS = statement(
  `SELECT change_id, previous_version, version, delta FROM pit_ops.timeline_delta
  WHERE change_id = ANY ($1::uuid[]) AND zoom_level = $2`,
  { changeId: uuid, previousVersion: nullable(text), version: text, delta: json<TimelineDelta>() },
);

/** The timelines that are kept of the projects `$1::uuid[]`. */
export const KEPT_TIMELINES = statement(
  `SELECT s.project_id, s.zoom_level, s.version, s.stored_version FROM pit_ops.timeline_state s
  WHERE s.project_id = ANY ($1::uuid[]) ORDER BY s.project_id, s.zoom_level`,
  { projectId: uuid, zoomLevel: text, version: text, storedVersion: nullable(text) },
);

const BEHIND = `(s.today <> $2::date OR s.rules_hash <> $3 OR EXISTS (SELECT FROM pit_ops.outbox o
    WHERE o.stream_id = s.project_id AND o.seq > s.plan_seq AND o.topic = ANY ($4::text[])))`;

/**
 * The same, whether each is of the day `$2` and the rules `$3` and takes in the newest event of the topics `$4`, and whether
 * its columns are stored.
 */
export const KEPT_AMONG = statement(
  `SELECT s.zoom_level, s.version, s.stored_version IS NOT DISTINCT FROM s.version AS is_stored, NOT ${BEHIND} AS is_current FROM pit_ops.timeline_state s
  WHERE s.project_id = ANY ($1::uuid[])`,
  {
    zoomLevel: text,
    version: text,
    isStored: neverNull(boolean, 'IS NOT DISTINCT FROM'),
    isCurrent: neverNull(boolean, 'the columns compared are not null'),
  },
);

/**
 * Projects of which a kept timeline is behind: of another day than `$2`, by other rules than `$3`, older than an event
 * of the topics `$4`, or without its columns. At most `$1`.
 */
export const STALE_TIMELINES = statement(
  `SELECT DISTINCT p.id FROM pit_ops.timeline_state s JOIN pit.project p ON p.id = s.project_id
  WHERE p.deleted_at IS NULL AND (s.stored_version IS DISTINCT FROM s.version OR ${BEHIND}) ORDER BY p.id LIMIT $1::int`,
  { id: uuid },
);

/** Stores the columns `$3` of the project `$1` at the zoom `$2`. */
export const STORE_TIMELINE = statement(
  `INSERT INTO pit.timeline_cache (project_id, zoom_level, data) VALUES ($1, $2, $3::jsonb)
  ON CONFLICT (project_id, zoom_level, org_id) DO UPDATE SET data = excluded.data`,
);

/**
 * Says of which plan `$3`, day `$4`, rules `$5` and version `$6` the timeline of the project `$1` at the zoom `$2` is, and
 * of which version `$7` its columns are.
 */
export const STORE_TIMELINE_STATE = statement(
  `INSERT INTO pit_ops.timeline_state (project_id, zoom_level, plan_seq, today, rules_hash, version, stored_version)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (project_id, zoom_level) DO UPDATE SET plan_seq = excluded.plan_seq, today = excluded.today,
    rules_hash = excluded.rules_hash, version = excluded.version, stored_version = excluded.stored_version`,
);

/** The number of the plan by which the timeline of the project `$1` at the zoom `$2` became the version `$3`. */
export const TIMELINE_HEAD = statement(
  `SELECT (delta #>> '{head,planSeq}')::bigint AS plan_seq FROM pit_ops.timeline_delta
  WHERE project_id = $1 AND zoom_level = $2 AND version = $3 ORDER BY created_at DESC LIMIT 1`,
  { planSeq: nullable(bigint) },
);

/** Notes that the columns of the project `$1` at the zoom `$2` are stored as those of the version `$3`. */
export const NOTE_STORED_TIMELINE = statement(
  `UPDATE pit_ops.timeline_state SET stored_version = $3 WHERE project_id = $1 AND zoom_level = $2`,
);

/** Notes that somebody has asked for the timelines of the project `$1` at the zooms `$2::text[]`. */
export const NOTE_ASKED_TIMELINES = statement(
  `UPDATE pit_ops.timeline_state SET asked_at = now()
  WHERE project_id = $1 AND zoom_level = ANY ($2::text[]) AND asked_at < now() - interval '1 hour'`,
);

/** Forgets up to `$2` timelines for which nobody has asked for `$1` days. */
export const PRUNE_TIMELINES = statement(
  `WITH forgotten AS (
    DELETE FROM pit_ops.timeline_state WHERE (project_id, zoom_level) IN (
      SELECT project_id, zoom_level FROM pit_ops.timeline_state
      WHERE asked_at < now() - make_interval(days => $1::int) ORDER BY asked_at LIMIT $2::int)
    RETURNING project_id, zoom_level
  ), cache AS (
    DELETE FROM pit.timeline_cache c USING forgotten f
    WHERE c.project_id = f.project_id AND c.zoom_level = f.zoom_level
  ) SELECT f.project_id, f.zoom_level FROM forgotten f`,
  { projectId: uuid, zoomLevel: text },
);

/** Stores what the change `$1` did to the timeline of the project `$3` at the zoom `$2`. */
export const STORE_TIMELINE_DELTA = statement(
  `INSERT INTO pit_ops.timeline_delta (change_id, zoom_level, project_id, previous_version, version, delta)
  VALUES ($1, $2, $3, $4, $5, $6::jsonb)`,
);

/** Forgets the timeline of the project `$1` at the zoom `$2`. */
export const FORGET_TIMELINE = statement(
  `WITH cache AS (DELETE FROM pit.timeline_cache WHERE project_id = $1 AND zoom_level = $2)
  DELETE FROM pit_ops.timeline_state WHERE project_id = $1 AND zoom_level = $2`,
);

/** Forgets the timelines of those of the projects `$1::uuid[]` that are deleted. */
export const FORGET_DELETED_TIMELINES = statement(
  `WITH gone AS (
    SELECT id FROM pit.project WHERE id = ANY ($1::uuid[]) AND deleted_at IS NOT NULL
  ), cache AS (DELETE FROM pit.timeline_cache c USING gone WHERE c.project_id = gone.id
  ), delta AS (DELETE FROM pit_ops.timeline_delta d USING gone WHERE d.project_id = gone.id)
  DELETE FROM pit_ops.timeline_state s USING gone WHERE s.project_id = gone.id`,
);

/** Removes up to `$2` deltas older than `$1` days: no event that leads to them is kept any more. */
export const PRUNE_TIMELINE_DELTAS = statement(
  `DELETE FROM pit_ops.timeline_delta WHERE (change_id, zoom_level) IN (
    SELECT change_id, zoom_level FROM pit_ops.timeline_delta
    WHERE created_at < now() - make_interval(days => $1::int) ORDER BY created_at LIMIT $2::int)`,
);

import { CALENDAR_LIMITS } from '../../../domain/exchange/icalendar/calendar-feed.ts';
import type { ActorRole } from '../../../domain/enums.ts';
import {
  boolean,
  date,
  integer,
  neverNull,
  nullable,
  text,
  timestamp,
  uuid,
  word,
} from '../../connection/column-types.ts';
import { statement } from '../../connection/statement.ts';

const FEED = {
  id: uuid,
  userId: uuid,
  projectId: nullable(uuid),
  createdAt: timestamp,
  rotatedAt: nullable(timestamp),
  expiresAt: timestamp,
  fetchedAt: nullable(timestamp),
};
const FEED_COLUMNS = 'f.id, f.user_id, f.project_id, f.created_at, f.rotated_at, f.expires_at, s.fetched_at';

/** Subscribed calendars of the users `$1::uuid[]` that the actor may see, the newest first. */
export const FEEDS_OF_USERS = statement(
  `SELECT ${FEED_COLUMNS} FROM pit_ops.calendar_feed f JOIN pit_ops.calendar_feed_secret s ON s.feed_id = f.id
  WHERE f.user_id = ANY ($1::uuid[]) ORDER BY f.created_at DESC, f.id`,
  FEED,
);

/** The subscribed calendars `$1::uuid[]`. */
export const FEEDS_BY_ID = statement(
  `SELECT ${FEED_COLUMNS} FROM pit_ops.calendar_feed f JOIN pit_ops.calendar_feed_secret s ON s.feed_id = f.id
  WHERE f.id = ANY ($1::uuid[])`,
  FEED,
);

/** Has whoever makes a calendar for the actor at the same time wait, so that the number is right. */
export const LOCK_OWN_FEEDS = statement(
  `SELECT pg_advisory_xact_lock(hashtextextended('calendar_feed:' || pit_ops.ctx_user(), 0))`,
);

/** How many calendars the actor has, and the role that the directory gives them; no row where it does not know them. */
export const OWN_FEEDS = statement(
  `SELECT u.role, (SELECT count(*) FROM pit_ops.calendar_feed f WHERE f.user_id = u.id)::int AS count
  FROM pit."user" u WHERE u.id = (SELECT pit_ops.ctx_user())`,
  { role: word<ActorRole>(), count: neverNull(integer, 'it counts') },
);

/** The live project `$1`, and whether the actor sees it otherwise than by a division, which their token alone names. */
export const PROJECT_TO_SUBSCRIBE = statement(
  `SELECT p.id, (p.division_id IS NULL OR (SELECT pit_ops.ctx_user()) IN (p.owner_id, p.sponsor_id) OR EXISTS (
      SELECT FROM pit_ops.project_access a
      WHERE a.user_id = (SELECT pit_ops.ctx_user()) AND a.project_id = p.id AND a.pieces > 0)) IS TRUE AS is_theirs
  FROM pit.project p WHERE p.id = $1 AND p.deleted_at IS NULL`,
  { id: uuid, isTheirs: neverNull(boolean, 'it is true or not') },
);

/** Adds a calendar of the actor: of the project `$1`, or of their own tasks where that is null, for `$2` days. */
export const ADD_FEED = statement(
  `INSERT INTO pit_ops.calendar_feed (project_id, expires_at) VALUES ($1, clock_timestamp() + make_interval(days => $2::int))
  RETURNING id`,
  { id: uuid },
);

/** Keeps the digest `$2` of the secret in the address of the calendar `$1`. */
export const ADD_FEED_SECRET = statement(
  `INSERT INTO pit_ops.calendar_feed_secret (feed_id, sha256) VALUES ($1, $2)`,
);

/** Locks the calendar `$1` where the actor may end it. */
export const LOCK_FEED = statement(`SELECT id FROM pit_ops.calendar_feed WHERE id = $1 FOR UPDATE`, {
  id: uuid,
});

/** The address of the calendar `$1` holds for `$2` days from now on. */
export const RENEW_FEED = statement(
  `UPDATE pit_ops.calendar_feed SET rotated_at = clock_timestamp(),
    expires_at = clock_timestamp() + make_interval(days => $2::int) WHERE id = $1`,
);

/** The digest of the secret in the address of the calendar `$1` is `$2` from now on. */
export const CHANGE_FEED_SECRET = statement(
  `UPDATE pit_ops.calendar_feed_secret SET sha256 = $2 WHERE feed_id = $1`,
);

/** Removes the calendar `$1`. */
export const REMOVE_FEED = statement(`DELETE FROM pit_ops.calendar_feed WHERE id = $1`);

/** The calendar `$1` if the digest of the secret in its address is `$2`, with whose it is as the directory knows them. */
export const FEED_TO_SHOW = statement(
  `SELECT f.user_id, f.project_id, f.expires_at <= clock_timestamp() AS is_expired, u.name, u.role,
    EXISTS (SELECT FROM pit_ops.deactivated_user gone WHERE gone.id = u.id) AS is_gone
  FROM pit_ops.calendar_feed f JOIN pit_ops.calendar_feed_secret s ON s.feed_id = f.id
  JOIN pit."user" u ON u.id = f.user_id WHERE f.id = $1 AND s.sha256 = $2`,
  {
    userId: uuid,
    projectId: nullable(uuid),
    isExpired: neverNull(boolean, 'both have a moment'),
    name: text,
    role: word<ActorRole>(),
    isGone: neverNull(boolean, 'there is a row or not'),
  },
);

/** Notes that the calendar `$1` was fetched, at most once an hour. */
export const NOTE_FETCH = statement(
  `UPDATE pit_ops.calendar_feed_secret SET fetched_at = clock_timestamp()
  WHERE feed_id = $1 AND (fetched_at IS NULL OR fetched_at < clock_timestamp() - interval '1 hour')`,
);

const TASK = {
  id: uuid,
  name: text,
  description: nullable(text),
  startDate: nullable(date),
  endDate: nullable(date),
  earlyStart: nullable(date),
  earlyFinish: nullable(date),
  durationDays: nullable(integer),
  progressPercent: integer,
  project: text,
  phase: text,
  updatedAt: neverNull(timestamp, 'a task has one'),
};

// What was computed changes by the computation, which leaves the row of the task alone.
const tasksWhere = (condition: string): string => `
  WITH days AS (
    SELECT t.id, coalesce(t.end_date, s.early_finish, t.start_date, s.early_start) AS day
    FROM pit.task t LEFT JOIN pit_ops.task_schedule s ON s.task_id = t.id WHERE ${condition} AND t.deleted_at IS NULL
  ), shown AS (
    (SELECT id, day FROM days WHERE day >= $2::date ORDER BY day, id LIMIT ${CALENDAR_LIMITS.coming})
    UNION ALL
    (SELECT id, day FROM days WHERE day < $2::date ORDER BY day DESC, id LIMIT ${CALENDAR_LIMITS.earlier})
  )
  SELECT t.id, t.name, t.description, t.start_date, t.end_date, s.early_start, s.early_finish, t.duration_days,
    t.progress_percent, p.name AS project, ph.name AS phase,
    greatest(t.updated_at, CASE WHEN t.start_date IS NULL OR t.end_date IS NULL THEN ps.computed_at END) AS updated_at
  FROM shown JOIN pit.task t ON t.id = shown.id JOIN pit.project p ON p.id = t.project_id
  JOIN pit.phase ph ON ph.id = t.phase_id LEFT JOIN pit_ops.task_schedule s ON s.task_id = t.id
  LEFT JOIN pit_ops.project_schedule ps ON ps.project_id = t.project_id ORDER BY shown.day, t.id`;

/** Live tasks of the project `$1` that have a day, those around the day `$2`, as many as a calendar holds. */
export const CALENDAR_OF_PROJECT = {
  ...statement(tasksWhere('t.project_id = $1::uuid'), TASK),
  readsWholeSets: true,
};

/** Live tasks that the user `$1` owns or does and that have a day, those around the day `$2`, as many as a calendar holds. */
export const CALENDAR_OF_USER = {
  ...statement(tasksWhere('t.id = ANY ((SELECT pit_ops.task_ids_of($1::uuid))::uuid[])'), TASK),
  readsWholeSets: true,
};

/** What the live project `$1` is called; no row for one that the actor does not see. */
export const CALENDAR_NAME = statement(
  `SELECT name FROM pit.project WHERE id = $1::uuid AND deleted_at IS NULL`,
  { name: text },
);
